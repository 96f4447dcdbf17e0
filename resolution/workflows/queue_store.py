"""SQL of the queue of instances: what is due, in any environment. Ids, times and leases alone.

Who changes an instance and its place in the queue touches the queue first, so that nobody waits for each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from core.clock import NOT_AHEAD
from core.database import Transaction


class Leased(msgspec.Struct, frozen=True, kw_only=True):
    """An instance that is ours until the lease ends. fence: who holds a later one has it instead of us. ahead: of its environment."""

    environment_id: UUID
    instance_id: UUID
    fence: int
    pokes: int
    attempts: int
    ahead: timedelta = NOT_AHEAD


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
), moved AS MATERIALIZED (
    SELECT e.environment_id, coalesce(c.ahead, interval '0') AS ahead
    FROM environments AS e LEFT JOIN sandbox_clock AS c ON c.environment_id = e.environment_id
    WHERE e.environment_id IS NOT NULL
), due AS (
    SELECT d.instance_id, row_number() OVER (PARTITION BY m.environment_id ORDER BY d.due_at) AS turn, d.due_at - m.ahead AS due_at, m.ahead
    FROM moved AS m
    CROSS JOIN LATERAL (
        SELECT q.instance_id, q.due_at FROM workflow_queue AS q
        WHERE q.environment_id = m.environment_id AND q.due_at <= $1::timestamptz + m.ahead
        ORDER BY q.due_at
        LIMIT greatest(0, $4 - (
            SELECT count(*) FROM workflow_queue AS l
            WHERE l.environment_id = m.environment_id AND l.leased_until > $1::timestamptz + m.ahead))
        FOR UPDATE SKIP LOCKED
    ) AS d
), taken AS (SELECT instance_id, ahead FROM due ORDER BY turn, due_at LIMIT $3)
UPDATE workflow_queue AS q
SET due_at = $1::timestamptz + taken.ahead + $2::interval, leased_until = $1::timestamptz + taken.ahead + $2::interval, fence = q.fence + 1,
    attempts = q.attempts + 1
FROM taken WHERE q.instance_id = taken.instance_id
RETURNING q.environment_id, q.instance_id, q.fence, q.pokes, q.attempts, taken.ahead
"""
_PLACE = """
UPDATE workflow_queue AS q
SET due_at = CASE WHEN q.pokes <> t.pokes THEN t.now ELSE t.due_at END, leased_until = NULL, attempts = 0
FROM unnest($1::uuid[], $2::bigint[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
    AS t (instance_id, fence, pokes, due_at, now)
WHERE q.instance_id = t.instance_id AND q.fence = t.fence
RETURNING q.instance_id
"""
_POKE = """
UPDATE workflow_queue
SET pokes = pokes + 1, due_at = CASE WHEN leased_until > $2 THEN due_at ELSE $2 END
WHERE instance_id = ANY ($1::uuid[])
"""
_LAG = """
SELECT count(*) AS due, min(q.due_at - coalesce(c.ahead, interval '0')) AS since
FROM workflow_queue AS q LEFT JOIN sandbox_clock AS c ON c.environment_id = q.environment_id
WHERE q.due_at <= $1::timestamptz + coalesce(c.ahead, interval '0') AND q.leased_until IS NULL
"""
_MOVE = """
UPDATE workflow_queue SET due_at = due_at + make_interval(secs => $3), leased_until = leased_until + make_interval(secs => $3)
WHERE environment_id = $1 AND leased_until > $2
"""


async def add(tx: Transaction, environment_id: UUID, instance_id: UUID, due_at: datetime) -> None:
    query = "INSERT INTO workflow_queue (instance_id, environment_id, due_at) VALUES ($1, $2, $3)"
    await tx.execute(query, instance_id, environment_id, due_at)


async def take(
    tx: Transaction, now: datetime, lease: timedelta, at_most: int, of_one_environment: int
) -> Sequence[Leased]:
    """Lease what is due, oldest first, of each environment in turn, each by its own time. now: the true one.

    of_one_environment: how many of its instances may be leased at once, by all workers together.
    """
    await tx.execute(_LOCK)
    rows = await tx.fetch(_TAKE, now, lease, at_most, of_one_environment)
    return [Leased(**dict(row)) for row in rows]


async def place(tx: Transaction, placed: Sequence[tuple[Placed, datetime]]) -> set[UUID]:
    """Give leases back, each with the present moment of its environment. Returns: those that were still ours; whatever a turn of the others came to is void."""
    ordered = sorted(placed, key=lambda each: each[0].instance_id)
    rows = await tx.fetch(
        _PLACE,
        [each.instance_id for each, _ in ordered],
        [each.fence for each, _ in ordered],
        [each.pokes for each, _ in ordered],
        [each.due_at for each, _ in ordered],
        [now for _, now in ordered],
    )
    return {row["instance_id"] for row in rows}


async def poke(tx: Transaction, instances: Sequence[UUID], now: datetime) -> None:
    """Have instances looked at: now, or when the turn that is under way has ended."""
    await tx.execute(_POKE, sorted(instances), now)


async def remove(tx: Transaction, instances: Sequence[UUID]) -> None:
    await tx.execute("DELETE FROM workflow_queue WHERE instance_id = ANY ($1::uuid[])", sorted(instances))


async def remove_all(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute("DELETE FROM workflow_queue WHERE environment_id = $1", environment_id)


async def move(tx: Transaction, environment_id: UUID, now: datetime, by: timedelta) -> None:
    """Keep the leases of turns that are under way while the clock of their environment moves. now: there, before the move."""
    await tx.execute(_MOVE, environment_id, now, by.total_seconds())


async def due(tx: Transaction, now: datetime) -> tuple[int, datetime | None]:
    """Count what is due and nobody has taken. Returns: how many, and since when the oldest one waits."""
    row = await tx.fetchrow(_LAG, now)
    return (0, None) if row is None else (row["due"], row["since"])
