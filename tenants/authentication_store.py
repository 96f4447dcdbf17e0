"""SQL of authentication: a credential with its tenant's state and whom it acts for, in one statement each. Private to `tenants`."""

from uuid import UUID

import asyncpg

from core.database import Transaction

_KEY = """
SELECT
    t.tenant_id, t.status, t.tenant_rate_per_s, t.principal_rate_per_s, e.environment_id, e.mode, e.closed_at, e.keys_going_at,
    z.ahead,
    CASE e.mode WHEN 'live' THEN t.live_quota_per_month ELSE t.sandbox_quota_per_month END AS quota_per_month,
    k.key_id, k.reference, k.secret_hash, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, m.member_id
FROM api_key k JOIN environment e ON e.environment_id = k.environment_id JOIN tenant t ON t.tenant_id = e.tenant_id
LEFT JOIN member m ON m.tenant_id = t.tenant_id AND m.member_id = k.member_id AND m.removed_at IS NULL
LEFT JOIN sandbox_clock z ON z.environment_id = e.environment_id
WHERE k.environment_id = $1 AND k.key_id = $2
"""
_CLIENT = """
SELECT
    t.tenant_id, t.status, t.tenant_rate_per_s, t.principal_rate_per_s, e.environment_id, e.mode, e.closed_at, e.keys_going_at,
    z.ahead,
    CASE e.mode WHEN 'live' THEN t.live_quota_per_month ELSE t.sandbox_quota_per_month END AS quota_per_month,
    c.client_id, c.auth_method, c.secret_hash, c.public_keys, c.scopes, c.revoked_at, c.last_used_at, m.member_id
FROM oauth_client c
JOIN environment e ON e.environment_id = c.environment_id JOIN tenant t ON t.tenant_id = e.tenant_id
LEFT JOIN member m ON m.tenant_id = t.tenant_id AND m.member_id = c.member_id AND m.removed_at IS NULL
LEFT JOIN sandbox_clock z ON z.environment_id = e.environment_id
WHERE c.environment_id = $1 AND c.client_id = $2
"""
_TOKEN_REVOKED = "SELECT 1 FROM oauth_revoked_token WHERE environment_id = $1 AND token_id = $2"  # noqa: S105 - SQL
_SESSION = """
SELECT
    t.tenant_id, t.status, t.tenant_rate_per_s, t.principal_rate_per_s, e.environment_id, e.mode, e.closed_at, e.keys_going_at,
    z.ahead,
    CASE e.mode WHEN 'live' THEN t.live_quota_per_month ELSE t.sandbox_quota_per_month END AS quota_per_month,
    s.session_id, s.secret_hash, s.idle_expires_at, s.expires_at, s.revoked_at, s.last_seen_at,
    m.member_id, m.role, m.removed_at
FROM session s
JOIN member m ON m.tenant_id = s.tenant_id AND m.member_id = s.member_id
JOIN tenant t ON t.tenant_id = s.tenant_id
JOIN environment e ON e.tenant_id = t.tenant_id AND e.mode = $3
LEFT JOIN sandbox_clock z ON z.environment_id = e.environment_id
WHERE s.tenant_id = $1 AND s.session_id = $2
"""


async def find_key(tx: Transaction, environment_id: UUID, key_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_KEY, environment_id, key_id)


async def find_client(tx: Transaction, environment_id: UUID, client_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_CLIENT, environment_id, client_id)


async def is_token_revoked(tx: Transaction, environment_id: UUID, token_id: UUID) -> bool:
    return await tx.fetchval(_TOKEN_REVOKED, environment_id, token_id) is not None


async def find_session(
    tx: Transaction, tenant_id: UUID, session_id: UUID, mode: str
) -> asyncpg.Record | None:
    return await tx.fetchrow(_SESSION, tenant_id, session_id, mode)
