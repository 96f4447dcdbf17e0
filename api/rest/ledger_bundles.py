"""Bundles: what was new of the log, and of the super-log, in each epoch, as CAR files that check themselves."""

from typing import Annotated

from msgspec import Meta

from api.rest.operations import Answer, get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.ledger import size_of_cursor
from api.views.ledger_bundles import BundlePage, bundle_page
from ledger.bundles import Bundles
from tenants.principals import Principal

Epoch = Annotated[int, Meta(ge=1, le=2**62, description="Number of an epoch, from 1.")]

_CAR = "application/vnd.ipld.car"
_BUNDLE = {
    "epoch": 144,
    "cid": "bafyreigyego6qj7uxt5dtmpznwi3mtwz7l5hf7m3udmsvkd2ps2gbmjzs4",
    "size_bytes": 182_344,
    "from_size": 1_204,
    "to_size": 1_733,
    "made_at": "2026-11-20T13:20:04.120450Z",
    "pinned_at": None,
}


@get(
    "/ledger/bundles",
    operation_id="listLedgerBundles",
    summary="List bundles of the log",
    tag="ledger",
    answer_example={"data": [_BUNDLE], "has_more": False, "next_after": None},
)
async def list_ledger_bundles(
    caller: Principal, bundles: Bundles, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> BundlePage:
    """Newest first: one for each epoch in which the log grew, and one after 144 epochs without."""
    return bundle_page(await bundles.list(caller, after=size_of_cursor(after), limit=limit))


@get(
    "/ledger/bundles/{epoch:str}",
    operation_id="getLedgerBundle",
    summary="Get a bundle of the log",
    tag="ledger",
    media_type=_CAR,
)
async def get_ledger_bundle(caller: Principal, bundles: Bundles, epoch: Epoch) -> Answer[bytes]:
    """A CARv1 of what is new since the bundle before, streamed. Check all of them together, offline:
    `countermark-verify bundle FILE.car ... --trust KEYS`.
    """
    return Answer(stream=await bundles.read(caller, epoch))


@get(
    "/ledger/epoch-bundles",
    operation_id="listEpochBundles",
    summary="List public bundles of epochs",
    tag="ledger",
    answer_example={"data": [_BUNDLE], "has_more": False, "next_after": None},
)
async def list_epoch_bundles(
    caller: Principal, bundles: Bundles, *, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> BundlePage:
    """Newest first, one for each epoch; the same for everybody."""
    return bundle_page(await bundles.list_public(caller, after=size_of_cursor(after), limit=limit))


@get(
    "/ledger/epoch-bundles/{epoch:str}",
    operation_id="getEpochBundle",
    summary="Get the public bundle of an epoch",
    tag="ledger",
    media_type=_CAR,
)
async def get_epoch_bundle(caller: Principal, bundles: Bundles, epoch: Epoch) -> Answer[bytes]:
    """A CARv1 of the epoch's record, the blinded hashes of all slots and the super-log's checkpoint. The SHA-256 of its root
    block is the `bundleDigest` of the anchor.
    """
    return Answer(stream=await bundles.read_public(caller, epoch))


HANDLERS = [list_ledger_bundles, get_ledger_bundle, list_epoch_bundles, get_epoch_bundle]
