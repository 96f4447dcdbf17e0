"""Anchors: which epochs of the super-log a contract on a chain holds. They are the installation's, the same for all."""

from typing import Annotated

from msgspec import Meta

from api.rest.operations import get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.ledger import size_of_cursor
from api.views.ledger_anchors import AnchorPage, anchor_page
from ledger.anchoring.anchors import Anchors, EpochAnchor
from tenants.principals import Principal

Epoch = Annotated[int, Meta(ge=1, le=2**62, description="Number of an epoch, from 1.")]

_ANCHOR = {
    "chain_id": 1,
    "contract": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    "epoch": 144,
    "root": "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "bundle_digest": "0x60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "tx_hash": "0x3a1b0ff5a9b3e1d8c2f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f7081",
    "state": "confirmed",
    "block_number": 23_900_000,
    "block_hash": "0x1d8c2f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f70813a1b0ff5a9b3e",
    "confirmations": 64,
    "submitted_at": "2026-11-20T13:13:27.120450Z",
    "confirmed_at": "2026-11-20T13:16:02.450120Z",
}


@get(
    "/ledger/anchors",
    operation_id="listLedgerAnchors",
    summary="List anchors",
    tag="ledger",
    answer_example={"data": [_ANCHOR], "has_more": False, "next_after": None},
)
async def list_ledger_anchors(
    caller: Principal, anchors: Anchors, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> AnchorPage:
    """Newest first, of every contract that this installation ever anchored on. None where no chain is set."""
    return anchor_page(await anchors.list(caller, after=size_of_cursor(after), limit=limit))


@get(
    "/ledger/anchors/{epoch:str}",
    operation_id="getLedgerAnchor",
    summary="Get the anchor of an epoch",
    tag="ledger",
    answer_example=_ANCHOR,
)
async def get_ledger_anchor(caller: Principal, anchors: Anchors, epoch: Epoch) -> EpochAnchor:
    """The first anchor that covers the epoch: its own, or that of a later epoch, since one covers every epoch up to its own."""
    return await anchors.get(caller, epoch)


HANDLERS = [list_ledger_anchors, get_ledger_anchor]
