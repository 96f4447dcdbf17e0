"""Rows of versions: an environment's own, and the starters that were kept, which are everybody's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.clock import EPOCH
from core.database import Transaction
from inference.runtimes.port import Runtime

STARTER_NAME, STARTER_AUTHOR = "starter", "countermark"
"""What a version is called that ships with the service, and who made it."""


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable artefact of an environment. `manifest` is the artefact's own, as JSON."""

    environment_id: UUID
    id: UUID
    use_case: str
    name: str
    digest: bytes
    manifest: str
    created_at: datetime
    created_by: str
    runtime: Runtime = "onnx"
    parent_id: UUID | None = None


_VERSION = (
    "environment_id, id, use_case, name, digest, manifest::text AS manifest, created_at, created_by, runtime,"
    " parent_id"
)

_INSERT_VERSION = """
INSERT INTO model_version (environment_id, id, use_case, name, digest, manifest, created_at, created_by, runtime, parent_id)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10)
"""
_LIST_VERSIONS = f"""
SELECT {_VERSION} FROM model_version
WHERE environment_id = $1 AND ($2::text IS NULL OR use_case = $2) AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""


_FIND = f"""
SELECT {_VERSION} FROM model_version WHERE environment_id = $1 AND id = $2
UNION ALL
SELECT $1::uuid, id, use_case, $3, digest, manifest::text, $4::timestamptz, $5, 'onnx', NULL FROM starter_version WHERE id = $2
"""
_ID_OF_DIGEST = """
SELECT id FROM model_version WHERE environment_id = $1 AND digest = $2
UNION ALL SELECT id FROM starter_version WHERE digest = $2 LIMIT 1
"""
_KEEP = """
INSERT INTO starter_version (id, use_case, digest, manifest) VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING
"""


async def insert_version(tx: Transaction, row: VersionRow) -> None:
    await tx.execute(
        _INSERT_VERSION, row.environment_id, row.id, row.use_case, row.name, row.digest, row.manifest,
        row.created_at, row.created_by, row.runtime, row.parent_id,
    )  # fmt: skip


async def find_version(tx: Transaction, environment_id: UUID, version_id: UUID) -> VersionRow | None:
    """Return a version of the environment, or a starter of this or an earlier release, as the environment's."""
    row = await tx.fetchrow(_FIND, environment_id, version_id, STARTER_NAME, EPOCH, STARTER_AUTHOR)
    return _version(row)


async def kept_starters(tx: Transaction, version_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the starters that have a row."""
    rows = await tx.fetch("SELECT id FROM starter_version WHERE id = ANY ($1::uuid[])", list(version_ids))
    return {row["id"] for row in rows}


async def keep_starter(tx: Transaction, row: VersionRow) -> None:
    """Keep the row of a starter; it may be there."""
    await tx.execute(_KEEP, row.id, row.use_case, row.digest, row.manifest)


async def find_version_by_digest(
    tx: Transaction, environment_id: UUID, use_case: str, digest: bytes, runtime: Runtime
) -> VersionRow | None:
    query = f"""
    SELECT {_VERSION} FROM model_version
    WHERE environment_id = $1 AND use_case = $2 AND digest = $3 AND runtime = $4
    """
    return _version(await tx.fetchrow(query, environment_id, use_case, digest, runtime))


async def find_id_of_digest(tx: Transaction, environment_id: UUID, digest: bytes) -> UUID | None:
    """Return a version of the environment, or a starter that is kept, with these bytes."""
    row = await tx.fetchrow(_ID_OF_DIGEST, environment_id, digest)
    return None if row is None else row["id"]


async def list_versions(
    tx: Transaction, environment_id: UUID, use_case: str | None, after: UUID | None, limit: int
) -> list[VersionRow]:
    """Newest first."""
    rows = await tx.fetch(_LIST_VERSIONS, environment_id, use_case, after, limit)
    return [VersionRow(**dict(row)) for row in rows]


def _version(row: asyncpg.Record | None) -> VersionRow | None:
    return None if row is None else VersionRow(**dict(row))
