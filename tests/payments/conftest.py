"""The package on the real database: a tenant with a sandbox of its own for each test."""

import pathlib
from collections.abc import Iterator

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from payments.logins import Logins
from payments.transactions import Payments
from tenants.kms import LocalKms
from tenants.principals import Principal
from tenants.services import TenantServices, assemble
from tenants.settings import TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.tenants.conftest import MASTER


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


@pytest.fixture
async def tenancy(
    database: Database, clock: ManualClock, cpu: CpuPool, tmp_path: pathlib.Path
) -> TenantServices:
    settings = TenantsSettings(data_dir=tmp_path, master_key=MASTER)
    return await assemble(database, LocalKms(MASTER), cpu, clock, settings)


@pytest.fixture
async def caller(tenancy: TenantServices) -> Principal:
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


@pytest.fixture
async def stranger(tenancy: TenantServices) -> Principal:
    """A caller of another tenant."""
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Other Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


@pytest.fixture
def payments(database: Database, tenancy: TenantServices, clock: ManualClock) -> Payments:
    return Payments(database, tenancy.vaults, clock)


@pytest.fixture
def logins(database: Database, tenancy: TenantServices, clock: ManualClock) -> Logins:
    return Logins(database, tenancy.vaults, clock)
