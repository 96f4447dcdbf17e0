"""What must hold of all epochs of a database, checked against the definition and not by the code that closes them."""

import itertools
from collections.abc import Sequence
from uuid import UUID

from core.clock import SystemClock
from core.database import Database
from ledger import epoch_store, store, tree
from ledger.slots import EpochRecord, SlotRow
from ledger.super_log import SUPER_LOG, SuperLog
from ledger.verifier import merkle
from ledger.verifier.canonical import decode


async def check_epochs(database: Database, logs: Sequence[UUID]) -> list[EpochRecord]:
    """Numbers from 1 on, times that grow, slots that stay, sizes that never shrink, leaves that are the logs' own checkpoints and
    lead to the record's root, records that lead to the head and to each signed checkpoint. logs: all there are.

    Returns: the records; epochs that close meanwhile are left out.
    """
    records = await SuperLog(database, SystemClock()).records(1, 10_000)
    assert [record.epoch for record in records] == list(range(1, len(records) + 1)), "an epoch is missing"
    assert all(one.ts < following.ts for one, following in itertools.pairwise(records))
    async with database.unscoped() as tx:
        slots = await epoch_store.slots(tx)
    assert [slot for slot, _ in slots] == list(range(len(slots)))
    given = {log: slot for slot, log in slots}
    stood: dict[int, list[int]] = {record.epoch: [] for record in records}
    for log in logs:
        sizes = []
        for row in await _rows(database, log, len(records)):
            record = records[row.epoch - 1]
            assert row.slot == given[log], "a log left its slot"
            await _check_leaf(database, row)
            leaf = merkle.leaf_hash(row.leaf)
            merkle.verify_inclusion(row.slot, record.slots, leaf, row.path, record.root)
            stood[row.epoch].append(row.slot)
            sizes.append(row.size)
        assert sizes == sorted(sizes), "a log shrank from one epoch to the next"
    assert {epoch: sorted(found) for epoch, found in stood.items()} == {
        record.epoch: list(range(record.slots)) for record in records
    }
    await _check_super_log(database, records)
    return records


async def _rows(database: Database, log: UUID, epochs: int) -> list[SlotRow]:
    async with database.transaction(log) as tx:
        rows = await epoch_store.epoch_slots_after(tx, log, 0, epochs, 10_000)
    first = rows[0].epoch if rows else epochs + 1
    assert [row.epoch for row in rows] == list(range(first, epochs + 1)), "a log is not in every epoch"
    return rows


async def _check_leaf(database: Database, row: SlotRow) -> None:
    fields = decode(row.leaf)
    assert isinstance(fields, dict)
    assert (fields["log"], fields["size"]) == (row.log.bytes, row.size)
    async with database.transaction(row.log) as tx:
        checkpoint = await store.find_checkpoint(tx, row.log, row.size)
    root = merkle.EMPTY_ROOT if row.size == 0 else checkpoint.root if checkpoint is not None else None
    assert fields["root"] == root


async def _check_super_log(database: Database, records: Sequence[EpochRecord]) -> None:
    leaves = [merkle.leaf_hash(record.encode()) for record in records]
    async with database.transaction(SUPER_LOG) as tx:
        assert leaves == [] or await tree.prove(tx, SUPER_LOG, [(0, len(leaves))]) == (merkle.root(leaves),)
        for size in range(1, len(records) + 1):
            signed = await store.find_checkpoint(tx, SUPER_LOG, size)
            assert signed is None or signed.root == merkle.root(leaves[:size]), "two histories were signed"
