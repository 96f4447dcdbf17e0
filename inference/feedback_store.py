"""Rows of feedback: the history of what was told, the truth that stands, and the predictions that it judges."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction


class FeedbackRow(msgspec.Struct, frozen=True, kw_only=True):
    """One truth as it was told. The fields are the table's columns, in their order."""

    environment_id: UUID
    id: UUID
    use_case: str
    subject: UUID
    decision_id: UUID | None
    transaction_id: UUID | None
    customer: UUID
    happened: bool | None
    value: float | None
    source: str
    observed_at: datetime
    recorded_at: datetime
    content: bytes
    sealed: bytes


class DecidedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What feedback needs of a decision: never the payload."""

    id: UUID
    use_case: str
    customer: UUID
    transaction_id: UUID | None

    @property
    def subject(self) -> UUID:
        """The event it is about: its payment, else itself."""
        return self.transaction_id or self.id


_COLUMNS = ", ".join(FeedbackRow.__struct_fields__)
_DECIDED = ", ".join(DecidedRow.__struct_fields__)
_FIND_DECISIONS = f"SELECT {_DECIDED} FROM decision WHERE environment_id = $1 AND id = ANY ($2::uuid[])"

# Rows go in sorted by key, so that two writers never deadlock; the same content again is no row.
_INSERT = f"""
INSERT INTO feedback ({_COLUMNS})
SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::boolean[],
    $9::double precision[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::bytea[], $14::bytea[]
)
ON CONFLICT (environment_id, use_case, subject, content) DO NOTHING
RETURNING id
"""
_FIND_TOLD = """
SELECT f.id, f.use_case, f.subject, f.content
FROM unnest($2::text[], $3::uuid[], $4::bytea[]) AS wanted (use_case, subject, content)
CROSS JOIN LATERAL (
    SELECT * FROM feedback WHERE environment_id = $1 AND use_case = wanted.use_case AND subject = wanted.subject
        AND content = wanted.content LIMIT 1
) f
"""
# The latest observed stands, and of those the latest recorded (ids rise with time). Returned are those that now stand.
_STAND = """
INSERT INTO feedback_truth AS t (
    environment_id, use_case, subject, feedback_id, decision_id, transaction_id, customer, happened, value, observed_at
)
SELECT DISTINCT ON (use_case, subject)
    environment_id, use_case, subject, id, decision_id, transaction_id, customer, happened, value, observed_at
FROM feedback WHERE environment_id = $1 AND id = ANY ($2::uuid[])
ORDER BY use_case, subject, observed_at DESC, id DESC
ON CONFLICT (environment_id, use_case, subject) DO UPDATE
SET feedback_id = excluded.feedback_id, decision_id = excluded.decision_id, transaction_id = excluded.transaction_id,
    happened = excluded.happened, value = excluded.value, observed_at = excluded.observed_at
WHERE (excluded.observed_at, excluded.feedback_id) > (t.observed_at, t.feedback_id)
RETURNING feedback_id, (xmax = 0) AS first
"""
# Every decision about the subject is judged by its truth, however often the payment was asked about.
_JUDGE = """
INSERT INTO feedback_judged AS j (
    environment_id, decision_id, version_id, role, use_case, outcome, score, happened, decided_at, observed_at
)
SELECT t.environment_id, d.id, d.version_id, d.role, t.use_case, d.outcome, d.score, t.happened, d.decided_at,
    t.observed_at
FROM feedback_truth t JOIN decision d
    ON d.environment_id = t.environment_id AND d.use_case = t.use_case AND {link}
WHERE t.environment_id = $1 AND t.feedback_id = ANY ($2::uuid[]) AND t.use_case = ANY ($3::text[])
ORDER BY d.id
ON CONFLICT (environment_id, decision_id, version_id) DO UPDATE
SET happened = excluded.happened, observed_at = excluded.observed_at
RETURNING decision_id
"""
_JUDGE_BY_DECISION = _JUDGE.format(link="d.id = t.subject")
_JUDGE_BY_PAYMENT = _JUDGE.format(link="d.transaction_id = t.subject")

# What shadows said of those decisions is judged by the same truth.
_JUDGE_SHADOWS = """
INSERT INTO feedback_judged (
    environment_id, decision_id, version_id, role, use_case, outcome, score, happened, decided_at, observed_at
)
SELECT j.environment_id, j.decision_id, s.version_id, 'shadow', j.use_case, s.outcome, s.score, j.happened, j.decided_at,
    j.observed_at
