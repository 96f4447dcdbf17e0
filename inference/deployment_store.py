"""Rows of deployments: which versions serve which traffic, from when, until when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.routing import EVERYBODY, EndReason, Origin, Role, Stage


class DeploymentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One deployment. The fields are columns of the table.

    segment: empty for everybody. replaces: the champion that answered before. guardrails: JSON. ruleset_version: of a shadow,
    what its scores are ruled by; None for what decides.
    """

    environment_id: UUID
    id: UUID
    use_case: str
    version_id: UUID
    created_at: datetime
    created_by: str
    role: Role = "champion"
    segment: str = EVERYBODY
    share_percent: int = 100
    guardrails: str = "{}"
    replaces: UUID | None = None
    origin: Origin = "deployed"
    ruleset_version: UUID | None = None
    retired_at: datetime | None = None
    ended_by: str | None = None
    ended_reason: EndReason | None = None


_COLUMNS = ", ".join(name for name in DeploymentRow.__struct_fields__ if name != "guardrails")
_READ = f"{_COLUMNS}, guardrails::text AS guardrails"

_INSERT = """
INSERT INTO deployment (
    environment_id, id, use_case, version_id, created_at, created_by, role, segment, share_percent, guardrails, replaces,
    origin, ruleset_version
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)
"""
_END = """
UPDATE deployment SET retired_at = $3, ended_by = $4, ended_reason = $5
WHERE environment_id = $1 AND id = $2 AND retired_at IS NULL
"""
_LIST = f"""
SELECT {_READ} FROM deployment
WHERE environment_id = $1 AND ($2::text IS NULL OR use_case = $2) AND ($3::uuid IS NULL OR id < $3)
    AND ($5::text IS NULL OR role = $5) AND ($6::text IS NULL OR segment = $6)
ORDER BY id DESC LIMIT $4
"""
_LIST_ACTIVE = (
    f"SELECT {_READ} FROM deployment WHERE environment_id = $1 AND use_case = $2 AND retired_at IS NULL"
)
_LIST_WATCHED = f"""
SELECT {_READ} FROM deployment
WHERE environment_id = ANY ($1::uuid[]) AND retired_at IS NULL AND (
    role = 'challenger' OR (role = 'champion' AND created_at > $2 AND origin <> 'rolled_back')
)
"""
_CHAMPION_AT = f"""
SELECT {_READ} FROM deployment
WHERE environment_id = $1 AND use_case = $2 AND segment = $3 AND role = 'champion' AND created_at <= $4
ORDER BY id DESC LIMIT 1
"""
_STAGES = """
SELECT
    version_id,
    bool_or(retired_at IS NULL AND role = 'champion') AS champion,
    bool_or(retired_at IS NULL AND role = 'challenger') AS challenger,
    bool_or(retired_at IS NULL AND role = 'shadow') AS shadow,
    true AS retired
FROM deployment WHERE environment_id = $1 AND version_id = ANY ($2::uuid[]) GROUP BY version_id
"""
_TAKEN = """
SELECT use_case FROM deployment WHERE environment_id = $1 AND role = 'champion' AND segment = '' AND retired_at IS NULL
"""
_HIGHEST_FIRST: tuple[Stage, ...] = ("champion", "challenger", "shadow", "retired")
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def lock(tx: Transaction, environment_id: UUID, use_case: str) -> None:
    """Let one change of a use case's deployments run at a time."""
    await tx.execute(_LOCK, f"deployment {environment_id} {use_case}")


async def insert(tx: Transaction, row: DeploymentRow) -> None:
    await tx.execute(
        _INSERT, row.environment_id, row.id, row.use_case, row.version_id, row.created_at, row.created_by,
        row.role, row.segment, row.share_percent, row.guardrails, row.replaces, row.origin,
        row.ruleset_version,
    )  # fmt: skip


async def end(tx: Transaction, row: DeploymentRow, at: datetime, by: str, reason: EndReason) -> DeploymentRow:
    """Returns: the row as it is now."""
    await tx.execute(_END, row.environment_id, row.id, at, by, reason)
    return msgspec.structs.replace(row, retired_at=at, ended_by=by, ended_reason=reason)


async def find(tx: Transaction, environment_id: UUID, deployment_id: UUID) -> DeploymentRow | None:
    query = f"SELECT {_READ} FROM deployment WHERE environment_id = $1 AND id = $2"
    row = await tx.fetchrow(query, environment_id, deployment_id)
    return None if row is None else _row(row)


async def find_champion_at(
    tx: Transaction, environment_id: UUID, use_case: str, segment: str, at: datetime
) -> DeploymentRow | None:
    """Return the champion of a segment at a time; None where none had been deployed by then."""
    row = await tx.fetchrow(_CHAMPION_AT, environment_id, use_case, segment, at)
    return None if row is None else _row(row)


async def list_active(tx: Transaction, environment_id: UUID, use_case: str) -> list[DeploymentRow]:
    return [_row(row) for row in await tx.fetch(_LIST_ACTIVE, environment_id, use_case)]


async def list_watched(
    tx: Transaction, environments: Sequence[UUID], champions_since: datetime
) -> list[DeploymentRow]:
    """Return the challengers that serve, and the champions that began since and were not brought back."""
    return [_row(row) for row in await tx.fetch(_LIST_WATCHED, list(environments), champions_since)]


async def stages(tx: Transaction, environment_id: UUID, version_ids: Sequence[UUID]) -> dict[UUID, Stage]:
    """Return how far versions have come; those that were never deployed are left out."""
    rows = await tx.fetch(_STAGES, environment_id, list(version_ids))
    return {row["version_id"]: next(stage for stage in _HIGHEST_FIRST if row[stage]) for row in rows}


async def taken(tx: Transaction, environment_id: UUID) -> set[str]:
    """Return the use cases that a deployed champion answers for everybody; the others are answered by starters."""
    return {row["use_case"] for row in await tx.fetch(_TAKEN, environment_id)}


async def list_page(
    tx: Transaction,
    environment_id: UUID,
    *,
    use_case: str | None,
    role: Role | None,
    segment: str | None,
    after: UUID | None,
    limit: int,
) -> list[DeploymentRow]:
    """Newest first."""
    rows = await tx.fetch(_LIST, environment_id, use_case, after, limit, role, segment)
    return [_row(row) for row in rows]


def _row(record: asyncpg.Record) -> DeploymentRow:
    return DeploymentRow(**dict(record))
