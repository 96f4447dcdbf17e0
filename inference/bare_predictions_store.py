"""Rows of bare predictions: versions by their registered name, and counts by minute until the ledger has them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core.database import Transaction


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one version predicted in one minute, as far as it is not in the ledger. minute: its start."""

    environment_id: UUID
    minute: datetime
    version_id: UUID
    digest: bytes
    request_count: int
    row_count: int


_LATEST_BY_NAME = """
SELECT id FROM model_version WHERE environment_id = $1 AND name = $2 ORDER BY id DESC LIMIT 1
"""
_ADD = """
INSERT INTO bare_prediction_count (environment_id, minute, version_id, digest, request_count, row_count)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::bytea[], $5::bigint[], $6::bigint[])
ON CONFLICT (environment_id, minute, version_id) DO UPDATE
SET request_count = bare_prediction_count.request_count + excluded.request_count,
    row_count = bare_prediction_count.row_count + excluded.row_count
"""
_TAKE = """
DELETE FROM bare_prediction_count WHERE environment_id = ANY ($1::uuid[]) AND minute < $2
RETURNING environment_id, minute, version_id, digest, request_count, row_count
"""


async def find_latest(tx: Transaction, environment_id: UUID, name: str) -> UUID | None:
    """Return the version that was registered last under a name."""
    row = await tx.fetchrow(_LATEST_BY_NAME, environment_id, name)
    return None if row is None else row["id"]


async def add_counts(tx: Transaction, rows: Sequence[CountRow]) -> None:
    """Add to the counts; `rows` have unique keys and are sorted, so that flushing processes never deadlock."""
    columns = zip(*(msgspec.structs.astuple(row) for row in rows), strict=True)
    await tx.execute(_ADD, *(list(column) for column in columns))


async def take_counts(tx: Transaction, environment_ids: Sequence[UUID], before: datetime) -> list[CountRow]:
    """Remove and return the counts of minutes that began before a time. What another process takes, it alone returns."""
    rows = await tx.fetch(_TAKE, list(environment_ids), before)
    return [CountRow(**dict(row)) for row in rows]
