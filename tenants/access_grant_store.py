"""SQL of access that was granted for a time. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_COLUMNS = """
id, holder, expires_at, since, until, types, reason, created_at, created_by, revoked_at, revoked_by
"""
_ADD = f"""
INSERT INTO access_grant (tenant_id, environment_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL)
"""
_GET = f"SELECT {_COLUMNS} FROM access_grant WHERE tenant_id = $1 AND environment_id = $2 AND id = $3"
_PAGE = f"""
SELECT {_COLUMNS} FROM access_grant
WHERE tenant_id = $1 AND environment_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
"""
_REVOKE = """
UPDATE access_grant SET revoked_at = $4, revoked_by = $5
WHERE tenant_id = $1 AND environment_id = $2 AND id = $3 AND revoked_at IS NULL
"""
# The latest of this environment; of another one, where there is none here: who was given some access has no other.
_OF_HOLDER = """
SELECT environment_id, expires_at, revoked_at, since, until, types FROM access_grant WHERE tenant_id = $1 AND holder = $2
ORDER BY environment_id = $3 DESC, id DESC LIMIT 1
"""


class GrantRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    holder: str
    expires_at: dt.datetime
    since: dt.datetime | None
    until: dt.datetime | None
    types: list[str]
    reason: str
    created_at: dt.datetime
    created_by: str


async def add(tx: Transaction, tenant_id: UUID, environment_id: UUID, row: GrantRow) -> None:
    values = msgspec.structs.astuple(row)
    await tx.execute(_ADD, tenant_id, environment_id, *values)


async def find(tx: Transaction, tenant_id: UUID, environment_id: UUID, grant_id: UUID) -> asyncpg.Record | None:  # fmt: skip
    return await tx.fetchrow(_GET, tenant_id, environment_id, grant_id)


async def newest(
    tx: Transaction, tenant_id: UUID, environment_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_PAGE, tenant_id, environment_id, after, limit)


async def revoke(
    tx: Transaction, tenant_id: UUID, environment_id: UUID, grant_id: UUID, at: dt.datetime, by: str
) -> bool:
    """Returns: False when it was revoked before."""
    status = await tx.execute(_REVOKE, tenant_id, environment_id, grant_id, at, by)
    return status == "UPDATE 1"


async def of_holder(
    tx: Transaction, tenant_id: UUID, holder: str, environment_id: UUID
) -> asyncpg.Record | None:
    return await tx.fetchrow(_OF_HOLDER, tenant_id, holder, environment_id)
