"""Rows of measured truths, and the sums that figures of errors are made of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.live_metrics_store import JUDGED_MAX, Window

_Z = 1.959963984540054  # of a two-sided 95 % interval


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One prediction beside its truth. The fields are the table's columns, in their order."""

    environment_id: UUID
    decision_id: UUID
    version_id: UUID
    role: str
    use_case: str
    value: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    label: bytes | None
    said: bytes | None
    decided_at: datetime


_COLUMNS = ", ".join(Measured.__struct_fields__)
_DECIDED = """
SELECT t.feedback_id, d.id, d.version_id, d.role, d.use_case, d.customer, d.decided_at, d.sealed
FROM feedback_truth t JOIN decision d ON d.environment_id = t.environment_id AND d.use_case = t.use_case AND {link}
WHERE t.environment_id = $1 AND t.feedback_id = ANY ($2::uuid[]) AND NOT d.degraded AND d.sealed IS NOT NULL
"""
_BY_DECISION = _DECIDED.format(link="d.id = t.subject")
_BY_PAYMENT = _DECIDED.format(link="d.transaction_id = t.subject")
_FORGET = """
DELETE FROM feedback_measured m USING feedback_truth t, decision d
WHERE t.environment_id = $1 AND t.feedback_id = ANY ($2::uuid[]) AND d.environment_id = t.environment_id
    AND d.use_case = t.use_case AND {link} AND m.environment_id = t.environment_id AND m.decision_id = d.id
"""
_FORGET_BY_DECISION = _FORGET.format(link="d.id = t.subject")
_FORGET_BY_PAYMENT = _FORGET.format(link="d.transaction_id = t.subject")
_INSERT = f"""
INSERT INTO feedback_measured ({_COLUMNS})
SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::float8[], $9::float8[],
    $10::bytea[], $11::bytea[], $12::timestamptz[]
)
ON CONFLICT (environment_id, decision_id, version_id) DO UPDATE SET value = excluded.value, label = excluded.label
"""
# What shadows said of those decisions is measured by the same truth.
_INSERT_SHADOWS = f"""
INSERT INTO feedback_measured ({_COLUMNS})
SELECT m.environment_id, m.decision_id, s.version_id, 'shadow', m.use_case, m.value, s.p10, s.p50, s.p90, m.label, s.said,
    m.decided_at
FROM feedback_measured m JOIN shadow_prediction s
    ON s.environment_id = m.environment_id AND s.decision_id = m.decision_id
WHERE m.environment_id = $1 AND m.decision_id = ANY ($2::uuid[]) AND m.role <> 'shadow'
    AND (s.p50 IS NOT NULL OR s.said IS NOT NULL)
ORDER BY m.decision_id, s.version_id, s.deployment_id
ON CONFLICT (environment_id, decision_id, version_id) DO UPDATE SET value = excluded.value, label = excluded.label
"""
_MEASURED = f"""
WITH measured AS (
    SELECT * FROM feedback_measured
    WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR version_id = $3)
        AND ($4::text IS NULL OR role = $4) AND decided_at >= $5 AND decided_at < $6 AND {{known}}
    ORDER BY decided_at DESC LIMIT {JUDGED_MAX}
)
"""
# The interval of a median lies between two of the errors in order (Hollander and Wolfe 1999, section 3.6).
_NUMBERS = f"""{_MEASURED.format(known="value IS NOT NULL AND p50 IS NOT NULL")}, placed AS (
    SELECT *, abs(value - p50) AS error,
        row_number() OVER (PARTITION BY version_id, role ORDER BY abs(value - p50)) AS place,
        count(*) OVER (PARTITION BY version_id, role) AS rows
    FROM measured
)
SELECT version_id, role, count(*) AS rows, avg(error) AS mean, coalesce(stddev_samp(error), 0) AS mean_deviation,
    avg(p50 - value) AS bias, coalesce(stddev_samp(p50 - value), 0) AS bias_deviation,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY error) AS median,
    max(error) FILTER (WHERE place = greatest(1, floor(rows / 2.0 - {_Z} / 2 * sqrt(rows)))) AS median_low,
    max(error) FILTER (WHERE place = least(rows, ceil(rows / 2.0 + 1 + {_Z} / 2 * sqrt(rows)))) AS median_high,
    count(*) FILTER (WHERE p10 IS NOT NULL AND p90 IS NOT NULL) AS ranged,
    count(*) FILTER (WHERE value BETWEEN p10 AND p90) AS within,
    count(p90) AS bounded, count(*) FILTER (WHERE value <= p90) AS below
FROM placed GROUP BY version_id, role ORDER BY version_id, role
"""
_CLASSES = f"""{_MEASURED.format(known="label IS NOT NULL AND said IS NOT NULL")}
SELECT version_id, role, label, said, count(*) AS rows FROM measured
GROUP BY version_id, role, label, said ORDER BY version_id, role, label, said
"""


async def decided(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """The decisions, made with a model, that these truths are about."""
    found = await tx.fetch(_BY_DECISION, environment_id, list(ids))
    return found + await tx.fetch(_BY_PAYMENT, environment_id, list(ids))


async def forget(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> None:
    """Take out what was measured by the truths that these replaced."""
    await tx.execute(_FORGET_BY_DECISION, environment_id, list(ids))
    await tx.execute(_FORGET_BY_PAYMENT, environment_id, list(ids))


async def insert(tx: Transaction, rows: Sequence[Measured]) -> None:
    """Rows go in sorted by key, so that two writers never deadlock."""
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: (row.decision_id, row.version_id))
    columns = zip(*(msgspec.structs.astuple(row) for row in ordered), strict=True)
    await tx.execute(_INSERT, *(list(column) for column in columns))


async def insert_shadows(tx: Transaction, environment_id: UUID, decisions: Sequence[UUID]) -> None:
    """Measure what shadows said of decisions that are measured."""
    if decisions:
        await tx.execute(_INSERT_SHADOWS, environment_id, list(decisions))


async def numbers(tx: Transaction, window: Window) -> list[asyncpg.Record]:
    return await tx.fetch(_NUMBERS, *_args(window))


async def classes(tx: Transaction, window: Window) -> list[asyncpg.Record]:
    """How often each true class met each class that was said."""
    return await tx.fetch(_CLASSES, *_args(window))


def _args(window: Window) -> tuple[object, ...]:
    return msgspec.structs.astuple(window)[:-2]
