"""Rows of what payments of a population are like: added up by segment, currency and day, behind the decision path."""

from typing import cast
from uuid import UUID

from core.database import Transaction

# The 90 days that end with the newest one of the population, so that payments of the past are compared with their own time.
_FIND = """
SELECT sum(p.log_count)::bigint AS payments, sum(p.log_sum)::text AS log_sum, sum(p.log_square_sum)::text AS log_square_sum
FROM population_day p
WHERE p.environment_id = $1 AND p.segment = $2 AND p.currency = $3 AND p.day > (
    SELECT n.day FROM population_day n WHERE n.environment_id = $1 AND n.segment = $2 AND n.currency = $3
    ORDER BY n.day DESC LIMIT 1
) - $4::integer
"""
_MARK = "SELECT transaction_id, decision_id FROM population_mark WHERE environment_id = $1"
# Whoever comes second finds the mark moved, and changes nothing.
_MOVE = """
INSERT INTO population_mark AS known (environment_id, transaction_id, decision_id) VALUES ($1, $2, $3)
ON CONFLICT (environment_id) DO UPDATE SET transaction_id = $2, decision_id = $3
WHERE known.transaction_id = $4 AND known.decision_id = $5
RETURNING true
"""
_UPTO = """
SELECT id FROM (
    SELECT id FROM {table} WHERE environment_id = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4
) piece ORDER BY id DESC LIMIT 1
"""
_ADD = """
INSERT INTO population_day AS known (environment_id, segment, currency, day, log_count, log_sum, log_square_sum)
SELECT $1, piece.segment, piece.currency, floor(extract(epoch FROM piece.occurred_at) / 86400)::integer,
    count(*), sum(piece.log_milli), sum(piece.log_milli::bigint * piece.log_milli)
FROM ({piece}) piece
GROUP BY 1, 2, 3, 4
ORDER BY 2, 3, 4
ON CONFLICT (environment_id, segment, currency, day) DO UPDATE SET
    log_count = known.log_count + excluded.log_count,
    log_sum = known.log_sum + excluded.log_sum,
    log_square_sum = known.log_square_sum + excluded.log_square_sum
"""
_ADD_PAYMENTS = _ADD.format(
    piece="""
    SELECT ''::bytea AS segment, t.currency, t.occurred_at, t.log_milli FROM payment_transaction t
    WHERE t.environment_id = $1 AND t.id > $2 AND t.id <= $3 AND t.direction = 'debit'
"""
)
# A payment that is decided about again counts once, and new segments only while there is room for them.
_ADD_DECIDED = _ADD.format(
    piece="""
    SELECT coalesce(d.segment, d.region) AS segment, t.currency, t.occurred_at, t.log_milli
    FROM decision d JOIN payment_transaction t ON t.environment_id = d.environment_id AND t.id = d.transaction_id
    WHERE d.environment_id = $1 AND d.id > $2 AND d.id <= $3 AND d.use_case = $4 AND t.direction = 'debit'
        AND coalesce(d.segment, d.region) IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM decision e
            WHERE e.environment_id = d.environment_id AND e.transaction_id = d.transaction_id
                AND e.use_case = d.use_case AND e.id < d.id
        )
        AND ($5 OR EXISTS (
            SELECT 1 FROM population_day k WHERE k.environment_id = $1 AND k.segment = coalesce(d.segment, d.region)
        ))
"""
)
_SEGMENTS = "SELECT count(DISTINCT segment) FROM population_day WHERE environment_id = $1"
_FORGET = """
DELETE FROM population_day p WHERE p.environment_id = $1 AND p.day <= (
    SELECT n.day FROM population_day n
    WHERE n.environment_id = $1 AND n.segment = p.segment AND n.currency = p.currency ORDER BY n.day DESC LIMIT 1
) - $2::integer
"""


async def find(
    tx: Transaction, environment_id: UUID, segment: bytes, currency: str, days: int
) -> tuple[int, int, int] | None:
    """Return how many debits there are, and the sums of them; None where there is none."""
    row = await tx.fetchrow(_FIND, environment_id, segment, currency, days)
    if row is None or row["payments"] is None:
        return None
    return row["payments"], int(row["log_sum"]), int(row["log_square_sum"])


async def find_mark(tx: Transaction, environment_id: UUID) -> tuple[UUID, UUID] | None:
    """Return how far payments and decisions are counted."""
    row = await tx.fetchrow(_MARK, environment_id)
    return None if row is None else (row["transaction_id"], row["decision_id"])


async def move_mark(
    tx: Transaction, environment_id: UUID, to: tuple[UUID, UUID], since: tuple[UUID, UUID]
) -> bool:
    """Move it, and let nobody else count until the transaction ends. Returns: false when another has moved it."""
    return bool(await tx.fetchval(_MOVE, environment_id, *to, *since))


async def payments_upto(
    tx: Transaction, environment_id: UUID, after: UUID, before: UUID, limit: int
) -> UUID | None:
    query = _UPTO.format(table="payment_transaction")
    return cast("UUID | None", await tx.fetchval(query, environment_id, after, before, limit))


async def decisions_upto(
    tx: Transaction, environment_id: UUID, after: UUID, before: UUID, limit: int
) -> UUID | None:
    return cast(
        "UUID | None",
        await tx.fetchval(_UPTO.format(table="decision"), environment_id, after, before, limit),
    )


async def add_payments(tx: Transaction, environment_id: UUID, after: UUID, upto: UUID) -> None:
    await tx.execute(_ADD_PAYMENTS, environment_id, after, upto)


async def add_decided(
    tx: Transaction, environment_id: UUID, after: UUID, upto: UUID, use_case: str, *, room: bool
) -> None:
    await tx.execute(_ADD_DECIDED, environment_id, after, upto, use_case, room)


async def count_segments(tx: Transaction, environment_id: UUID) -> int:
    return cast("int", await tx.fetchval(_SEGMENTS, environment_id))


async def forget(tx: Transaction, environment_id: UUID, days: int) -> None:
    await tx.execute(_FORGET, environment_id, days)
