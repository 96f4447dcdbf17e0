"""Figures of judged predictions, summed up where they lie: what comes back is small however many there are."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

JUDGED_MAX = 100_000


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Which predictions. since is included, until is not.

    threshold: in millionths; None judges by outcome: whatever is not in `passing` flags.
    """

    environment_id: UUID
    use_case: str
    version_id: UUID | None
    role: str | None
    since: datetime
    until: datetime
    threshold: int | None
    passing: list[str]


# The newest that fit: a window with more is cut at its old end, and says so. What was answered without a model is no
# version's doing and is left out.
_JUDGED = f"""
WITH judged AS (
    SELECT version_id, role, score, happened, decided_at, observed_at,
        CASE WHEN $7::integer IS NULL THEN outcome <> ALL ($8::text[]) ELSE score >= $7 END AS flagged,
        (score / 1e6 - happened::int) ^ 2 AS error
    FROM feedback_judged
    WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR version_id = $3)
        AND ($4::text IS NULL OR role = $4) AND decided_at >= $5 AND decided_at < $6
        AND happened IS NOT NULL AND score IS NOT NULL
    ORDER BY decided_at DESC LIMIT {JUDGED_MAX}
)
"""
_COUNTS = f"""{_JUDGED}
SELECT version_id, role, count(*) AS judged,
    count(*) FILTER (WHERE happened AND flagged) AS true_positives,
    count(*) FILTER (WHERE NOT happened AND flagged) AS false_positives,
    count(*) FILTER (WHERE happened AND NOT flagged) AS false_negatives,
    count(*) FILTER (WHERE NOT happened AND NOT flagged) AS true_negatives,
    avg(error)::float8 AS brier, coalesce(stddev_samp(error), 0)::float8 AS brier_deviation,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
        ORDER BY greatest(extract(epoch FROM observed_at - decided_at), 0)::float8 / 3600
    ) AS delays, min(decided_at) AS first_at
FROM judged GROUP BY version_id, role ORDER BY version_id, role
"""
# Average precision: at each distinct score, from the highest, the precision so far by the gain in recall.
_RANKED = f"""{_JUDGED}, scores AS (
    SELECT version_id, role, score, count(*) AS rows, count(*) FILTER (WHERE happened) AS hits
    FROM judged GROUP BY version_id, role, score
), ranked AS (
    SELECT version_id, role, hits, sum(rows) OVER above AS seen, sum(hits) OVER above AS found
    FROM scores WINDOW above AS (PARTITION BY version_id, role ORDER BY score DESC)
)
SELECT version_id, role, (sum(hits * found / seen) / nullif(sum(hits), 0))::float8 AS average_precision
FROM ranked GROUP BY version_id, role
"""
# Ten bins of equal counts: with rare events nearly all scores lie in the first of ten equal widths.
_CALIBRATION = f"""{_JUDGED}, placed AS (
    SELECT *, ntile(10) OVER (PARTITION BY version_id, role ORDER BY score) AS bin FROM judged
)
SELECT version_id, role, min(score) AS low, max(score) AS high, count(*) AS rows,
    count(*) FILTER (WHERE happened) AS hits, (avg(score) / 1e6)::float8 AS mean
FROM placed GROUP BY version_id, role, bin ORDER BY version_id, role, bin
"""
_DECIDED = """
SELECT version_id, role, sum(decided - degraded)::bigint AS decided
FROM decision_hour
WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR version_id = $3)
    AND ($4::text IS NULL OR role = $4) AND hour >= $5 AND hour < $6
GROUP BY version_id, role
"""


async def counts(tx: Transaction, window: Window) -> list[asyncpg.Record]:
    return await tx.fetch(_COUNTS, *_args(window))


async def average_precision(tx: Transaction, window: Window) -> dict[tuple[UUID, str], float | None]:
    rows = await tx.fetch(_RANKED, *_args(window))
    return {(row["version_id"], row["role"]): row["average_precision"] for row in rows}


async def calibration(tx: Transaction, window: Window) -> list[asyncpg.Record]:
    return await tx.fetch(_CALIBRATION, *_args(window))


async def decided(tx: Transaction, window: Window) -> dict[tuple[UUID, str], int]:
    """How many decisions each version made with a model, as far as the worker has counted."""
    rows = await tx.fetch(_DECIDED, *_args(window)[:-2])
    return {(row["version_id"], row["role"]): row["decided"] for row in rows}


def _args(window: Window) -> tuple[object, ...]:
    return msgspec.structs.astuple(window)
