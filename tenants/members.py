"""Members: the people of a tenant, their roles, and their leaving."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import public
from core.pages import Page, page_of
from tenants import addresses, directory_store, member_store, session_store, tenant_store
from tenants.entries import record
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

ADDRESS_LABEL = "member.sealed_address"


class MemberNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "member_not_found"
    fix = "List the members to find the id."


class LastOwner(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "last_owner"
    fix = "Make another member an owner first."


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """address: personal data, for holders of members:read alone; never in a log or an entry."""

    id: UUID
    address: str
    role: Role
    second_factor: bool
    created_at: dt.datetime
    last_signed_in_at: dt.datetime | None

    def __repr__(self) -> str:
        return f"Member({public('mbr', self.id)})"


class Members:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def get(self, caller: Principal, member_id: UUID) -> Member:
        """Raises: PermissionDenied, MemberNotFound."""
        if public("mbr", member_id) != caller.id:
            caller.require(Permission.MEMBERS_READ)
        vault = await self._vaults.of(caller.tenant_id)
        async with self._database.transaction(caller.tenant_id) as tx:
            return member_of(vault, await member_store.find(tx, caller.tenant_id, member_id))

    async def exists(self, tenant_id: UUID, member_id: UUID) -> bool:
        """Say whether somebody is a member now; for services that name one."""
        async with self._database.transaction(tenant_id) as tx:
            return await member_store.find(tx, tenant_id, member_id) is not None

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Member]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.MEMBERS_READ)
        vault = await self._vaults.of(caller.tenant_id)
        async with self._database.transaction(caller.tenant_id) as tx:
            rows = await member_store.newest(tx, caller.tenant_id, after, limit + 1)
        return page_of(
            [member_of(vault, row) for row in rows], limit, lambda member: public("mbr", member.id)
        )

    async def change_role(self, caller: Principal, member_id: UUID, role: Role) -> Member:
        """Give a member another role, in force within seconds.

        Raises: PermissionDenied when the old or the new role holds more than the caller, MemberNotFound, LastOwner.
        """
        caller.require(Permission.MEMBERS_WRITE)
        caller.require_all(PERMISSIONS_OF_ROLE[role])
        vault = await self._vaults.of(caller.tenant_id)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            old = await self._to_change(tx, caller, member_id, vault)
            if old.role is role:
                return old
            if old.role is Role.OWNER:
                await _keep_an_owner(tx, caller.tenant_id)
            await member_store.set_role(tx, caller.tenant_id, member_id, role.value)
            await record(tx, self._clock, caller, "member.role.v1", member_id, out=role.value)
            return member_of(vault, await member_store.find(tx, caller.tenant_id, member_id))

    async def remove(self, caller: Principal, member_id: UUID) -> None:
        """Remove a member with everything personal, and end their sessions.

        Raises: PermissionDenied, MemberNotFound, LastOwner.
        """
        caller.require(Permission.MEMBERS_WRITE)
        vault = await self._vaults.of(caller.tenant_id)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            old = await self._to_change(tx, caller, member_id, vault)
            if old.role is Role.OWNER:
                await _keep_an_owner(tx, caller.tenant_id)
            row = await member_store.find(tx, caller.tenant_id, member_id)
            if row is not None:
                reference = addresses.reference(row["address_digest"])
                await directory_store.drop(tx, reference, caller.tenant_id)
            await session_store.revoke_all(tx, caller.tenant_id, member_id, self._clock.now())
            await member_store.remove(tx, caller.tenant_id, member_id, self._clock.now())
            await record(tx, self._clock, caller, "member.remove.v1", member_id)

    async def _to_change(
        self, tx: Transaction, caller: Principal, member_id: UUID, vault: EnvironmentVault
    ) -> Member:
        """Read a member for a change; changes to one tenant's members wait for each other."""
        await tenant_store.lock(tx, caller.tenant_id)
        member = member_of(vault, await member_store.find(tx, caller.tenant_id, member_id))
        caller.require_all(PERMISSIONS_OF_ROLE[member.role])
        return member


async def _keep_an_owner(tx: Transaction, tenant_id: UUID) -> None:
    if await member_store.count_owners(tx, tenant_id) < 2:
        raise LastOwner("A tenant keeps at least one owner.")


def member_of(vault: EnvironmentVault, row: asyncpg.Record | None) -> Member:
    """vault: the tenant's own. Raises: MemberNotFound."""
    if row is None:
        raise MemberNotFound("No such member.")
    return Member(
        id=row["member_id"],
        address=vault.open_tenant(ADDRESS_LABEL, row["member_id"], row["sealed_address"]).decode(),
        role=Role(row["role"]),
        second_factor=row["totp_confirmed"],
        created_at=row["created_at"],
        last_signed_in_at=row["last_signed_in_at"],
    )
