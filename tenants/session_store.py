"""SQL of sessions. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO session (tenant_id, session_id, member_id, reference, secret_hash, second_factor, created_at, last_seen_at,
    idle_expires_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_SEEN = "UPDATE session SET last_seen_at = $3, idle_expires_at = $4 WHERE tenant_id = $1 AND session_id = $2"
_LIVE = """
SELECT session_id, second_factor, created_at, last_seen_at, expires_at FROM session
WHERE tenant_id = $1 AND member_id = $2 AND revoked_at IS NULL AND expires_at > $3 AND idle_expires_at > $3
ORDER BY session_id DESC LIMIT $4
"""
_REVOKE = """
UPDATE session SET revoked_at = $4
WHERE tenant_id = $1 AND member_id = $2 AND session_id = $3 AND revoked_at IS NULL RETURNING reference
"""
_REVOKE_ALL = """
WITH ended AS (
    UPDATE session SET revoked_at = $3 WHERE tenant_id = $1 AND member_id = $2 AND revoked_at IS NULL
        AND session_id IS DISTINCT FROM $4
    RETURNING reference
)
DELETE FROM credential_directory d USING ended WHERE d.reference = ended.reference AND d.tenant_id = $1
"""

_FORGET = """
WITH ended AS (DELETE FROM session WHERE tenant_id = $1 AND expires_at <= $2 RETURNING reference)
DELETE FROM credential_directory d USING ended WHERE d.reference = ended.reference AND d.tenant_id = $1
"""


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A new row, in the order of the columns."""

    tenant_id: UUID
    session_id: UUID
    member_id: UUID
    reference: str
    secret_hash: bytes
    second_factor: bool
    created_at: dt.datetime
    last_seen_at: dt.datetime
    idle_expires_at: dt.datetime
    expires_at: dt.datetime


async def add(tx: Transaction, row: SessionRow) -> None:
    await tx.execute(_ADD, *msgspec.structs.astuple(row))


async def seen(
    tx: Transaction, tenant_id: UUID, session_id: UUID, at: dt.datetime, idle_expires_at: dt.datetime
) -> None:
    await tx.execute(_SEEN, tenant_id, session_id, at, idle_expires_at)


async def live(
    tx: Transaction, tenant_id: UUID, member_id: UUID, now: dt.datetime, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_LIVE, tenant_id, member_id, now, limit)


async def revoke(
    tx: Transaction, tenant_id: UUID, member_id: UUID, session_id: UUID, at: dt.datetime
) -> str | None:
    """End a session of the member. Returns: its reference, or None when there was none to end."""
    row = await tx.fetchrow(_REVOKE, tenant_id, member_id, session_id, at)
    return None if row is None else str(row["reference"])


async def revoke_all(
    tx: Transaction, tenant_id: UUID, member_id: UUID, at: dt.datetime, but: UUID | None = None
) -> None:
    """End every session of the member, except `but`."""
    await tx.execute(_REVOKE_ALL, tenant_id, member_id, at, but)


async def forget(tx: Transaction, tenant_id: UUID, before: dt.datetime) -> None:
    """Delete sessions that ended by themselves before then, whatever else ended them earlier."""
    await tx.execute(_FORGET, tenant_id, before)
