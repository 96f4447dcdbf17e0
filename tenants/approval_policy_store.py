"""SQL of the rule on approvals. Private to `tenants`."""

import datetime as dt
from uuid import UUID

import asyncpg

from core.database import Transaction

_FIND = "SELECT required, actor, reason, set_at FROM approval_policy WHERE environment_id = $1"
_SET = """
INSERT INTO approval_policy (environment_id, required, actor, reason, set_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (environment_id) DO UPDATE
SET required = excluded.required, actor = excluded.actor, reason = excluded.reason, set_at = excluded.set_at
"""


async def find(tx: Transaction, environment_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id)


async def put(
    tx: Transaction, environment_id: UUID, *, required: bool, actor: str, reason: str, at: dt.datetime
) -> None:
    await tx.execute(_SET, environment_id, required, actor, reason, at)
