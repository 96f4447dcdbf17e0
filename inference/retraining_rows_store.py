"""What a training job reads: decisions with their truths, and truths of payments. Pieces at a time, newest first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction

_JUDGED = """
SELECT d.id, d.customer, d.version_id, d.decided_at, d.sealed, j.happened
FROM feedback_judged j JOIN decision d ON d.environment_id = j.environment_id AND d.id = j.decision_id
WHERE j.environment_id = $1 AND j.use_case = $2 AND j.decided_at >= $3 AND (j.decided_at, j.decision_id) < ($4, $5)
    AND j.happened IS NOT NULL AND j.role <> 'shadow' AND d.sealed IS NOT NULL
ORDER BY j.decided_at DESC, j.decision_id DESC LIMIT $6
"""
# With a presumption every old decision is a row, so the decisions themselves are walked, by their ids.
_ALL = """
SELECT d.id, d.customer, d.version_id, d.decided_at, d.sealed, coalesce(j.happened, false) AS happened
FROM decision d LEFT JOIN LATERAL (
    SELECT f.happened FROM feedback_judged f
    WHERE f.environment_id = d.environment_id AND f.decision_id = d.id AND f.happened IS NOT NULL LIMIT 1
) j ON true
WHERE d.environment_id = $1 AND d.use_case = $2 AND d.id >= $3 AND d.id < $4 AND d.sealed IS NOT NULL
    AND (j.happened IS NOT NULL OR d.decided_at < $5)
ORDER BY d.id DESC LIMIT $6
"""
# The truth of a decision: the next one from its key on, which the primary key finds whatever the planner believes. Row-level
# security keeps an expression such as coalesce out of the index's conditions, so `subject` is a column of a subquery first.
_TRUTH = """
    SELECT subject, happened, value, feedback_id FROM feedback_truth
    WHERE environment_id = $1 AND use_case = $2 AND subject >= s.subject ORDER BY subject LIMIT 1
"""
# A value rests in the open, a label under its customer's key.
_TOLD = f"""
SELECT d.id, d.customer, d.version_id, d.decided_at, d.sealed, t.value, f.id AS feedback_id, f.sealed AS told
FROM feedback_judged j JOIN decision d ON d.environment_id = j.environment_id AND d.id = j.decision_id
CROSS JOIN LATERAL (SELECT coalesce(d.transaction_id, d.id) AS subject OFFSET 0) s
JOIN LATERAL ({_TRUTH}) t ON t.subject = s.subject
JOIN feedback f ON f.environment_id = d.environment_id AND f.id = t.feedback_id
WHERE j.environment_id = $1 AND j.use_case = $2 AND j.decided_at >= $3 AND (j.decided_at, j.decision_id) < ($4, $5)
    AND j.role <> 'shadow' AND d.sealed IS NOT NULL
ORDER BY j.decided_at DESC, j.decision_id DESC LIMIT $6
"""
_EVERY = """
SELECT id, customer, version_id, decided_at, sealed FROM decision
WHERE environment_id = $1 AND use_case = $2 AND id >= $3 AND id < $4 AND sealed IS NOT NULL ORDER BY id DESC LIMIT $5
"""
_ASKED = f"""
SELECT s.id, s.customer, s.version_id, s.decided_at, s.sealed, t.happened, t.value, f.id AS feedback_id, f.sealed AS told
FROM (
    SELECT id, customer, version_id, decided_at, sealed, coalesce(transaction_id, id) AS subject FROM decision
    WHERE environment_id = $1 AND use_case = $2 AND id >= $3 AND id < $4 AND sealed IS NOT NULL ORDER BY id DESC LIMIT $5
) s
LEFT JOIN LATERAL ({_TRUTH}) t ON t.subject = s.subject
LEFT JOIN feedback f ON f.environment_id = $1 AND f.id = t.feedback_id
ORDER BY s.id DESC
"""
_TRUTHS = """
SELECT subject, happened FROM feedback_truth
WHERE environment_id = $1 AND use_case = $2 AND subject = ANY ($3::uuid[]) AND happened IS NOT NULL
"""
_LABELLED_CUSTOMERS = """
SELECT DISTINCT customer FROM feedback_truth
WHERE environment_id = $1 AND use_case = $2 AND transaction_id IS NOT NULL AND happened IS NOT NULL AND customer > $3
ORDER BY customer LIMIT $4
"""


async def judged(
    tx: Transaction, environment_id: UUID, use_case: str, since: datetime, before: tuple[datetime, UUID], limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    return await tx.fetch(_JUDGED, environment_id, use_case, since, *before, limit)


async def told(
    tx: Transaction, environment_id: UUID, use_case: str, since: datetime, before: tuple[datetime, UUID], limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    """Decisions with the whole truth of their event: its value, and its label sealed."""
    return await tx.fetch(_TOLD, environment_id, use_case, since, *before, limit)


async def every(
    tx: Transaction, environment_id: UUID, use_case: str, between: tuple[UUID, UUID], limit: int
) -> list[asyncpg.Record]:
    """Decisions as they are, whatever was told of them."""
    return await tx.fetch(_EVERY, environment_id, use_case, *between, limit)


async def asked(
    tx: Transaction, environment_id: UUID, use_case: str, between: tuple[UUID, UUID], limit: int
) -> list[asyncpg.Record]:
    """Decisions as they are, with the whole truth of those of which one was told."""
    return await tx.fetch(_ASKED, environment_id, use_case, *between, limit)


async def presumed(
    tx: Transaction, environment_id: UUID, use_case: str, between: tuple[UUID, UUID], old: datetime, limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    return await tx.fetch(_ALL, environment_id, use_case, *between, old, limit)


async def truths(
    tx: Transaction, environment_id: UUID, use_case: str, subjects: Sequence[UUID]
) -> dict[UUID, bool]:
    rows = await tx.fetch(_TRUTHS, environment_id, use_case, list(subjects))
    return {row["subject"]: row["happened"] for row in rows}


async def labelled_customers(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID, limit: int
) -> list[UUID]:
    rows = await tx.fetch(_LABELLED_CUSTOMERS, environment_id, use_case, after, limit)
    return [row["customer"] for row in rows]
