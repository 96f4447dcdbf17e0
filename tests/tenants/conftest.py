"""The whole package on the real database, and a tenant of its own for each test."""

import pathlib
import secrets
from collections.abc import Iterator

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from core.ids import public
from tenants.invitations import AcceptInvitation, InviteMember, NewInvitation
from tenants.kms import LocalKms
from tenants.members import Member
from tenants.oauth_clients import CreateOAuthClient, NewOAuthClient
from tenants.permissions import Permission, Role
from tenants.principals import Mode, Principal
from tenants.services import TenantServices, assemble
from tenants.settings import MasterKey, TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant, Tenant
from tests.fakes.watch import StopWatch

MASTER = MasterKey(secrets.token_bytes(32))


PASSWORD = "correct horse battery staple"


async def a_member(
    services: TenantServices, caller: Principal, role: Role, address: str | None = None
) -> Member:
    """Invite somebody and accept for them."""
    where = address or f"{secrets.token_hex(6)}@example.com"
    made = await services.invitations.invite(caller, InviteMember(address=where, role=role))
    return await services.invitations.accept(AcceptInvitation(token=token_in(made), password=PASSWORD))


def token_in(made: NewInvitation) -> str:
    return made.link.partition("#")[2]


async def a_client(services: TenantServices, caller: Principal) -> NewOAuthClient:
    scopes = [Permission.DECISIONS_CREATE, Permission.DECISIONS_READ]
    return await services.oauth_clients.create(caller, CreateOAuthClient(name="settlement", scopes=scopes))


async def a_token(services: TenantServices, client: NewOAuthClient, scope: str = "") -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": public("cli", client.client.id),
        "client_secret": str(client.secret),
        "scope": scope,
    }
    return (await services.oauth.token(None, form)).access_token


@pytest.fixture
def settings(tmp_path: pathlib.Path) -> TenantsSettings:
    return TenantsSettings(data_dir=tmp_path, master_key=MASTER)


@pytest.fixture
def watch() -> StopWatch:
    return StopWatch()


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


@pytest.fixture
async def services(
    database: Database, clock: ManualClock, watch: StopWatch, settings: TenantsSettings, cpu: CpuPool
) -> TenantServices:
    return await assemble(database, LocalKms(MASTER), cpu, clock, settings, monotonic_s=watch)


@pytest.fixture
async def tenant(services: TenantServices) -> Tenant:
    return await services.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))


@pytest.fixture
async def other_tenant(services: TenantServices) -> Tenant:
    return await services.tenants.create(INSTALLATION, CreateTenant(name="Other Bank"))


@pytest.fixture
async def system(services: TenantServices, tenant: Tenant) -> Principal:
    """The installation acting in the tenant's sandbox."""
    mode: Mode = "sandbox"
    return await services.tenants.system_caller(tenant.id, mode)
