"""Rows of the past: one for each thing that a row is about, found by its key and the time before which it happened.

Private to `inference`.
"""

import itertools
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction
from inference.decision_store import SubjectKeyGone
from inference.pasts.questions import ROWS_MAX, VALUES_MAX, KeyRows, PastRow

_KEEP = """
INSERT INTO past_row (environment_id, row_id, key, customer, at, value0, value1, is_number, label, known)
SELECT environment_id, row_id, key, customer, at, value0, value1, is_number, label, known
FROM unnest(
    $1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[], $5::bigint[], $6::real[], $7::real[], $8::boolean[], $9::real[],
    $10::bigint[]
) WITH ORDINALITY AS new (
    environment_id, row_id, key, customer, at, value0, value1, is_number, label, known, place
)
ORDER BY place
ON CONFLICT (environment_id, row_id, key) DO NOTHING
"""
# Each key is one range of the primary key, read backwards from the moment that is asked about.
_READ = f"""
SELECT q.n, found.* FROM unnest($1::integer[], $2::uuid[], $3::bytea[], $4::bigint[]) AS q (n, environment_id, key, asked)
CROSS JOIN LATERAL (
    SELECT array_agg(at ORDER BY at, arrived) AS at, array_agg(known ORDER BY at, arrived) AS known,
        array_agg(coalesce(label, 'NaN') ORDER BY at, arrived) AS label,
        array_agg(value0 ORDER BY at, arrived) AS value0, array_agg(value1 ORDER BY at, arrived) AS value1
    FROM (
        SELECT p.at, p.arrived, p.known, p.label, p.value0, p.value1 FROM past_row p
        WHERE p.environment_id = q.environment_id AND p.key = q.key AND p.at < q.asked
        ORDER BY p.at DESC, p.arrived DESC LIMIT {ROWS_MAX}
    ) latest
) found
WHERE found.at IS NOT NULL
"""
_THERE = "SELECT DISTINCT row_id FROM past_row WHERE environment_id = $1 AND row_id = ANY ($2::uuid[])"
_LABEL = """
UPDATE past_row p SET label = t.label, known = t.known
FROM unnest($2::uuid[], $3::real[], $4::bigint[]) AS t (row_id, label, known)
WHERE p.environment_id = $1 AND p.row_id = t.row_id AND p.label IS NULL
"""
_TELL = """
UPDATE past_row p
SET label = CASE WHEN p.is_number THEN t.value ELSE t.happened::integer END,
    known = greatest(floor(extract(epoch FROM t.observed_at) * 1000)::bigint, p.at)
FROM feedback_truth t
WHERE t.environment_id = $1 AND t.feedback_id = ANY ($2::uuid[]) AND t.use_case = ANY ($3::text[])
    AND p.environment_id = t.environment_id
    AND p.row_id = t.subject AND CASE WHEN p.is_number THEN t.value IS NOT NULL ELSE t.happened IS NOT NULL END
"""


async def keep(tx: Transaction, rows: Sequence[PastRow]) -> None:
    """Keep rows in their order; one that is there already stays as it is. Raises: SubjectKeyGone."""
    lines = [
        (
            row.environment_id, row.row_id, key, row.customer, row.question.at, *_padded(row.question.values),
            row.question.reader.numeric, row.label, row.known,
        )
        for row in rows
        for key in row.question.keys
        if key is not None
    ]  # fmt: skip
    if not lines:
        return
    try:
        await tx.execute(_KEEP, *(list(column) for column in zip(*lines, strict=True)))
    except asyncpg.ForeignKeyViolationError as error:
        raise SubjectKeyGone("The customer's key changed.", retry_after_s=1) from error


async def load(tx: Transaction, rows: Sequence[PastRow]) -> set[UUID]:
    """Keep rows that bring their labels along. Returns: the ids of those that were not there."""
    ids = [row.row_id for row in rows]
    environment_id = rows[0].environment_id
    before = {found["row_id"] for found in await tx.fetch(_THERE, environment_id, ids)}
    await keep(tx, rows)
    told = [row for row in rows if row.label is not None and row.row_id in before]
    labels, known = [row.label for row in told], [row.known for row in told]
    await tx.execute(_LABEL, environment_id, [row.row_id for row in told], labels, known)
    return set(ids) - before


async def read(tx: Transaction, wanted: Sequence[tuple[UUID, bytes, int]]) -> Mapping[int, KeyRows]:
    """wanted: environment, key, and the moment before which. Returns: by place among them; none where nothing is kept."""
    if not wanted:
        return {}
    environments, keys, asked = zip(*wanted, strict=True)
    found = await tx.fetch(_READ, list(range(len(wanted))), list(environments), list(keys), list(asked))
    return {
        row["n"]: KeyRows(row["at"], row["known"], row["label"], (row["value0"], row["value1"]))
        for row in found
    }


async def tell(
    tx: Transaction, environment_id: UUID, feedback_ids: Sequence[UUID], use_cases: Sequence[str]
) -> None:
    """Let truths that stand be the labels of the rows that they are about."""
    await tx.execute(_TELL, environment_id, list(feedback_ids), list(use_cases))


def _padded(values: Sequence[float]) -> tuple[float, ...]:
    return (*values, *itertools.repeat(float("nan"), VALUES_MAX - len(values)))
