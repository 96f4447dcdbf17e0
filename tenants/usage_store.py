"""SQL of usage counters. Private to `tenants`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO usage_counter (environment_id, day, operation, calls, more_units)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[], $5::bigint[])
ON CONFLICT (environment_id, day, operation) DO UPDATE
SET calls = usage_counter.calls + excluded.calls, more_units = usage_counter.more_units + excluded.more_units
"""
_MONTHS = """
SELECT environment_id, sum(calls)::bigint, sum(calls + more_units)::bigint FROM usage_counter
WHERE environment_id = ANY ($1::uuid[]) AND day >= $2 GROUP BY environment_id
"""
_DAYS = """
SELECT day, operation, calls, calls + more_units AS units FROM usage_counter
WHERE environment_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day, operation
"""
_QUOTA = """
SELECT CASE e.mode WHEN 'live' THEN t.live_quota_per_month ELSE t.sandbox_quota_per_month END
FROM environment e JOIN tenant t USING (tenant_id) WHERE e.environment_id = $1
"""

CounterRow = tuple[UUID, dt.date, str, int, int]
"""The last two: calls, and units beyond one a call."""


class Totals(msgspec.Struct, frozen=True):
    calls: int = 0
    units: int = 0


async def add(tx: Transaction, rows: Sequence[CounterRow]) -> None:
    """Add to counters; `rows` have unique keys and are sorted, so that flushing processes never deadlock."""
    await tx.execute(_ADD, *(list(column) for column in zip(*rows, strict=True)))


async def since(tx: Transaction, environment_ids: Sequence[UUID], first: dt.date) -> dict[UUID, Totals]:
    """What each environment used from `first` on."""
    return {row[0]: Totals(row[1], row[2]) for row in await tx.fetch(_MONTHS, list(environment_ids), first)}


async def quota(tx: Transaction, environment_id: UUID) -> int | None:
    """What the tenant may use of an environment a month; the transaction is of both."""
    row = await tx.fetchrow(_QUOTA, environment_id)
    return None if row is None else row[0]


async def by_day(
    tx: Transaction, environment_id: UUID, first: dt.date, last: dt.date
) -> list[asyncpg.Record]:
    return await tx.fetch(_DAYS, environment_id, first, last)
