"""SQL of epochs: slots of logs, what they held, and what witnesses said of the super-log. Private to `ledger`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from ledger.slots import LogState, SlotRow
from ledger.verifier.merkle import DIGEST_BYTES

# One leader for the whole installation: an arbitrary number, the beginning of SHA-256("countermark/epochs").
LEADER_LOCK = 0x3836_63AA_8E32_3086

_LEAD = "SELECT pg_try_advisory_lock($1)"
_SLOTS = "SELECT slot, environment_id FROM ledger_slot ORDER BY slot"
_WITHOUT_SLOT = """
SELECT environment_id FROM environment_directory d
WHERE NOT EXISTS (SELECT 1 FROM ledger_slot s WHERE s.environment_id = d.environment_id)
ORDER BY environment_id
"""
_ADD_SLOTS = "INSERT INTO ledger_slot (environment_id, slot) SELECT * FROM unnest($1::uuid[], $2::integer[])"
_STATES = """
SELECT e.id, c.size, c.root FROM unnest($1::uuid[]) AS e (id)
CROSS JOIN LATERAL (
    SELECT size, root FROM ledger_checkpoint WHERE environment_id = e.id ORDER BY size DESC LIMIT 1
) c
"""
_ADD_EPOCH_SLOTS = """
INSERT INTO ledger_epoch_slot (environment_id, epoch, slot, size, leaf, path)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::integer[], $4::bigint[], $5::bytea[], $6::bytea[])
"""
_EPOCH_SLOT = """
SELECT environment_id, epoch, slot, size, leaf, path FROM ledger_epoch_slot
WHERE environment_id = $1 AND epoch = $2
"""
_EPOCH_SLOT_OVER = """
SELECT environment_id, epoch, slot, size, leaf, path FROM ledger_epoch_slot
WHERE environment_id = $1 AND size > $2 ORDER BY epoch LIMIT 1
"""
_EPOCH_SLOTS_AFTER = """
SELECT environment_id, epoch, slot, size, leaf, path FROM ledger_epoch_slot
WHERE environment_id = $1 AND epoch > $2 AND epoch <= $3 ORDER BY epoch LIMIT $4
"""
_EPOCH_SLOTS_BEFORE = """
SELECT environment_id, epoch, slot, size, leaf, path FROM ledger_epoch_slot
WHERE environment_id = $1 AND epoch < $2 ORDER BY epoch DESC LIMIT $3
"""
_LEAVES = """
SELECT slot, leaf FROM unnest($1::uuid[]) AS e (id)
CROSS JOIN LATERAL (SELECT slot, leaf FROM ledger_epoch_slot WHERE environment_id = e.id AND epoch = $2) one
"""
_ADD_COSIGNATURE = """
INSERT INTO ledger_cosignature (environment_id, size, name, key_id, line, added_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING size
"""
_COSIGNATURES = """
SELECT line FROM ledger_cosignature WHERE environment_id = $1 AND size = $2 ORDER BY name, key_id LIMIT $3
"""


class Cosignature(msgspec.Struct, frozen=True):
    """A witness's line under the checkpoint of `size`. name, key_id: of the key that the line says it is by."""

    size: int
    name: str
    key_id: bytes
    line: str
    added_at: dt.datetime


async def try_lead(connection: asyncpg.Connection) -> bool:
    """Try to become the one who closes epochs, for as long as this connection lives."""
    return bool(await connection.fetchval(_LEAD, LEADER_LOCK))


async def slots(tx: Transaction) -> list[tuple[int, UUID]]:
    """Every slot that was ever given, with its log, in order."""
    return [(row[0], row[1]) for row in await tx.fetch(_SLOTS)]


async def without_slot(tx: Transaction) -> list[UUID]:
    """Environments whose logs have no slot yet."""
    return [row[0] for row in await tx.fetch(_WITHOUT_SLOT)]


async def add_slots(tx: Transaction, first: int, logs: Sequence[UUID]) -> None:
    """Give the next slots, from `first` on, to these logs."""
    await tx.execute(_ADD_SLOTS, logs, list(range(first, first + len(logs))))


async def states(tx: Transaction, logs: Sequence[UUID]) -> dict[UUID, LogState]:
    """The newest checkpoints of these logs, all in scope; those without one are left out."""
    return {row[0]: LogState(*row) for row in await tx.fetch(_STATES, logs)}


async def add_epoch_slots(tx: Transaction, rows: Sequence[SlotRow]) -> None:
    await tx.execute(
        _ADD_EPOCH_SLOTS,
        [row.log for row in rows],
        [row.epoch for row in rows],
        [row.slot for row in rows],
        [row.size for row in rows],
        [row.leaf for row in rows],
        [b"".join(row.path) for row in rows],
    )


async def find_epoch_slot(tx: Transaction, log: UUID, epoch: int) -> SlotRow | None:
    row = await tx.fetchrow(_EPOCH_SLOT, log, epoch)
    return None if row is None else _slot_row(row)


async def find_epoch_slot_over(tx: Transaction, log: UUID, index: int) -> SlotRow | None:
    """The first epoch whose checkpoint of this log covers the entry of that index. Cost: reads the epochs before it."""
    row = await tx.fetchrow(_EPOCH_SLOT_OVER, log, index)
    return None if row is None else _slot_row(row)


async def epoch_slots_after(tx: Transaction, log: UUID, after: int, to: int, limit: int) -> list[SlotRow]:
    """One log's places, oldest first."""
    return [_slot_row(row) for row in await tx.fetch(_EPOCH_SLOTS_AFTER, log, after, to, limit)]


async def epoch_slots_before(tx: Transaction, log: UUID, before: int, limit: int) -> list[SlotRow]:
    """One log's places, newest first."""
    return [_slot_row(row) for row in await tx.fetch(_EPOCH_SLOTS_BEFORE, log, before, limit)]


async def leaves(tx: Transaction, logs: Sequence[UUID], epoch: int) -> dict[int, bytes]:
    """What the slots of these logs, all in scope, held in an epoch, by slot."""
    return {row[0]: row[1] for row in await tx.fetch(_LEAVES, logs, epoch)}


async def add_cosignature(tx: Transaction, log: UUID, row: Cosignature) -> bool:
    """Keep a line; the first of its key for this size stays. Returns: whether it is new."""
    added = await tx.fetchval(_ADD_COSIGNATURE, log, row.size, row.name, row.key_id, row.line, row.added_at)
    return added is not None


async def cosignatures(tx: Transaction, log: UUID, size: int, limit: int) -> list[str]:
    """The lines under a checkpoint, always in the same order."""
    return [row[0] for row in await tx.fetch(_COSIGNATURES, log, size, limit)]


def _slot_row(row: asyncpg.Record) -> SlotRow:
    path = row["path"]
    hashes = tuple(path[at : at + DIGEST_BYTES] for at in range(0, len(path), DIGEST_BYTES))
    return SlotRow(row["environment_id"], row["epoch"], row["slot"], row["size"], row["leaf"], hashes)
