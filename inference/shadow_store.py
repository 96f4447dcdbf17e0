"""Rows of shadow predictions: what a version in the shadow would have said about a decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction


class ShadowRow(msgspec.Struct, frozen=True, kw_only=True):
    """One shadow prediction. The fields are the table's columns, in their order. score: millionths, None when degraded.

    p10, p50, p90: of a number, in the answer's unit. said: the keyed digest of a class.
    """

    environment_id: UUID
    deployment_id: UUID
    decision_id: UUID
    version_id: UUID
    use_case: str
    score: int | None
    outcome: str
    run_us: int | None
    scored_at: datetime
    p10: float | None
    p50: float | None
    p90: float | None
    said: bytes | None


_INSERT = f"""
INSERT INTO shadow_prediction ({", ".join(ShadowRow.__struct_fields__)})
SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::text[], $8::integer[],
    $9::timestamptz[], $10::float8[], $11::float8[], $12::float8[], $13::bytea[]
)
ON CONFLICT DO NOTHING
"""


# In the order of the keys, so that two who count the same deployments never wait for each other.
_COUNT = """
INSERT INTO deployment_passed_over AS known (environment_id, deployment_id, questions)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) ORDER BY 1, 2
ON CONFLICT (environment_id, deployment_id) DO UPDATE SET questions = known.questions + excluded.questions
"""
_FIND_COUNT = "SELECT questions FROM deployment_passed_over WHERE environment_id = $1 AND deployment_id = $2"


async def add_passed_over(tx: Transaction, counts: Mapping[tuple[UUID, UUID], int]) -> None:
    """counts: questions by environment and deployment."""
    if counts:
        environments, deployments = zip(*counts, strict=True)
        await tx.execute(_COUNT, list(environments), list(deployments), list(counts.values()))


async def passed_over(tx: Transaction, environment_id: UUID, deployment_id: UUID) -> int:
    return cast("int", await tx.fetchval(_FIND_COUNT, environment_id, deployment_id) or 0)


async def insert_many(tx: Transaction, rows: Sequence[ShadowRow]) -> None:
    if not rows:
        return
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    await tx.execute(_INSERT, *(list(column) for column in columns))
