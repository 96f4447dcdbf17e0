"""The watch and the service on the real database, with a clock that tests move."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from inference.ticket_causes import TicketCauses
from resolution.root_causes.root_causes import RootCauses
from resolution.root_causes.watch import CauseWatch
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
async def tenancy(database: Database, clock: ManualClock, cpu: CpuPool, tmp_path: Path) -> TenantServices:
    settings = TenantsSettings(data_dir=tmp_path, master_key=MASTER)
    return await assemble(database, LocalKms(MASTER), cpu, clock, settings)


@pytest.fixture
async def caller(tenancy: TenantServices) -> Principal:
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


@pytest.fixture
def causes(database: Database, clock: ManualClock, cpu: CpuPool) -> RootCauses:
    return RootCauses(database, clock, cpu)


@pytest.fixture
def tickets(database: Database, tenancy: TenantServices, clock: ManualClock) -> TicketCauses:
    return TicketCauses(database, tenancy.vaults, clock)


@pytest.fixture
def watch(database: Database, clock: ManualClock, tickets: TicketCauses, causes: RootCauses) -> CauseWatch:
    return CauseWatch(database, clock, tickets, causes)
