"""A tenant, its workflows on a real PostgreSQL, and a connector that really answers over HTTP."""

import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from resolution.actions import Actions
from resolution.connectors.messages import MessageRender
from resolution.connectors.wordings import Wordings
from resolution.workflows.instances import Instances
from resolution.workflows.runner import Runner, RunnerSettings
from resolution.workflows.trials import Trials
from resolution.workflows.workflows import Workflows
from tenants.kms import LocalKms
from tenants.permissions import PERMISSIONS_OF_ROLE, Role
from tenants.principals import Principal
from tenants.services import TenantServices, assemble
from tenants.settings import TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.resolution.workflows.connector import Bank, BankAction, serving
from tests.tenants.conftest import MASTER

ACTIONS = ("http.call", "mail.send", "sms.send", "case.open", "alert.raise", "decide", "message.render")


@dataclasses.dataclass
class World:
    database: Database
    clock: ManualClock
    tenancy: TenantServices
    bank: Bank
    caller: Principal
    stranger: Principal
    actions: Actions
    workflows: Workflows
    instances: Instances
    trials: Trials
    cpu: CpuPool
    runner: Runner

    async def start(self, document: dict[str, object], given: dict[str, object], subject: str = "s1") -> UUID:
        """Push, activate and start. Returns: the instance's id."""
        version = await self.workflows.push(self.caller, document, "for a test")
        await self.workflows.activate(self.caller, version.workflow_id, version.id, "for a test")
        return (await self.instances.start(self.caller, version.workflow_id, subject, given)).id

    def another_runner(self, settings: RunnerSettings | None = None) -> Runner:
        """Another worker beside the first one."""
        return Runner(
            self.database, self.tenancy.vaults, self.clock, self.actions, settings or RunnerSettings()
        )

    def as_role(self, role: Role) -> Principal:
        """The same environment, as a member of that role sees it."""
        return msgspec.structs.replace(self.caller, id="mbr_test", permissions=PERMISSIONS_OF_ROLE[role])

    async def later(self, **span: float) -> None:
        """Let time pass, and what comes due by it be worked off."""
        self.clock.advance(dt.timedelta(**span))
        await self.runner.run_due()

    async def happened(self, instance_id: UUID) -> list[tuple[str, str]]:
        """What the log of an instance says, oldest first: what, and how it went."""
        page = await self.instances.steps(self.caller, instance_id, None, 100)
        return [(each.what, each.outcome) for each in page.data]


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


@pytest.fixture
async def tenancy(database: Database, clock: ManualClock, cpu: CpuPool, tmp_path: Path) -> TenantServices:
    return await assemble(
        database, LocalKms(MASTER), cpu, clock, TenantsSettings(data_dir=tmp_path, master_key=MASTER)
    )


@pytest.fixture
async def caller(tenancy: TenantServices) -> Principal:
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


@pytest.fixture
async def stranger(tenancy: TenantServices) -> Principal:
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Other Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


@pytest.fixture
def bank() -> Iterator[Bank]:
    with serving(Bank()) as bank:
        yield bank


@pytest.fixture
async def world(
    database: Database,
    clock: ManualClock,
    tenancy: TenantServices,
    caller: Principal,
    stranger: Principal,
    bank: Bank,
    cpu: CpuPool,
) -> AsyncIterator[World]:
    async with httpx.AsyncClient(timeout=10) as client:
        render = MessageRender(Wordings(database))
        called = [BankAction(name, bank.url, client) for name in ACTIONS if name != render.name]
        actions = Actions([render, *called])
        yield World(
            database=database,
            clock=clock,
            tenancy=tenancy,
            bank=bank,
            caller=caller,
            stranger=stranger,
            actions=actions,
            workflows=Workflows(database, clock, actions),
            instances=Instances(database, tenancy.vaults, clock),
            trials=Trials(database, clock, cpu),
            cpu=cpu,
            runner=Runner(database, tenancy.vaults, clock, actions, RunnerSettings()),
        )
    async with database.unscoped() as tx:  # the queue is everybody's: the next test has one of its own
        for each in (caller, stranger):
            await tx.execute("DELETE FROM workflow_queue WHERE environment_id = $1", each.environment_id)
