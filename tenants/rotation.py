"""Rotation of the keys that wrap keys: an environment's own, and the installation's master key."""

from uuid import UUID

from core.clock import Clock
from core.database import Database
from tenants import directory_store, vault_store
from tenants.entries import record
from tenants.installation_keys import place_of
from tenants.kms import Kms
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.tenancy import Tenants
from tenants.vaults import Vaults

_TENANTS_AT_A_TIME = 100


class KeyRotation:
    def __init__(self, database: Database, vaults: Vaults, tenants: Tenants, kms: Kms, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._tenants = tenants
        self._kms = kms
        self._clock = clock

    async def rotate_environment(self, caller: Principal) -> int:
        """Add a key version to the caller's environment. Returns: the version, which wraps new keys a minute later.

        Raises: PermissionDenied for all but the installation.
        """
        caller.require(Permission.TENANTS_CREATE)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            version = await self._vaults.rotate(tx, caller.environment_id)
            await record(tx, self._clock, caller, "vault.rotate.v1", caller.environment_id)
        return version

    async def rewrap_environment(self, caller: Principal) -> int:
        """Wrap every key of the caller's environment with the newest version, and destroy the older versions.

        Returns: how many subjects' keys were wrapped anew. Raises: PermissionDenied, RotationTooEarly.
        """
        caller.require(Permission.TENANTS_CREATE)
        return await self._vaults.rewrap(caller.environment_id)

    async def rewrap_for_master(self, caller: Principal) -> int:
        """Wrap every key of the installation with the current master key; afterwards the previous one is not needed.

        Safe to run again. Returns: how many tenants were done. Raises: PermissionDenied, MasterKeyUnusable.
        """
        caller.require(Permission.TENANTS_CREATE)
        async with self._database.unscoped() as tx:
            for row in await vault_store.all_installation_keys(tx):
                place = place_of(row["purpose"], row["key_id"])
                wrapped = await self._kms.wrap(await self._kms.unwrap(row["wrapped"], place), place)
                await vault_store.set_installation_key(tx, row["purpose"], row["key_id"], wrapped)
        done, after = 0, UUID(int=0)
        while ids := await self._tenant_ids(after):
            for tenant_id in ids:
                tenant = await self._tenants.read(tenant_id)
                scopes = (tenant.id, tenant.live_id, tenant.sandbox_id)
                async with self._database.transaction(scopes) as tx:
                    for scope_id in scopes:
                        await self._vaults.rewrap_for_master(tx, scope_id)
            done, after = done + len(ids), ids[-1]
        return done

    async def _tenant_ids(self, after: UUID) -> list[UUID]:
        async with self._database.unscoped() as tx:
            return await directory_store.tenant_ids(tx, after, _TENANTS_AT_A_TIME)
