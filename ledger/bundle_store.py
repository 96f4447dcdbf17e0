"""SQL of bundles: which were made, where they lie, what is due. Private to `ledger`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_FIELDS = "epoch, manifest_digest, car_digest, car_bytes, from_size, to_size, made_at, pinned_at"
_ADD = """
INSERT INTO ledger_bundle (
    environment_id, epoch, manifest_digest, car_digest, car_bytes, from_size, to_size, made_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
"""
_NEWEST = f"SELECT {_FIELDS} FROM ledger_bundle WHERE environment_id = $1 ORDER BY epoch DESC LIMIT 1"
_FIND = f"SELECT {_FIELDS} FROM ledger_bundle WHERE environment_id = $1 AND epoch = $2"
_BEFORE = f"""
SELECT {_FIELDS} FROM ledger_bundle WHERE environment_id = $1 AND epoch < $2 ORDER BY epoch DESC LIMIT $3
"""
_DUE = """
SELECT e.id, told.after, told.size, due.epoch
FROM unnest($1::uuid[]) AS e (id)
LEFT JOIN LATERAL (
    SELECT epoch, to_size FROM ledger_bundle WHERE environment_id = e.id ORDER BY epoch DESC LIMIT 1
) newest ON true
LEFT JOIN LATERAL (
    SELECT epoch FROM ledger_epoch_slot WHERE environment_id = e.id ORDER BY epoch LIMIT 1
) oldest ON true
CROSS JOIN LATERAL (
    SELECT coalesce(newest.epoch, oldest.epoch - 1) AS after, coalesce(newest.to_size, 0) AS size
) told
CROSS JOIN LATERAL (
    SELECT s.epoch FROM ledger_epoch_slot s
    WHERE s.environment_id = e.id AND s.epoch > told.after AND s.epoch <= $2
      AND (s.size > told.size OR s.epoch = told.after + $3)
    ORDER BY s.epoch LIMIT 1
) due
"""
_NOTE_FROM = """
SELECT note FROM ledger_checkpoint WHERE environment_id = $1 AND size >= $2 ORDER BY size LIMIT 1
"""
_UNPINNED = """
SELECT environment_id, epoch, manifest_digest, car_digest FROM ledger_bundle
WHERE environment_id = ANY ($1::uuid[]) AND pinned_at IS NULL ORDER BY epoch LIMIT $2
"""
_PINNED = """
UPDATE ledger_bundle SET pinned_at = $3 WHERE environment_id = $1 AND epoch = $2 AND pinned_at IS NULL
"""


class BundleRow(msgspec.Struct, frozen=True):
    """manifest: SHA-256 of the root block. car: SHA-256 of the file. start, end: sizes of the log, of the super-log for its own."""

    epoch: int
    manifest: bytes
    car: bytes
    car_bytes: int
    start: int
    end: int
    made_at: dt.datetime
    pinned_at: dt.datetime | None = None


class DueBundle(msgspec.Struct, frozen=True):
    """A log's next bundle. after: the epoch of its last one. start: the size of the log there."""

    log: UUID
    after: int
    start: int
    epoch: int


class Unpinned(msgspec.Struct, frozen=True):
    log: UUID
    epoch: int
    manifest: bytes
    car: bytes


async def add(tx: Transaction, log: UUID, row: BundleRow) -> None:
    """Keep a bundle; one of that epoch that is there already stays as it is."""
    await tx.execute(
        _ADD, log, row.epoch, row.manifest, row.car, row.car_bytes, row.start, row.end, row.made_at
    )


async def newest(tx: Transaction, log: UUID) -> BundleRow | None:
    return _row(await tx.fetchrow(_NEWEST, log))


async def find(tx: Transaction, log: UUID, epoch: int) -> BundleRow | None:
    return _row(await tx.fetchrow(_FIND, log, epoch))


async def before(tx: Transaction, log: UUID, epoch: int, limit: int) -> list[BundleRow]:
    """Newest first."""
    return [BundleRow(*row) for row in await tx.fetch(_BEFORE, log, epoch, limit)]


async def due(tx: Transaction, logs: Sequence[UUID], upto: int, idle_max: int) -> list[DueBundle]:
    """Of logs in scope, those with a bundle to make: the first epoch in which they moved, or `idle_max` after the last one."""
    return [DueBundle(*row) for row in await tx.fetch(_DUE, logs, upto, idle_max)]


async def note_from(tx: Transaction, log: UUID, size: int) -> str | None:
    """The smallest signed checkpoint of at least this size."""
    row = await tx.fetchrow(_NOTE_FROM, log, size)
    return None if row is None else str(row["note"])


async def unpinned(tx: Transaction, logs: Sequence[UUID], limit: int) -> list[Unpinned]:
    return [Unpinned(*row) for row in await tx.fetch(_UNPINNED, logs, limit)]


async def set_pinned(tx: Transaction, log: UUID, epoch: int, at: dt.datetime) -> None:
    await tx.execute(_PINNED, log, epoch, at)


def _row(row: asyncpg.Record | None) -> BundleRow | None:
    return None if row is None else BundleRow(*row)
