"""SQL of API keys. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO api_key (environment_id, key_id, reference, name, secret_hash, scopes, created_at, created_by, expires_at,
    rotated_from, member_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_FIND = "SELECT * FROM api_key WHERE environment_id = $1 AND key_id = $2"
_FIND_LOCKED = _FIND + " FOR UPDATE"
_LIST = """
SELECT * FROM api_key WHERE environment_id = $1 AND ($2::uuid IS NULL OR key_id < $2) ORDER BY key_id DESC LIMIT $3
"""
_SUCCESSOR = "SELECT key_id FROM api_key WHERE environment_id = $1 AND rotated_from = $2"
_LIVE_BEFORE = """
WITH RECURSIVE earlier AS (
    SELECT rotated_from AS key_id FROM api_key WHERE environment_id = $1 AND key_id = $2
    UNION
    SELECT api_key.rotated_from FROM api_key JOIN earlier USING (key_id) WHERE environment_id = $1
)
SELECT key_id, expires_at FROM api_key JOIN earlier USING (key_id)
WHERE environment_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
ORDER BY key_id LIMIT 1
"""
_REVOKE = "UPDATE api_key SET revoked_at = $3 WHERE environment_id = $1 AND key_id = $2"
_EXPIRE = "UPDATE api_key SET expires_at = $3 WHERE environment_id = $1 AND key_id = $2"
_TOUCH = "UPDATE api_key SET last_used_at = $3 WHERE environment_id = $1 AND key_id = $2"


class KeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A new row, in the order of the columns. member_id: whom it acts for."""

    environment_id: UUID
    key_id: UUID
    reference: str
    name: str
    secret_hash: bytes
    scopes: list[str]
    created_at: dt.datetime
    created_by: str
    expires_at: dt.datetime | None
    rotated_from: UUID | None
    member_id: UUID | None


async def add(tx: Transaction, row: KeyRow) -> None:
    await tx.execute(_ADD, *msgspec.structs.astuple(row))


async def find(tx: Transaction, environment_id: UUID, key_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, key_id)


async def find_locked(tx: Transaction, environment_id: UUID, key_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND_LOCKED, environment_id, key_id)


async def newest(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_LIST, environment_id, after, limit)


async def has_successor(tx: Transaction, environment_id: UUID, key_id: UUID) -> bool:
    return await tx.fetchval(_SUCCESSOR, environment_id, key_id) is not None


async def find_live_before(
    tx: Transaction, environment_id: UUID, key_id: UUID, now: dt.datetime
) -> asyncpg.Record | None:
    """Return the oldest live key of those that the key came from by rotations."""
    return await tx.fetchrow(_LIVE_BEFORE, environment_id, key_id, now)


async def revoke(tx: Transaction, environment_id: UUID, key_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_REVOKE, environment_id, key_id, at)


async def expire(tx: Transaction, environment_id: UUID, key_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_EXPIRE, environment_id, key_id, at)


async def touch(tx: Transaction, environment_id: UUID, key_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_TOUCH, environment_id, key_id, at)
