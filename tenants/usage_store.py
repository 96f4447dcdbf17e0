"""SQL of usage counters. Private to `tenants`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction

_ADD = """
INSERT INTO usage_counter (environment_id, day, operation, calls)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[])
ON CONFLICT (environment_id, day, operation) DO UPDATE SET calls = usage_counter.calls + excluded.calls
"""
_MONTHS = """
SELECT environment_id, sum(calls)::bigint FROM usage_counter
WHERE environment_id = ANY ($1::uuid[]) AND day >= $2 GROUP BY environment_id
"""
_DAYS = """
SELECT day, operation, calls FROM usage_counter
WHERE environment_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day, operation
"""

CounterRow = tuple[UUID, dt.date, str, int]


async def add(tx: Transaction, rows: Sequence[CounterRow]) -> None:
    """Add to counters; `rows` have unique keys and are sorted, so that flushing processes never deadlock."""
    await tx.execute(_ADD, *(list(column) for column in zip(*rows, strict=True)))


async def since(tx: Transaction, environment_ids: Sequence[UUID], first: dt.date) -> dict[UUID, int]:
    """Calls of each environment from `first` on."""
    return {row[0]: row[1] for row in await tx.fetch(_MONTHS, list(environment_ids), first)}


async def by_day(
    tx: Transaction, environment_id: UUID, first: dt.date, last: dt.date
) -> list[asyncpg.Record]:
    return await tx.fetch(_DAYS, environment_id, first, last)
