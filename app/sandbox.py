"""A fresh sandbox on a running installation: a tenant, a key and an OAuth2 client, made by the installation itself."""

from uuid import UUID

import msgspec

from app.settings import Settings
from app.wiring.foundation import open_foundation
from core.ids import public
from tenants.api_keys import CreateApiKey
from tenants.oauth_clients import CreateOAuthClient
from tenants.permissions import PERMISSIONS_OF_ROLE, Role
from tenants.plans import PlanName
from tenants.tenancy import INSTALLATION, CreateTenant


class Sandbox(msgspec.Struct, frozen=True, kw_only=True):
    """Ids and secrets of a fresh sandbox environment. The secrets are shown once."""

    tenant_id: UUID
    environment_id: UUID
    key: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Sandbox(environment_id={self.environment_id})"


async def create(settings: Settings, name: str, plan: PlanName = PlanName.STANDARD) -> Sandbox:
    """Make a tenant, and a key and a client of its sandbox with everything an owner may do.

    Raises: DatabaseUnavailable when the service is not running.
    """
    scopes = sorted(PERMISSIONS_OF_ROLE[Role.OWNER])
    async with open_foundation(settings, pool_size_max=2) as base:
        tenants = base.tenants
        tenant = await tenants.tenants.create(INSTALLATION, CreateTenant(name=name, plan=plan))
        caller = await tenants.tenants.system_caller(tenant.id, "sandbox")
        key = await tenants.api_keys.create(caller, CreateApiKey(name="demo", scopes=scopes))
        client = await tenants.oauth_clients.create(caller, CreateOAuthClient(name="demo", scopes=scopes))
    return Sandbox(
        tenant_id=tenant.id,
        environment_id=tenant.sandbox_id,
        key=key.text,
        client_id=public("cli", client.client.id),
        client_secret=client.secret or "",
    )
