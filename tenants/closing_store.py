"""SQL of environments that are closed. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg

from core.database import Transaction

_COLUMNS = """
tenant_id, environment_id, mode, created_at, closed_at, closed_by, closing_reason AS reason, keys_due_at, export_waived, exported_at,
keys_going_at, keys_destroyed_at
"""
_FIND = f"SELECT {_COLUMNS} FROM environment WHERE tenant_id = $1 AND environment_id = $2"
_CLOSE = f"""
UPDATE environment SET closed_at = $3, closed_by = $4, closing_reason = $5, keys_due_at = $6, export_waived = $7
WHERE tenant_id = $1 AND environment_id = $2 AND closed_at IS NULL RETURNING {_COLUMNS}
"""
_REOPEN = f"""
UPDATE environment SET closed_at = NULL, closed_by = NULL, closing_reason = NULL, keys_due_at = NULL, export_waived = false,
    exported_at = NULL
WHERE tenant_id = $1 AND environment_id = $2 AND closed_at IS NOT NULL AND keys_going_at IS NULL RETURNING {_COLUMNS}
"""
_EXPORTED = "UPDATE environment SET exported_at = $3 WHERE tenant_id = $1 AND environment_id = $2 AND closed_at IS NOT NULL"
_DUE = f"""
SELECT {_COLUMNS} FROM environment
WHERE tenant_id = $1 AND keys_due_at <= $2 AND (export_waived OR exported_at IS NOT NULL) AND keys_destroyed_at IS NULL
  AND (mode <> 'live' OR NOT EXISTS (
    SELECT 1 FROM environment o WHERE o.tenant_id = $1 AND o.mode <> 'live' AND o.keys_destroyed_at IS NULL))
FOR UPDATE SKIP LOCKED
"""
_GOING = "UPDATE environment SET keys_going_at = $3 WHERE tenant_id = $1 AND environment_id = $2"
_DESTROYED = "UPDATE environment SET keys_destroyed_at = $3 WHERE tenant_id = $1 AND environment_id = $2"
_DROP_DATA_KEY = "DELETE FROM vault_data_key WHERE scope_id = $1"
_DROP_KEKS = "DELETE FROM vault_key WHERE scope_id = $1"
_DROP_LISTING = "DELETE FROM environment_directory WHERE environment_id = $1"


async def find(tx: Transaction, tenant_id: UUID, environment_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, tenant_id, environment_id)


async def close(
    tx: Transaction,
    ids: tuple[UUID, UUID],
    at: dt.datetime,
    by: str,
    reason: str,
    due_at: dt.datetime,
    *,
    waived: bool,
) -> asyncpg.Record | None:
    """ids: of tenant and environment. Returns: None where it is closed already."""
    return await tx.fetchrow(_CLOSE, *ids, at, by, reason, due_at, waived)


async def reopen(tx: Transaction, tenant_id: UUID, environment_id: UUID) -> asyncpg.Record | None:
    """Returns: None where it is not closed, or its keys are going."""
    return await tx.fetchrow(_REOPEN, tenant_id, environment_id)


async def exported(tx: Transaction, tenant_id: UUID, environment_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_EXPORTED, tenant_id, environment_id, at)


async def due(tx: Transaction, tenant_id: UUID, now: dt.datetime) -> list[asyncpg.Record]:
    """Environments whose keys are to go, locked; those that another worker has in hand are left to it.

    The live one goes last: what a tenant's members do with themselves is entered there.
    """
    return await tx.fetch(_DUE, tenant_id, now)


async def going(tx: Transaction, tenant_id: UUID, environment_id: UUID, at: dt.datetime) -> None:
    await tx.execute(_GOING, tenant_id, environment_id, at)


async def destroy_keys(tx: Transaction, tenant_id: UUID, environment_id: UUID, at: dt.datetime) -> None:
    """Delete what opens anything of an environment, and take it off the list that workers go by."""
    await tx.execute(_DROP_DATA_KEY, environment_id)
    await tx.execute(_DROP_KEKS, environment_id)
    await tx.execute(_DROP_LISTING, environment_id)
    await tx.execute(_DESTROYED, tenant_id, environment_id, at)
