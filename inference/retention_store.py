"""SQL of how long payloads of decisions are kept. Private to `inference`."""

import datetime as dt
from uuid import UUID

import asyncpg

from core.database import Transaction

_FIND = "SELECT decision_days, swept_to, reason, set_at, set_by FROM retention WHERE environment_id = $1"
_LOCK = f"{_FIND} AND decision_days IS NOT NULL FOR UPDATE SKIP LOCKED"
# A shorter time begins where the longer one came to: everything before it is cleared already.
_PUT = """
INSERT INTO retention AS r (environment_id, decision_days, swept_to, reason, set_at, set_by)
VALUES ($1, $2, '00000000-0000-0000-0000-000000000000', $3, $4, $5)
ON CONFLICT (environment_id) DO UPDATE
SET decision_days = excluded.decision_days, reason = excluded.reason, set_at = excluded.set_at, set_by = excluded.set_by
"""
_OVER = """
SELECT id FROM decision WHERE environment_id = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4
"""
_CLEAR = """
WITH explained AS (
    DELETE FROM decision_explanation WHERE environment_id = $1 AND decision_id = ANY ($2::uuid[])
)
UPDATE decision SET sealed = NULL, region = NULL, segment = NULL
WHERE environment_id = $1 AND id = ANY ($2::uuid[]) AND sealed IS NOT NULL
"""
_SWEPT = "UPDATE retention SET swept_to = $2 WHERE environment_id = $1"


async def find(tx: Transaction, environment_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id)


async def find_due(tx: Transaction, environment_id: UUID) -> asyncpg.Record | None:
    """The setting where there is one, locked; None where another worker has it in hand."""
    return await tx.fetchrow(_LOCK, environment_id)


async def put(
    tx: Transaction, environment_id: UUID, days: int | None, reason: str, at: dt.datetime, by: str
) -> None:
    await tx.execute(_PUT, environment_id, days, reason, at, by)


async def over(tx: Transaction, environment_id: UUID, after: UUID, before: UUID, limit: int) -> list[UUID]:
    return [row[0] for row in await tx.fetch(_OVER, environment_id, after, before, limit)]


async def clear(tx: Transaction, environment_id: UUID, decisions: list[UUID]) -> int:
    """Returns: of how many the payload was there."""
    status = await tx.execute(_CLEAR, environment_id, decisions)
    await tx.execute(_SWEPT, environment_id, decisions[-1])
    return int(status.rpartition(" ")[2])
