"""A worker of workflows as a process of its own, to be killed: the product's runner and its `http.call`, loopback allowed by setting."""

import asyncio
import ipaddress
import pathlib
import sys

import msgspec

from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from resolution.actions import Actions
from resolution.connectors.calling import Caller
from resolution.connectors.http_call import HttpCall
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from resolution.workflows.runner import Runner, RunnerSettings
from tenants.kms import LocalKms
from tenants.services import assemble
from tenants.settings import MasterKey, TenantsSettings

LEASE_S = 8.0


class Told(msgspec.Struct, frozen=True):
    """What the test hands over on standard input. master: hexadecimal."""

    url: str
    folder: str
    master: str


async def main(told: Told) -> None:
    database = await Database.open(DatabaseSettings(url=told.url, pool_size_max=6, acquire_timeout_ms=30_000))
    clock, cpu, master = SystemClock(), CpuPool(), MasterKey(bytes.fromhex(told.master))
    settings = TenantsSettings(data_dir=pathlib.Path(told.folder), master_key=master)
    tenancy = await assemble(database, LocalKms(master), cpu, clock, settings)
    guard = Guard(Reach((ipaddress.ip_network("127.0.0.0/8"),)))
    actions = Actions([HttpCall(Caller(database, tenancy.vaults, guard, clock))])
    runner = Runner(
        database,
        tenancy.vaults,
        clock,
        actions,
        RunnerSettings(lease_s=LEASE_S, of_one_environment=128, in_flight_max=64, idle_s=0.1),
    )
    await runner.run()


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.stdin.buffer.read(), type=Told)))
