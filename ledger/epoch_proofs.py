"""Epochs as callers read them: where the caller's own log stands in each, and the proof of that. Nobody sees a neighbour."""

from core import ids
from core.clock import from_micros
from core.database import Database, rescope
from core.pages import Page, page_of
from ledger import epoch_store, store, tree
from ledger.entities import Epoch, EpochProof
from ledger.errors import EpochNotFound
from ledger.slots import EpochRecord, SlotRow, read_record
from ledger.super_log import SUPER_LOG, SuperLog, cosigned, require_signed
from ledger.verifier import merkle
from tenants.permissions import Permission
from tenants.principals import Principal

_EPOCH_BEYOND = 2**63 - 1


class Epochs:
    """Reads the epochs in which the caller's log has its slot, up to the newest signed checkpoint of the super-log."""

    def __init__(self, database: Database, super_log: SuperLog) -> None:
        self._database = database
        self._super_log = super_log

    async def list(self, caller: Principal, *, after: int | None, limit: int) -> Page[Epoch]:
        """List epochs, newest first. after: the number of the last one seen. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        log = caller.environment_id
        newest = await self._super_log.newest()
        if newest is None:
            return Page([], has_more=False, next_after=None)
        before = min(newest.epoch + 1, _EPOCH_BEYOND if after is None else after)
        async with self._database.transaction(log) as tx:
            rows = await epoch_store.epoch_slots_before(tx, log, before, limit + 1)
            await rescope(tx, SUPER_LOG)
            found = await store.entries_at(tx, SUPER_LOG, [row.epoch - 1 for row in rows])
        records = [read_record(found[row.epoch - 1]) for row in rows]
        epochs = [_epoch(record, row) for record, row in zip(records, rows, strict=True)]
        return page_of(epochs, limit, lambda each: str(each.epoch))

    async def get(self, caller: Principal, epoch: int) -> EpochProof:
        """Prove where the caller's log stood in an epoch, under the newest checkpoint of the super-log.

        Raises: PermissionDenied, EpochNotFound.
        """
        caller.require(Permission.LEDGER_READ)
        log = caller.environment_id
        async with self._database.transaction(log) as tx:
            row = await epoch_store.find_epoch_slot(tx, log, epoch)
            if row is None:
                raise EpochNotFound("This log has no slot in this epoch.")
            await rescope(tx, SUPER_LOG)
            newest = await require_signed(tx, epoch)
            data = (await store.entries_at(tx, SUPER_LOG, [epoch - 1]))[epoch - 1]
            path = await tree.prove(tx, SUPER_LOG, merkle.inclusion_ranges(epoch - 1, newest.size))
            note = await cosigned(tx, newest)
        record = read_record(data)
        return EpochProof(
            log_id=ids.public("env", log),
            epoch=epoch,
            closed_at=from_micros(record.ts),
            slots=record.slots,
            root=record.root,
            slot=row.slot,
            size=row.size,
            leaf=row.leaf,
            path=row.path,
            record=data,
            record_path=path,
            checkpoint=note,
        )


def _epoch(record: EpochRecord, row: SlotRow) -> Epoch:
    return Epoch(
        epoch=record.epoch,
        closed_at=from_micros(record.ts),
        slots=record.slots,
        root=record.root,
        slot=row.slot,
        size=row.size,
    )
