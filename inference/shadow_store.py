"""Rows of shadow predictions: what a version in the shadow would have said about a decision."""

from collections.abc import Sequence
from datetime import datetime
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


async def insert_many(tx: Transaction, rows: Sequence[ShadowRow]) -> None:
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    await tx.execute(_INSERT, *(list(column) for column in columns))
