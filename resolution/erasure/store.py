"""SQL of erasures. Private to `resolution`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.erasure.entities import Erasure
from tenants.holdings import Holding

_COLUMNS = "id, erased_at, erased_by, entries, rows, cleared_at"
_ADD = f"""
INSERT INTO erasure (environment_id, customer, bound, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)
"""
_GET = f"SELECT {_COLUMNS} FROM erasure WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM erasure WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
# Locked, so that two workers clear two erasures; one that another has in hand is left to it.
_LEFT = """
SELECT id, customer, bound, erased_at FROM erasure
WHERE environment_id = $1 AND cleared_at IS NULL AND id > $2 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_CLEARED = """
UPDATE erasure SET rows = rows + $3, cleared_at = $4, customer = CASE WHEN $4::timestamptz IS NULL THEN customer END
WHERE environment_id = $1 AND id = $2
"""


class Left(msgspec.Struct, frozen=True):
    """An erasure with rows to clear: those of the handle whose ids are below `bound`."""

    id: UUID
    customer: UUID
    bound: UUID
    erased_at: dt.datetime


async def add(tx: Transaction, environment_id: UUID, left: Left, by: str, entries: int, rows: int) -> None:
    await tx.execute(
        _ADD, environment_id, left.customer, left.bound, left.id, left.erased_at, by, entries, rows
    )


async def find(tx: Transaction, environment_id: UUID, erasure_id: UUID) -> Erasure | None:
    row = await tx.fetchrow(_GET, environment_id, erasure_id)
    return None if row is None else _erasure(row)


async def newest(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[Erasure]:
    return [_erasure(row) for row in await tx.fetch(_PAGE, environment_id, after, limit)]


async def find_left(tx: Transaction, environment_id: UUID, after: UUID) -> Left | None:
    """The next erasure that has rows to clear, locked."""
    row = await tx.fetchrow(_LEFT, environment_id, after)
    return None if row is None else Left(row["id"], row["customer"], row["bound"], row["erased_at"])


async def note(
    tx: Transaction, environment_id: UUID, erasure_id: UUID, rows: int, cleared_at: dt.datetime | None
) -> None:
    """Add to the rows that were cleared; with the last of them the handle goes, too."""
    await tx.execute(_CLEARED, environment_id, erasure_id, rows, cleared_at)


async def facts(
    tx: Transaction, holding: Holding, environment_id: UUID, customer: UUID, bound: UUID
) -> list[tuple[UUID, dt.datetime]]:
    if holding.facts is None:
        return []
    rows = await tx.fetch(holding.facts, environment_id, customer, bound)
    return [(row["id"], row["at"]) for row in rows]


async def clear(
    tx: Transaction, holding: Holding, environment_id: UUID, customer: UUID, bound: UUID, limit: int
) -> int:
    """Returns: how many rows were cleared, of the holding's own table."""
    if holding.clear is None:
        return 0
    if holding.at_once:
        return _count(await tx.execute(holding.clear, environment_id, customer))
    return _count(await tx.execute(holding.clear, environment_id, customer, bound, limit))


def _count(status: str) -> int:
    return int(status.rpartition(" ")[2])


def _erasure(row: asyncpg.Record) -> Erasure:
    return Erasure(**{name: row[name] for name in Erasure.__struct_fields__})
