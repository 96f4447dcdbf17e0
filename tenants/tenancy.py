"""Tenants and their two environments, wholly apart: own keys, own data, own log."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.ids import public, uuid7
from core.moved_clocks import ahead_of
from tenants import closing_store, directory_store, tenant_store
from tenants.credential_text import PRINTABLE
from tenants.entries import record
from tenants.permissions import Permission
from tenants.plans import PLANS, PlanName
from tenants.principals import Ceilings, Mode, PermissionDenied, Principal, PrincipalKind, system
from tenants.settings import TenantsSettings
from tenants.vaults import Vaults

TenantName = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=PRINTABLE)]

# Who makes the first tenant: the installation, which is in no environment yet.
INSTALLATION = system(UUID(int=0), UUID(int=0), "live")


class TenantNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "tenant_not_found"
    fix = "Use the id of your own tenant."


class TenantStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    status: TenantStatus
    plan: PlanName
    live_id: UUID
    sandbox_id: UUID
    tenant_rate_per_s: int
    principal_rate_per_s: int
    live_quota_per_month: int
    sandbox_quota_per_month: int
    created_at: dt.datetime

    def environment(self, mode: Mode) -> UUID:
        return self.live_id if mode == "live" else self.sandbox_id

    def ceilings(self, mode: Mode) -> Ceilings:
        quota = self.live_quota_per_month if mode == "live" else self.sandbox_quota_per_month
        return Ceilings(self.tenant_rate_per_s, self.principal_rate_per_s, quota)


class CreateTenant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: TenantName
    plan: PlanName = PlanName.STANDARD


class Tenants:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, settings: TenantsSettings) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._open = settings.tenant_creation_open

    async def create(self, caller: Principal, command: CreateTenant) -> Tenant:
        """Make a tenant, both of its environments and all of their keys. The entry opens the log of its live environment.

        Raises: PermissionDenied unless the installation itself calls, or it lets owners make tenants.
        """
        caller.require(Permission.TENANTS_WRITE if self._open else Permission.TENANTS_CREATE)
        tenant_id, live_id, sandbox_id = (uuid7(self._clock) for _ in range(3))
        now = self._clock.now()
        actor = msgspec.structs.replace(caller, environment_id=live_id)
        scope = (tenant_id, live_id, sandbox_id, caller.environment_id)
        async with self._database.transaction(scope) as tx:
            await tenant_store.add(tx, tenant_id, command.name, PLANS[command.plan], now)
            await directory_store.add(tx, public("ten", tenant_id), "tenant", tenant_id, None, tenant_id)
            await self._vaults.create(tx, tenant_id)
            for mode, environment_id in (("live", live_id), ("sandbox", sandbox_id)):
                await tenant_store.add_environment(tx, tenant_id, environment_id, mode, now)
                await directory_store.add_environment(tx, environment_id)
                await directory_store.add(
                    tx,
                    public("env", environment_id),
                    "environment",
                    tenant_id,
                    environment_id,
                    environment_id,
                )
                await self._vaults.create(tx, environment_id)
            await record(tx, self._clock, actor, "tenant.create.v1", tenant_id, live_id, sandbox_id)
            row = await tenant_store.find(tx, tenant_id)
        return _tenant(row)

    async def get(self, caller: Principal, tenant_id: UUID) -> Tenant:
        """Raises: PermissionDenied, TenantNotFound for any tenant but the caller's own."""
        caller.require(Permission.TENANTS_READ)
        return await self.read(_own(caller, tenant_id))

    async def rename(self, caller: Principal, tenant_id: UUID, name: str) -> Tenant:
        """Raises: PermissionDenied, TenantNotFound."""
        caller.require(Permission.TENANTS_WRITE)
        scope = (_own(caller, tenant_id), caller.environment_id)
        async with self._database.transaction(scope) as tx:
            await tenant_store.rename(tx, tenant_id, name, self._clock.now())
            await record(tx, self._clock, caller, "tenant.rename.v1", tenant_id)
            row = await tenant_store.find(tx, tenant_id)
        return _tenant(row)

    async def suspend(self, caller: Principal, tenant_id: UUID) -> Tenant:
        """Refuse every credential of the tenant, within seconds. Only the installation can let it in again.

        Raises: PermissionDenied, TenantNotFound.
        """
        caller.require(Permission.TENANTS_WRITE)
        return await self._set_status(caller, tenant_id, TenantStatus.SUSPENDED, "tenant.suspend.v1")

    async def resume(self, caller: Principal, tenant_id: UUID) -> Tenant:
        """Raises: PermissionDenied, TenantNotFound."""
        caller.require(Permission.TENANTS_CREATE)
        return await self._set_status(caller, tenant_id, TenantStatus.ACTIVE, "tenant.resume.v1")

    async def set_plan(self, caller: Principal, tenant_id: UUID, plan: PlanName) -> Tenant:
        """Give the tenant the limits of a plan. Raises: PermissionDenied, TenantNotFound."""
        caller.require(Permission.TENANTS_CREATE)
        async with self._database.transaction((_own(caller, tenant_id), caller.environment_id)) as tx:
            await tenant_store.set_plan(tx, tenant_id, PLANS[plan], self._clock.now())
            await record(tx, self._clock, caller, "tenant.plan.v1", tenant_id, out=plan.value)
            row = await tenant_store.find(tx, tenant_id)
        return _tenant(row)

    async def system_caller(self, tenant_id: UUID, mode: Mode) -> Principal:
        """The installation acting in one environment of a tenant: for the command line and the worker, never a request.

        Raises: TenantNotFound.
        """
        tenant = await self.read(tenant_id)
        caller = system(tenant.id, tenant.environment(mode), mode)
        async with self._database.transaction(tenant_id) as tx:
            row = await closing_store.find(tx, tenant_id, caller.environment_id)
            caller = msgspec.structs.replace(caller, ahead=await ahead_of(tx, caller.environment_id))
        if row is None or row["closed_at"] is None:
            return caller
        return caller.of_closed(keys_going=row["keys_going_at"] is not None)

    async def list_all(self, caller: Principal, after: UUID | None, limit: int) -> list[Tenant]:
        """Every tenant of the installation, oldest first. Raises: PermissionDenied for all but the installation."""
        if caller.kind is not PrincipalKind.SYSTEM:
            raise PermissionDenied(
                "Only the installation may list tenants.", fix="Run `countermark tenants list` where it runs."
            )
        async with self._database.unscoped() as tx:
            ids = await directory_store.tenant_ids(tx, after or UUID(int=0), limit)
        return [await self.read(tenant_id) for tenant_id in ids]

    async def read(self, tenant_id: UUID) -> Tenant:
        """For the other services of this package: it asks for no permission. Raises: TenantNotFound."""
        async with self._database.transaction(tenant_id) as tx:
            return _tenant(await tenant_store.find(tx, tenant_id))

    async def _set_status(self, caller: Principal, tenant_id: UUID, status: TenantStatus, typ: str) -> Tenant:
        async with self._database.transaction((_own(caller, tenant_id), caller.environment_id)) as tx:
            await tenant_store.set_status(tx, tenant_id, status.value, self._clock.now())
            await record(tx, self._clock, caller, typ, tenant_id)
            row = await tenant_store.find(tx, tenant_id)
        return _tenant(row)


def _own(caller: Principal, tenant_id: UUID) -> UUID:
    if tenant_id != caller.tenant_id:
        raise TenantNotFound("No such tenant.")
    return tenant_id


def _tenant(row: asyncpg.Record | None) -> Tenant:
    if row is None:
        raise TenantNotFound("No such tenant.")
    return Tenant(
        id=row["tenant_id"],
        name=row["name"],
        status=TenantStatus(row["status"]),
        plan=PlanName(row["plan"]),
        live_id=row["live_id"],
        sandbox_id=row["sandbox_id"],
        tenant_rate_per_s=row["tenant_rate_per_s"],
        principal_rate_per_s=row["principal_rate_per_s"],
        live_quota_per_month=row["live_quota_per_month"],
        sandbox_quota_per_month=row["sandbox_quota_per_month"],
        created_at=row["created_at"],
    )
