"""SQL of tenants and environments. Private to `tenants`."""

import datetime as dt
from typing import cast
from uuid import UUID

import asyncpg

from core.database import Transaction
from tenants.plans import Plan

_ADD = """
INSERT INTO tenant (tenant_id, name, status, plan, tenant_rate_per_s, principal_rate_per_s, live_quota_per_month,
    sandbox_quota_per_month, created_at, updated_at)
VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, $8)
"""
_ADD_ENVIRONMENT = """
INSERT INTO environment (tenant_id, environment_id, mode, created_at) VALUES ($1, $2, $3, $4)
"""
_FIND = """
SELECT t.*, live.environment_id AS live_id, sandbox.environment_id AS sandbox_id FROM tenant t
JOIN environment live ON live.tenant_id = t.tenant_id AND live.mode = 'live'
JOIN environment sandbox ON sandbox.tenant_id = t.tenant_id AND sandbox.mode = 'sandbox'
WHERE t.tenant_id = $1
"""
_LOCK = "SELECT tenant_id FROM tenant WHERE tenant_id = $1 FOR UPDATE"
_RENAME = "UPDATE tenant SET name = $2, updated_at = $3 WHERE tenant_id = $1"
_SET_STATUS = "UPDATE tenant SET status = $2, updated_at = $3 WHERE tenant_id = $1"
_SET_PLAN = """
UPDATE tenant SET plan = $2, tenant_rate_per_s = $3, principal_rate_per_s = $4, live_quota_per_month = $5,
    sandbox_quota_per_month = $6, updated_at = $7
WHERE tenant_id = $1
"""


async def add(tx: Transaction, tenant_id: UUID, name: str, plan: Plan, at: dt.datetime) -> None:
    await tx.execute(
        _ADD,
        tenant_id,
        name,
        plan.name,
        plan.tenant_rate_per_s,
        plan.principal_rate_per_s,
        plan.live_quota_per_month,
        plan.sandbox_quota_per_month,
        at,
    )


async def add_environment(
    tx: Transaction, tenant_id: UUID, environment_id: UUID, mode: str, at: dt.datetime
) -> None:
    await tx.execute(_ADD_ENVIRONMENT, tenant_id, environment_id, mode, at)


async def find_mode(tx: Transaction, tenant_id: UUID, environment_id: UUID) -> str | None:
    query = "SELECT mode FROM environment WHERE tenant_id = $1 AND environment_id = $2"
    return cast("str | None", await tx.fetchval(query, tenant_id, environment_id))


async def find(tx: Transaction, tenant_id: UUID) -> asyncpg.Record | None:
    """The tenant with the ids of both environments."""
    return await tx.fetchrow(_FIND, tenant_id)


async def lock(tx: Transaction, tenant_id: UUID) -> None:
    """Let changes to one tenant's members wait for each other."""
    await tx.fetchval(_LOCK, tenant_id)


async def rename(tx: Transaction, tenant_id: UUID, name: str, at: dt.datetime) -> None:
    await tx.execute(_RENAME, tenant_id, name, at)


async def set_status(tx: Transaction, tenant_id: UUID, status: str, at: dt.datetime) -> None:
    await tx.execute(_SET_STATUS, tenant_id, status, at)


async def set_plan(tx: Transaction, tenant_id: UUID, plan: Plan, at: dt.datetime) -> None:
    await tx.execute(
        _SET_PLAN,
        tenant_id,
        plan.name,
        plan.tenant_rate_per_s,
        plan.principal_rate_per_s,
        plan.live_quota_per_month,
        plan.sandbox_quota_per_month,
        at,
    )
