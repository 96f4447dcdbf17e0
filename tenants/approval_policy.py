"""Whether a change of what decides waits for a second member: in live environments, unless the tenant's owner said otherwise."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from tenants import approval_policy_store as store
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Mode, Principal


class ApprovalPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """required: of the environment. set_by, reason, set_at: None where nobody ever said otherwise than by default."""

    required: bool
    set_by: str | None
    reason: str | None
    set_at: dt.datetime | None


async def is_required(tx: Transaction, environment_id: UUID, mode: Mode) -> bool:
    """Say whether a change needs an approval, for who changes something in this transaction."""
    return _policy(await store.find(tx, environment_id), mode).required


class ApprovalPolicies:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, caller: Principal) -> ApprovalPolicy:
        """Show what holds in the caller's environment. Raises: PermissionDenied."""
        caller.require(Permission.TENANTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _policy(await store.find(tx, caller.environment_id), caller.mode)

    async def set(self, caller: Principal, *, required: bool, reason: str) -> ApprovalPolicy:
        """Demand approvals, or do without, from now on. What holds already is not said again.

        Raises: PermissionDenied for who may not change the tenant itself, which is its owner's.
        """
        caller.require(Permission.TENANTS_WRITE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            policy = _policy(await store.find(tx, environment_id), caller.mode)
            if policy.required == required:
                return policy
            at = self._clock.now()
            await store.put(tx, environment_id, required=required, actor=caller.id, reason=reason, at=at)
            word = "required" if required else "not_required"
            await record(tx, self._clock, caller, "approval.policy.v1", environment_id, out=word)
            return _policy(await store.find(tx, environment_id), caller.mode)


def _policy(row: asyncpg.Record | None, mode: Mode) -> ApprovalPolicy:
    if row is None:
        return ApprovalPolicy(required=mode == "live", set_by=None, reason=None, set_at=None)
    return ApprovalPolicy(
        required=row["required"], set_by=row["actor"], reason=row["reason"], set_at=row["set_at"]
    )
