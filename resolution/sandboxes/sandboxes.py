"""Sandboxes that strangers make for themselves, where the installation lets them, and operators by command."""

import asyncio
from typing import Annotated
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.ids import public
from payments.magic import MAGIC_VALUES, MagicValue
from resolution.sandboxes import seed, store
from resolution.sandboxes.admission import Admission
from resolution.sandboxes.seed import Seeded, Seeds
from tenants.api_keys import ApiKeys, CreateApiKey
from tenants.closings import EnvironmentNotFound
from tenants.entries import record
from tenants.oauth_clients import CreateOAuthClient, OAuthClients
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.plans import PlanName
from tenants.principals import Principal
from tenants.tenancy import INSTALLATION, CreateTenant, TenantName, Tenants

CREDENTIAL = "sandbox"


class SelfServiceOff(PlatformError):
    """This installation makes sandboxes by command alone."""

    kind = ErrorKind.NOT_FOUND
    code = "sandbox_self_service_off"
    fix = "Ask the operator for `countermark sandbox create`, or for COUNTERMARK_SELF_SERVICE_SANDBOX=true."


class CreateSandbox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """name: of the tenant that it makes."""

    name: TenantName


class Sandbox(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant's sandbox with what opens it: key and secret are shown this once. magic_values: what is answered as told, whatever rules say."""

    tenant_id: str
    environment_id: str
    api_key_id: str
    api_key: Annotated[str, msgspec.Meta(max_length=200)]
    client_id: str
    client_secret: Annotated[str, msgspec.Meta(max_length=200)]
    seeded: Seeded
    magic_values: list[MagicValue]

    def __repr__(self) -> str:
        return f"Sandbox({self.environment_id})"


class NotASandbox(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "not_a_sandbox"
    fix = "Use a credential of the tenant's sandbox."


class ResetSandbox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """environment_id: of the caller's own environment, so that no other is cleared by mistake. seed: whether the seed is sent again."""

    environment_id: Annotated[str, msgspec.Meta(max_length=64)]
    seed: bool = True


class SandboxReset(msgspec.Struct, frozen=True, kw_only=True):
    """cleared: rows. seeded: null where no seed was wanted."""

    environment_id: str
    cleared: int
    seeded: Seeded | None


class MagicValues(msgspec.Struct, frozen=True, kw_only=True):
    """active: whether they do anything in the caller's environment: they do in a sandbox alone."""

    active: bool
    data: list[MagicValue]


class Sandboxes:
    """self_service: whether strangers may make them."""

    def __init__(
        self,
        database: Database,
        tenants: Tenants,
        api_keys: ApiKeys,
        oauth_clients: OAuthClients,
        seeds: Seeds,
        clock: Clock,
        *,
        self_service: bool,
    ) -> None:
        self._database = database
        self._tenants = tenants
        self._api_keys = api_keys
        self._oauth_clients = oauth_clients
        self._seeds = seeds
        self._clock = clock
        self._self_service = self_service
        self._admission = Admission()
        self._resets: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def sign_up(self, peer: str | None, command: CreateSandbox) -> Sandbox:
        """Make a sandbox for a stranger. peer: the address that the connection comes from. Raises: SelfServiceOff, TooManySandboxes."""
        if not self._self_service:
            raise SelfServiceOff("This installation lets nobody make a sandbox of their own.")
        self._admission.admit(peer)
        return await self.create(command, PlanName.TRIAL)

    async def create(self, command: CreateSandbox, plan: PlanName) -> Sandbox:
        """Make a tenant, and in its sandbox a key and a client with everything that an owner may do, and the seed."""
        tenant = await self._tenants.create(INSTALLATION, CreateTenant(name=command.name, plan=plan))
        caller = await self._tenants.system_caller(tenant.id, "sandbox")
        seeded = await self.sow(caller)
        scopes = sorted(PERMISSIONS_OF_ROLE[Role.OWNER])
        key = await self._api_keys.create(caller, CreateApiKey(name=CREDENTIAL, scopes=scopes))
        client = await self._oauth_clients.create(caller, CreateOAuthClient(name=CREDENTIAL, scopes=scopes))
        return Sandbox(
            tenant_id=public("ten", tenant.id),
            environment_id=public("env", tenant.sandbox_id),
            api_key_id=public("key", key.key.id),
            api_key=key.text,
            client_id=public("cli", client.client.id),
            client_secret=client.secret or "",
            seeded=seeded,
            magic_values=list(MAGIC_VALUES),
        )

    async def sow(self, caller: Principal) -> Seeded:
        """Give an environment the seed."""
        return await self._seeds.sow(caller, await asyncio.to_thread(seed.facts, self._clock.now()))

    async def reset(self, caller: Principal, wanted: ResetSandbox) -> SandboxReset:
        """Clear what the sandbox was told and made of it, in one transaction with its entry; then send the seed. Keys, configuration and the
        log stay. Two at once come one after the other, so that no seed is mixed with another.

        Raises: PermissionDenied, NotASandbox, EnvironmentNotFound unless it is named.
        """
        caller.require(Permission.SANDBOX_WRITE)
        if caller.mode == "live":
            raise NotASandbox("A live environment is never cleared.")
        if wanted.environment_id != public("env", caller.environment_id):
            raise EnvironmentNotFound("Another environment is named than that of the credential.")
        async with self._resets.setdefault(caller.environment_id, asyncio.Lock()):
            async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
                cleared = await store.clear(tx, caller.environment_id)
                await record(tx, self._clock, caller, "sandbox.reset.v1", out=f"rows={cleared}")
            seeded = await self.sow(caller) if wanted.seed else None
        return SandboxReset(environment_id=wanted.environment_id, cleared=cleared, seeded=seeded)

    async def magic_values(self, caller: Principal) -> MagicValues:
        """Raises: PermissionDenied."""
        caller.require(Permission.TENANTS_READ)
        return MagicValues(active=caller.mode != "live", data=list(MAGIC_VALUES))
