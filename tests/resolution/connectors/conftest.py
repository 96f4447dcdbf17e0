"""Connectors on the real database, calling servers that really listen on this machine."""

import dataclasses
import ipaddress
import uuid
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import pytest

from core.clock import ManualClock
from core.database import Database
from core.json_values import JsonValue
from resolution.actions import ActionCall
from resolution.connectors.calling import Caller
from resolution.connectors.connectors import Connectors
from resolution.connectors.entities import Connector, CreateConnector
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.resolution.outbound.inside import Listener
from tests.tenants import conftest as tenancy

cpu, services, settings, system, tenant, watch = (
    tenancy.cpu, tenancy.services, tenancy.settings, tenancy.system, tenancy.tenant, tenancy.watch,
)  # fmt: skip


KEY = "instance-1/step-2"


@dataclasses.dataclass(frozen=True)
class Bench:
    database: Database
    clock: ManualClock
    services: TenantServices
    system: Principal
    connectors: Connectors
    caller: Caller

    @property
    def environment_id(self) -> UUID:
        return self.system.environment_id

    async def connector(self, server: Listener, name: str = "bank", **wanted: object) -> Connector:
        url = f"http://127.0.0.1:{server.ports[0]}/v1"
        command = CreateConnector(**{"name": name, "base_url": url, **wanted})  # type: ignore[arg-type]
        return await self.connectors.create(self.system, command)

    def call(self, key: str = KEY, **arguments: JsonValue) -> ActionCall:
        return self.step(arguments, key)

    def step(self, arguments: Mapping[str, JsonValue], key: str = KEY) -> ActionCall:
        return ActionCall(
            environment_id=self.environment_id,
            instance_id=uuid.UUID(int=5),
            step="/do/0/pay",
            attempt=1,
            key=key,
            arguments=arguments,
        )


@pytest.fixture
async def bench(
    database: Database, clock: ManualClock, services: TenantServices, system: Principal
) -> AsyncIterator[Bench]:
    reach = Reach([ipaddress.ip_network("127.0.0.0/8")])
    guard = Guard(reach)
    yield Bench(
        database=database,
        clock=clock,
        services=services,
        system=system,
        connectors=Connectors(database, services.vaults, clock, reach),
        caller=Caller(database, services.vaults, guard, clock),
    )
    await guard.close()


def headers_of(head: str) -> Mapping[str, str]:
    """Header lines by lower-case name."""
    lines = [line.partition(":") for line in head.splitlines()[1:] if line]
    return {name.strip().lower(): value.strip() for name, _, value in lines}
