"""Anchors as callers read them. They are of the whole installation, and public: whoever reads the ledger reads them."""

import datetime as dt
from typing import Literal

import msgspec

from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.pages import Page, page_of
from ledger.anchoring import store
from ledger.anchoring.root_files import newest_lines
from ledger.anchoring.store import ListedRow
from tenants.permissions import Permission
from tenants.principals import Principal

_ID_BEYOND = 2**63 - 1
ShownState = Literal["submitted", "mined", "confirmed"]
_STATES: dict[str, ShownState] = {"submitted": "submitted", "mined": "mined", "confirmed": "confirmed"}


class AnchorNotFound(PlatformError):
    """No anchor covers this epoch yet, or none is ever made here."""

    kind = ErrorKind.NOT_FOUND
    code = "ledger_anchor_not_found"
    fix = "List the anchors; one covers every epoch up to its own. Without COUNTERMARK_CHAIN_RPC_URLS none is made."


class EpochAnchor(msgspec.Struct, frozen=True, kw_only=True):
    """The root of the super-log as a contract on a chain keeps it. One anchor covers every epoch up to its own.

    chain_id: of the chain: 1 is Ethereum.
    contract: address of the contract `LogAnchor`, 0x-hex.
    epoch: that is anchored.
    root: of the super-log at that size, 0x-hex.
    bundle_digest: SHA-256 of the epoch's public manifest, 0x-hex; zeros where none was made.
    tx_hash: of the transaction, 0x-hex.
    state: submitted to the chain's nodes; mined in a block; confirmed under as many blocks as the service waits for.
    block_number: of its block; null while submitted.
    block_hash: of its block, 0x-hex; null while submitted.
    confirmations: blocks on it, its own included, when the chain was last looked at; null while submitted.
    submitted_at: when it was signed.
    confirmed_at: when it was seen confirmed; null before.
    """

    chain_id: int
    contract: str
    epoch: int
    root: str
    bundle_digest: str
    tx_hash: str
    state: ShownState
    block_number: int | None
    block_hash: str | None
    confirmations: int | None
    submitted_at: dt.datetime
    confirmed_at: dt.datetime | None


class Anchors:
    """Reads the anchors of the installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, caller: Principal, *, after: int | None, limit: int) -> Page[EpochAnchor]:
        """List anchors, newest first. after: the `next_after` of the page before. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        async with self._database.unscoped() as tx:
            rows = await store.page(tx, _ID_BEYOND if after is None else after, limit + 1)
        page = page_of(rows, limit, lambda row: str(row.id))
        return Page([_anchor(row) for row in page.data], page.has_more, page.next_after)

    async def get(self, caller: Principal, epoch: int) -> EpochAnchor:
        """Return the first anchor that covers an epoch. Raises: PermissionDenied, AnchorNotFound."""
        caller.require(Permission.LEDGER_READ)
        async with self._database.unscoped() as tx:
            row = await store.covering(tx, epoch)
        if row is None:
            raise AnchorNotFound("No anchor covers this epoch.")
        return _anchor(row)

    async def signed_roots(self) -> bytes:
        """Return the newest 144 roots that were signed for the contract, a line of JSON each. They are for anybody."""
        return await newest_lines(self._database)


def _anchor(row: ListedRow) -> EpochAnchor:
    return EpochAnchor(
        chain_id=row.chain_id,
        contract=hexed(row.contract),
        epoch=row.epoch,
        root=hexed(row.root),
        bundle_digest=hexed(row.bundle_digest),
        tx_hash=hexed(row.tx_hash),
        state=_STATES[row.state],
        block_number=row.block_number,
        block_hash=None if row.block_hash is None else hexed(row.block_hash),
        confirmations=row.confirmations,
        submitted_at=row.submitted_at,
        confirmed_at=row.confirmed_at,
    )


def hexed(data: bytes) -> str:
    return f"0x{data.hex()}"