FROM feedback_judged j JOIN shadow_prediction s
    ON s.environment_id = j.environment_id AND s.decision_id = j.decision_id
WHERE j.environment_id = $1 AND j.decision_id = ANY ($2::uuid[]) AND j.role <> 'shadow'
ORDER BY j.decision_id, s.version_id, s.deployment_id
ON CONFLICT (environment_id, decision_id, version_id) DO UPDATE
SET happened = excluded.happened, observed_at = excluded.observed_at
"""

_FIND = """
SELECT f.*, t.feedback_id IS NOT NULL AS current
FROM feedback f LEFT JOIN feedback_truth t
    ON t.environment_id = f.environment_id AND t.use_case = f.use_case AND t.subject = f.subject AND t.feedback_id = f.id
WHERE f.environment_id = $1
"""
_GET = f"{_FIND} AND f.id = $2"
_LIST = f"""{_FIND}
AND ($2::text IS NULL OR f.use_case = $2) AND ($3::uuid IS NULL OR f.id < $3)
ORDER BY f.id DESC LIMIT $4
"""
_LIST_OF_SUBJECT = f"""{_FIND}
AND f.use_case = $2 AND f.subject = $3 AND ($4::uuid IS NULL OR f.id < $4)
ORDER BY f.id DESC LIMIT $5
"""


async def find_decisions(
    tx: Transaction, environment_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, DecidedRow]:
    if not ids:
        return {}
    rows = await tx.fetch(_FIND_DECISIONS, environment_id, list(ids))
    return {row["id"]: DecidedRow(**dict(row)) for row in rows}


async def insert_many(tx: Transaction, rows: Sequence[FeedbackRow]) -> set[UUID]:
    """Returns: the ids of the rows that are new."""
    ordered = sorted(rows, key=lambda row: (row.use_case, row.subject, row.content, row.id))
    columns = zip(*(msgspec.structs.astuple(row) for row in ordered), strict=True)
    return {row["id"] for row in await tx.fetch(_INSERT, *(list(column) for column in columns))}


async def find_told(tx: Transaction, rows: Sequence[FeedbackRow]) -> dict[tuple[str, UUID, bytes], UUID]:
    """Return the ids under which these contents were told before."""
    if not rows:
        return {}
    found = await tx.fetch(
        _FIND_TOLD,
        rows[0].environment_id,
        [row.use_case for row in rows],
        [row.subject for row in rows],
        [row.content for row in rows],
    )
    return {(row["use_case"], row["subject"], row["content"]): row["id"] for row in found}


async def stand(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Let new rows stand where they are the latest. Returns: those that stand, and whether they are the first."""
    rows = await tx.fetch(_STAND, environment_id, list(ids))
    return {row["feedback_id"]: row["first"] for row in rows}


async def judge(tx: Transaction, environment_id: UUID, ids: Sequence[UUID], use_cases: Sequence[str]) -> None:
    """Write the truths that stand beside the predictions that they judge."""
    judged = []
    for query in (_JUDGE_BY_DECISION, _JUDGE_BY_PAYMENT):
        judged += await tx.fetch(query, environment_id, list(ids), list(use_cases))
    await tx.execute(_JUDGE_SHADOWS, environment_id, [row["decision_id"] for row in judged])


async def find(tx: Transaction, environment_id: UUID, feedback_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, feedback_id)


async def list_page(
    tx: Transaction, environment_id: UUID, use_case: str | None, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    """Newest first."""
    return await tx.fetch(_LIST, environment_id, use_case, after, limit)


async def list_of_subject(
    tx: Transaction,
    environment_id: UUID,
    use_case: str,
    subject: UUID,
    after: UUID | None,
    limit: int,
) -> list[asyncpg.Record]:
    """Newest first."""
    return await tx.fetch(_LIST_OF_SUBJECT, environment_id, use_case, subject, after, limit)
