"""SQL of OAuth clients, their assertions and revoked tokens. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO oauth_client (environment_id, client_id, name, auth_method, secret_hash, public_keys, scopes, created_at,
    created_by, member_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_FIND = "SELECT * FROM oauth_client WHERE environment_id = $1 AND client_id = $2"
_FIND_LOCKED = _FIND + " FOR UPDATE"
_LIST = """
SELECT * FROM oauth_client WHERE environment_id = $1 AND ($2::uuid IS NULL OR client_id < $2)
ORDER BY client_id DESC LIMIT $3
"""
_REVOKE = "UPDATE oauth_client SET revoked_at = $3 WHERE environment_id = $1 AND client_id = $2"
_SET_SECRET = """
UPDATE oauth_client SET secret_hash = $3, member_id = $4 WHERE environment_id = $1 AND client_id = $2
"""  # noqa: S105 - SQL
_TOUCH = "UPDATE oauth_client SET last_used_at = $3 WHERE environment_id = $1 AND client_id = $2"
_FORGET_ASSERTIONS = "DELETE FROM oauth_assertion WHERE environment_id = $1 AND expires_at <= $2"
_ADD_ASSERTION = """
INSERT INTO oauth_assertion (environment_id, assertion_hash, expires_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING 1
"""
_FORGET_REVOKED = "DELETE FROM oauth_revoked_token WHERE environment_id = $1 AND expires_at <= $2"
_ADD_REVOKED = """
INSERT INTO oauth_revoked_token (environment_id, token_id, expires_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING 1
"""


class ClientRow(msgspec.Struct, frozen=True, kw_only=True):
    """A new row, in the order of the columns. member_id: whom it acts for."""

    environment_id: UUID
    client_id: UUID
    name: str
    auth_method: str
    secret_hash: bytes | None
    public_keys: bytes | None
    scopes: list[str]
    created_at: dt.datetime
    created_by: str
    member_id: UUID | None


async def add(tx: Transaction, row: ClientRow) -> None:
    await tx.execute(_ADD, *msgspec.structs.astuple(row))


async def find(tx: Transaction, environment_id: UUID, client_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, client_id)


async def find_locked(tx: Transaction, environment_id: UUID, client_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND_LOCKED, environment_id, client_id)


async def newest(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_LIST, environment_id, after, limit)


async def revoke(tx: Transaction, environment_id: UUID, client_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_REVOKE, environment_id, client_id, at)


async def set_secret(
    tx: Transaction, environment_id: UUID, client_id: UUID, secret_hash: bytes, member_id: UUID | None
) -> None:
    """member_id: who gets the secret, and whom the client acts for from now on."""
    await tx.execute(_SET_SECRET, environment_id, client_id, secret_hash, member_id)


async def touch(tx: Transaction, environment_id: UUID, client_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_TOUCH, environment_id, client_id, at)


async def use_assertion(
    tx: Transaction, environment_id: UUID, assertion_hash: bytes, expires_at: dt.datetime
) -> bool:
    """Note that an assertion was used; says whether this is its first use."""
    return await tx.fetchval(_ADD_ASSERTION, environment_id, assertion_hash, expires_at) is not None


async def revoke_token(
    tx: Transaction, environment_id: UUID, token_id: UUID, expires_at: dt.datetime
) -> bool:
    """Revoke a token until it would have ended; says whether it was not revoked before."""
    return await tx.fetchval(_ADD_REVOKED, environment_id, token_id, expires_at) is not None


async def forget_ended(tx: Transaction, environment_id: UUID, now: dt.datetime) -> None:
    """Delete used assertions and revoked tokens that would be refused for their time anyway."""
    await tx.execute(_FORGET_ASSERTIONS, environment_id, now)
    await tx.execute(_FORGET_REVOKED, environment_id, now)
