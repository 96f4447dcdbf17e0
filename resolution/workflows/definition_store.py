"""SQL of workflows and their versions. Versions are only ever added; what starts now is one column of `workflow`."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from tenants.principals import Mode

_VERSION = "id, workflow_id, number, document, digest, title, starts_on, actions, template, author, reason, created_at"
_WORKFLOW = "w.id, w.name, w.last_number, w.active_version, w.active_since, w.starts_on, w.created_at, w.mode, w.starts_since"
_RESERVE = """
INSERT INTO workflow (environment_id, id, name, last_number, created_at, mode) VALUES ($1, $2, $3, 1, $4, $5)
ON CONFLICT (environment_id, name) DO UPDATE SET last_number = workflow.last_number + 1
RETURNING id, last_number
"""
_ADD = f"""
INSERT INTO workflow_version (environment_id, {_VERSION})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
_LATEST = f"""
SELECT {_VERSION} FROM workflow_version
WHERE environment_id = $1 AND workflow_id = (SELECT id FROM workflow WHERE environment_id = $1 AND name = $2)
ORDER BY number DESC LIMIT 1
"""
_PAGE = f"""
SELECT {_WORKFLOW} FROM workflow AS w
WHERE w.environment_id = $1 AND ($2::uuid IS NULL OR w.id < $2) ORDER BY w.id DESC LIMIT $3
"""
_VERSIONS = f"""
SELECT {_VERSION} FROM workflow_version
WHERE environment_id = $1 AND workflow_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
"""
_ACTIVATE = """
UPDATE workflow SET active_version = $3, active_since = $4, starts_on = $5,
    starts_since = CASE WHEN starts_on = $5 THEN coalesce(starts_since, active_since) ELSE $4 END
WHERE environment_id = $1 AND id = $2
"""
_STARTED_BY = f"""
SELECT {_WORKFLOW} FROM workflow AS w WHERE w.environment_id = $1 AND w.starts_on = $2 AND w.active_version IS NOT NULL
"""
_TRIGGERED = """
SELECT DISTINCT environment_id FROM workflow
WHERE environment_id = ANY ($1::uuid[]) AND starts_on = ANY ($2::text[]) AND active_version IS NOT NULL
"""


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """document: JSON in canonical form. template: the shipped one that it is a copy of."""

    id: UUID
    workflow_id: UUID
    number: int
    document: str
    digest: bytes
    title: str
    starts_on: str | None
    actions: list[str]
    template: str | None
    author: str
    reason: str
    created_at: datetime


class WorkflowRow(msgspec.Struct, frozen=True, kw_only=True):
    """starts_since: since when what it starts on starts it, by whichever version; None is since `active_since`."""

    id: UUID
    name: str
    last_number: int
    active_version: UUID | None
    active_since: datetime | None
    starts_on: str | None
    created_at: datetime
    mode: Mode
    starts_since: datetime | None = None


async def reserve(
    tx: Transaction, environment_id: UUID, workflow_id: UUID, name: str, now: datetime, mode: str
) -> tuple[UUID, int]:
    """Make the workflow if it is its first version, and hold its row. Returns: its id, and the new version's number."""
    (row,) = await tx.fetch(_RESERVE, environment_id, workflow_id, name, now, mode)
    return row["id"], row["last_number"]


async def add_version(tx: Transaction, environment_id: UUID, row: VersionRow) -> None:
    await tx.execute(_ADD, environment_id, *(getattr(row, name) for name in _VERSION.split(", ")))


async def find_latest(tx: Transaction, environment_id: UUID, name: str) -> VersionRow | None:
    return _version(await tx.fetchrow(_LATEST, environment_id, name))


async def find_version(tx: Transaction, environment_id: UUID, version_id: UUID) -> VersionRow | None:
    query = f"SELECT {_VERSION} FROM workflow_version WHERE environment_id = $1 AND id = $2"
    return _version(await tx.fetchrow(query, environment_id, version_id))


async def find(tx: Transaction, environment_id: UUID, workflow_id: UUID) -> WorkflowRow | None:
    query = f"SELECT {_WORKFLOW} FROM workflow AS w WHERE w.environment_id = $1 AND w.id = $2"
    return _workflow(await tx.fetchrow(query, environment_id, workflow_id))


async def lock(tx: Transaction, environment_id: UUID, workflow_id: UUID) -> WorkflowRow | None:
    query = f"SELECT {_WORKFLOW} FROM workflow AS w WHERE w.environment_id = $1 AND w.id = $2 FOR UPDATE"
    return _workflow(await tx.fetchrow(query, environment_id, workflow_id))


async def list_workflows(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> Sequence[WorkflowRow]:
    return _workflows(await tx.fetch(_PAGE, environment_id, after, limit))


async def list_versions(
    tx: Transaction, environment_id: UUID, workflow_id: UUID, after: UUID | None, limit: int
) -> Sequence[VersionRow]:
    rows = await tx.fetch(_VERSIONS, environment_id, workflow_id, after, limit)
    return [VersionRow(**dict(row)) for row in rows]


async def activate(
    tx: Transaction,
    environment_id: UUID,
    workflow_id: UUID,
    version_id: UUID | None,
    at: datetime | None,
    starts_on: str | None,
) -> None:
    """Let a version start instances from now on; None: nothing starts any more."""
    await tx.execute(_ACTIVATE, environment_id, workflow_id, version_id, at, starts_on)


async def started_by(tx: Transaction, environment_id: UUID, kind: str) -> Sequence[WorkflowRow]:
    """List the active workflows that an event of this kind starts."""
    return _workflows(await tx.fetch(_STARTED_BY, environment_id, kind))


async def triggered(tx: Transaction, environments: Sequence[UUID], kinds: Sequence[str]) -> Sequence[UUID]:
    """Of these environments, those with an active workflow that one of the kinds starts."""
    rows = await tx.fetch(_TRIGGERED, list(environments), list(kinds))
    return [cast(UUID, row["environment_id"]) for row in rows]


def _version(row: asyncpg.Record | None) -> VersionRow | None:
    return None if row is None else VersionRow(**dict(row))


def _workflow(row: asyncpg.Record | None) -> WorkflowRow | None:
    return None if row is None else WorkflowRow(**dict(row))


def _workflows(rows: Sequence[asyncpg.Record]) -> Sequence[WorkflowRow]:
    return [WorkflowRow(**dict(row)) for row in rows]
