"""The whole way from one entry to a root on the chain: through its log, the log's slot in an epoch, and the super-log.

What a contract rebuilds from fields is given as fields (`VendorPayments.proveCondition`). Formats: docs/decisions/0051.
"""

from typing import Literal
from uuid import UUID

import msgspec

from core.database import Database, Transaction, rescope
from ledger import epoch_store, store, tree
from ledger.anchoring import store as anchor_store
from ledger.anchoring.states import Place
from ledger.errors import EntryNotFound, LedgerCorrupt
from ledger.slots import SlotRow, read_record, read_slot_leaf
from ledger.super_log import SUPER_LOG
from ledger.verifier import merkle
from ledger.verifier.entries import read_entry


class EpochWay(msgspec.Struct, frozen=True, kw_only=True):
    """From the entry's place to the record of the first epoch that covers it.

    index: of the entry in the log of `size` entries with `log_root`. slot: the log's, under `epoch_root` of `slots` leaves.
    record_ts: microseconds.
    """

    index: int
    size: int
    log_root: bytes
    log_path: tuple[bytes, ...]
    salt: bytes
    slot: int
    slots: int
    slot_path: tuple[bytes, ...]
    epoch_root: bytes
    epoch: int
    record_ts: int


class AnchorWay(msgspec.Struct, frozen=True, kw_only=True):
    """record_path: from the epoch's record, index epoch - 1, to the root of the super-log of `anchored_epoch` records."""

    anchored_epoch: int
    record_path: tuple[bytes, ...]


class AnchoredProof(msgspec.Struct, frozen=True, kw_only=True):
    """state: pending until an epoch covers the entry, in_epoch until an anchor covers that, then anchored. ts: microseconds."""

    state: Literal["pending", "in_epoch", "anchored"]
    eid: UUID
    ts: int
    act: str
    epoch_way: EpochWay | None
    anchor_way: AnchorWay | None


class AnchoredProofs:
    """place: the contract LogAnchor whose anchors count; None where none is set."""

    def __init__(self, database: Database, place: Place | None) -> None:
        self._database = database
        self._place = place

    async def of(self, log: UUID, eid: UUID) -> AnchoredProof:
        """Prove an entry of a log as far as it can be by now. The caller has been authorised. Raises: EntryNotFound."""
        async with self._database.transaction(log) as tx:
            row = await store.find_entry(tx, log, eid)
            if row is None:
                raise EntryNotFound("There is no such entry.")
            fields = read_entry(row.entry)
            way = None if row.idx is None else await _epoch_way(tx, log, row.idx)
        anchor = None if way is None else await self._anchor_way(way.epoch)
        return AnchoredProof(
            state="pending" if way is None else "in_epoch" if anchor is None else "anchored",
            eid=eid,
            ts=fields.ts,
            act=fields.act,
            epoch_way=way,
            anchor_way=anchor,
        )

    async def _anchor_way(self, epoch: int) -> AnchorWay | None:
        if self._place is None:
            return None
        async with self._database.unscoped() as tx:
            anchored = await anchor_store.covering_at(tx, self._place, epoch)
        if anchored is None:
            return None
        async with self._database.transaction(SUPER_LOG) as tx:
            newest = await store.newest_checkpoint(tx, SUPER_LOG)
            if newest is None or newest.size < anchored:
                return None
            path = await tree.prove(tx, SUPER_LOG, merkle.inclusion_ranges(epoch - 1, anchored))
        return AnchorWay(anchored_epoch=anchored, record_path=path)


async def _epoch_way(tx: Transaction, log: UUID, index: int) -> EpochWay | None:
    row = await epoch_store.find_epoch_slot_over(tx, log, index)
    if row is None:
        return None
    leaf = read_slot_leaf(row.leaf)
    path = await tree.prove(tx, log, merkle.inclusion_ranges(index, row.size))
    await rescope(tx, SUPER_LOG)
    newest = await store.newest_checkpoint(tx, SUPER_LOG)
    if newest is None or newest.size < row.epoch:
        return None
    record = read_record(await _record(tx, row))
    return EpochWay(
        index=index,
        size=row.size,
        log_root=leaf.root,
        log_path=path,
        salt=leaf.salt,
        slot=row.slot,
        slots=record.slots,
        slot_path=row.path,
        epoch_root=record.root,
        epoch=row.epoch,
        record_ts=record.ts,
    )


async def _record(tx: Transaction, row: SlotRow) -> bytes:
    found = await store.entries_at(tx, SUPER_LOG, [row.epoch - 1])
    if row.epoch - 1 not in found:
        raise LedgerCorrupt("The super-log has a hole.", internal=f"{row.epoch=}")
    return found[row.epoch - 1]
