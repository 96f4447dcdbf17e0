"""Rows of webhook endpoints and their secrets."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.webhooks.entities import Endpoint

_NAMES = Endpoint.__struct_fields__
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"""
INSERT INTO webhook_endpoint ({_COLUMNS}) VALUES ({", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))})
"""
_UPDATE = """
UPDATE webhook_endpoint SET url = $3, description = $4, kinds = $5, failing_since = $6, disabled_at = $7, disabled_reason = $8
WHERE environment_id = $1 AND id = $2
"""
_FIND = f"SELECT {_COLUMNS} FROM webhook_endpoint WHERE environment_id = $1 AND id = $2"
_ALL = f"SELECT {_COLUMNS} FROM webhook_endpoint WHERE environment_id = $1 ORDER BY id"
_ENABLED = f"""
SELECT {_COLUMNS} FROM webhook_endpoint WHERE environment_id = ANY ($1::uuid[]) AND disabled_at IS NULL
"""
_NEWEST = f"""
SELECT {_COLUMNS} FROM webhook_endpoint WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_COUNT = "SELECT count(*) FROM webhook_endpoint WHERE environment_id = $1"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_ADD_SIGNING = """
INSERT INTO webhook_secret (environment_id, endpoint_id, id, sealed, created_at) VALUES ($1, $2, $3, $4, $5)
"""
_SECRETS = """
SELECT id, sealed FROM webhook_secret
WHERE environment_id = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > $3) ORDER BY created_at DESC, id DESC
"""
_END_SIGNING = """
UPDATE webhook_secret SET expires_at = $3 WHERE environment_id = $1 AND endpoint_id = $2 AND expires_at IS NULL
"""
_FORGET_SECRETS = """
DELETE FROM webhook_secret WHERE environment_id = $1 AND endpoint_id = $2 AND expires_at IS NOT NULL
"""
_REMOVE = (
    "DELETE FROM webhook_queue WHERE endpoint_id = $2 AND environment_id = $1",
    "DELETE FROM webhook_delivery WHERE environment_id = $1 AND endpoint_id = $2",
    "DELETE FROM webhook_secret WHERE environment_id = $1 AND endpoint_id = $2",
    "DELETE FROM webhook_endpoint WHERE environment_id = $1 AND id = $2",
)


async def lock(tx: Transaction, environment_id: UUID) -> None:
    """Let nobody else add an endpoint here until the transaction ends."""
    await tx.execute(_LOCK, f"webhooks/{environment_id}")


async def count(tx: Transaction, environment_id: UUID) -> int:
    return int(str(await tx.fetchval(_COUNT, environment_id)))


async def insert(tx: Transaction, endpoint: Endpoint) -> None:
    await tx.execute(_INSERT, *(getattr(endpoint, name) for name in _NAMES))


async def save(tx: Transaction, endpoint: Endpoint) -> None:
    await tx.execute(
        _UPDATE,
        endpoint.environment_id,
        endpoint.id,
        endpoint.url,
        endpoint.description,
        endpoint.kinds,
        endpoint.failing_since,
        endpoint.disabled_at,
        endpoint.disabled_reason,
    )


async def find(
    tx: Transaction, environment_id: UUID, endpoint_id: UUID, *, locked: bool = False
) -> Endpoint | None:
    row = await tx.fetchrow(f"{_FIND} FOR UPDATE" if locked else _FIND, environment_id, endpoint_id)
    return None if row is None else _endpoint(row)


async def all_of(tx: Transaction, environment_id: UUID) -> list[Endpoint]:
    return [_endpoint(row) for row in await tx.fetch(_ALL, environment_id)]


async def enabled(tx: Transaction, environments: Sequence[UUID]) -> list[Endpoint]:
    """Those of several environments that are sent events."""
    return [_endpoint(row) for row in await tx.fetch(_ENABLED, list(environments))]


async def newest(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[Endpoint]:
    return [_endpoint(row) for row in await tx.fetch(_NEWEST, environment_id, after, limit)]


async def remove(tx: Transaction, environment_id: UUID, endpoint_id: UUID) -> None:
    """Delete an endpoint with its secrets and deliveries."""
    for statement in _REMOVE:
        await tx.execute(statement, environment_id, endpoint_id)


async def add_secret(
    tx: Transaction, endpoint: Endpoint, secret_id: UUID, sealed: bytes, now: dt.datetime
) -> None:
    await tx.execute(_ADD_SIGNING, endpoint.environment_id, endpoint.id, secret_id, sealed, now)


async def end_secrets(tx: Transaction, endpoint: Endpoint, ends: dt.datetime) -> None:
    """Let the present secret end then, and one that is ending already end now: two sign at a time."""
    await tx.execute(_FORGET_SECRETS, endpoint.environment_id, endpoint.id)
    await tx.execute(_END_SIGNING, endpoint.environment_id, endpoint.id, ends)


async def secrets(
    tx: Transaction, environment_id: UUID, endpoint_id: UUID, now: dt.datetime
) -> Sequence[tuple[UUID, bytes]]:
    """Those that sign now, newest first."""
    rows = await tx.fetch(_SECRETS, environment_id, endpoint_id, now)
    return [(row["id"], row["sealed"]) for row in rows]


def _endpoint(row: asyncpg.Record) -> Endpoint:
    return msgspec.convert(dict(row), Endpoint)
