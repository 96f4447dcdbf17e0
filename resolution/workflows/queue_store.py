"""SQL of the queue of instances: what is due, in any environment. Ids, times and leases alone.

Who changes an instance and its place in the queue touches the queue first, so that nobody waits for each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from core.database import Transaction


class Leased(msgspec.Struct, frozen=True, kw_only=True):
    """An instance that is ours until the lease ends. fence: who holds a later one has it instead of us."""

    environment_id: UUID
    instance_id: UUID
    fence: int
    pokes: int
    attempts: int


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """Where a turn leaves an instance. due_at: None while it waits for somebody."""

    instance_id: UUID
    fence: int
    pokes: int
    due_at: datetime | None


# Every environment gets its turn: its due instances are numbered, and all first ones come before any second one. The lock
# makes the bound of an environment exact, for all workers together; it is held for one statement.
_LOCK = "SELECT pg_advisory_xact_lock(7020614093)"
_TAKE = """
WITH RECURSIVE environments AS (
    (SELECT environment_id FROM workflow_queue ORDER BY environment_id LIMIT 1)
    UNION ALL
    SELECT (SELECT q.environment_id FROM workflow_queue AS q WHERE q.environment_id > e.environment_id
            ORDER BY q.environment_id LIMIT 1)
    FROM environments AS e WHERE e.environment_id IS NOT NULL
), due AS (
    SELECT d.instance_id, row_number() OVER (PARTITION BY e.environment_id ORDER BY d.due_at) AS turn, d.due_at
    FROM environments AS e CROSS JOIN LATERAL (
        SELECT q.instance_id, q.due_at FROM workflow_queue AS q
        WHERE q.environment_id = e.environment_id AND q.due_at <= $1
        ORDER BY q.due_at
        LIMIT greatest(0, $4 - (
            SELECT count(*) FROM workflow_queue AS l WHERE l.environment_id = e.environment_id AND l.leased_until > $1))
        FOR UPDATE SKIP LOCKED
    ) AS d
    WHERE e.environment_id IS NOT NULL
), taken AS (SELECT instance_id FROM due ORDER BY turn, due_at LIMIT $3)
UPDATE workflow_queue AS q
SET due_at = $1 + $2::interval, leased_until = $1 + $2::interval, fence = q.fence + 1, attempts = q.attempts + 1
FROM taken WHERE q.instance_id = taken.instance_id
RETURNING q.environment_id, q.instance_id, q.fence, q.pokes, q.attempts
"""
_PLACE = """
UPDATE workflow_queue AS q
SET due_at = CASE WHEN q.pokes <> t.pokes THEN $5 ELSE t.due_at END, leased_until = NULL, attempts = 0
FROM unnest($1::uuid[], $2::bigint[], $3::integer[], $4::timestamptz[]) AS t (instance_id, fence, pokes, due_at)
WHERE q.instance_id = t.instance_id AND q.fence = t.fence
RETURNING q.instance_id
"""
_POKE = """
UPDATE workflow_queue
SET pokes = pokes + 1, due_at = CASE WHEN leased_until > $2 THEN due_at ELSE $2 END
WHERE instance_id = ANY ($1::uuid[])
"""
_LAG = "SELECT count(*) AS due, min(due_at) AS since FROM workflow_queue WHERE due_at <= $1 AND leased_until IS NULL"


async def add(tx: Transaction, environment_id: UUID, instance_id: UUID, due_at: datetime) -> None:
    query = "INSERT INTO workflow_queue (instance_id, environment_id, due_at) VALUES ($1, $2, $3)"
    await tx.execute(query, instance_id, environment_id, due_at)


async def take(
    tx: Transaction, now: datetime, lease: timedelta, at_most: int, of_one_environment: int
) -> Sequence[Leased]:
    """Lease what is due, oldest first, of each environment in turn.

    of_one_environment: how many of its instances may be leased at once, by all workers together.
    """
    await tx.execute(_LOCK)
    rows = await tx.fetch(_TAKE, now, lease, at_most, of_one_environment)
    return [Leased(**dict(row)) for row in rows]


async def place(tx: Transaction, placed: Sequence[Placed], now: datetime) -> set[UUID]:
    """Give leases back. Returns: those that were still ours; whatever a turn of the others came to is void."""
    ordered = sorted(placed, key=lambda each: each.instance_id)
    rows = await tx.fetch(
        _PLACE,
        [each.instance_id for each in ordered],
        [each.fence for each in ordered],
        [each.pokes for each in ordered],
        [each.due_at for each in ordered],
        now,
    )
    return {row["instance_id"] for row in rows}


async def poke(tx: Transaction, instances: Sequence[UUID], now: datetime) -> None:
    """Have instances looked at: now, or when the turn that is under way has ended."""
    await tx.execute(_POKE, sorted(instances), now)


async def remove(tx: Transaction, instances: Sequence[UUID]) -> None:
    await tx.execute("DELETE FROM workflow_queue WHERE instance_id = ANY ($1::uuid[])", sorted(instances))


async def remove_all(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute("DELETE FROM workflow_queue WHERE environment_id = $1", environment_id)


async def due(tx: Transaction, now: datetime) -> tuple[int, datetime | None]:
    """Count what is due and nobody has taken. Returns: how many, and since when the oldest one waits."""
    row = await tx.fetchrow(_LAG, now)
    return (0, None) if row is None else (row["due"], row["since"])
