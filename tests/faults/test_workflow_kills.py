"""10,000 instances with timers, and workers that are killed: each action once, none lost, all ended."""

import asyncio
import ipaddress
import os
import pathlib
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest

from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.postgres import EmbeddedPostgres
from resolution.connectors.connectors import Connectors
from resolution.connectors.entities import CreateConnector
from resolution.outbound.reach import Reach
from resolution.workflows.starting import Wanted, start
from resolution.workflows.workflows import Workflows
from tenants.kms import LocalKms
from tenants.principals import Principal
from tenants.services import TenantServices, assemble
from tenants.settings import MasterKey, TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.faults.counting import Counting, counting_server
from tests.faults.workflow_worker import Told

INSTANCES = int(os.environ.get("WORKFLOW_INSTANCES", "10000"))
KILLS = 20
WORKERS = 2
CALLS = 2
LIMIT_S = 900.0
SEED = 20261121
MASTER = secrets.token_bytes(32)
_ROOT = pathlib.Path(__file__).parents[2]

_RETRY = {"delay": {"seconds": 1}, "backoff": {"exponential": {}}, "limit": {"attempt": {"count": 5}}}
_PATH = {"connector": "far-side", "path": "/effects", "body": {"subject": "${ $workflow.subject }"}}


def tried(name: str) -> dict[str, object]:
    return {name: {"try": [{"act": {"call": "http.call", "with": _PATH}}], "catch": {"retry": _RETRY}}}


DOCUMENT = {
    "document": {"dsl": "1.0.0", "namespace": "tests", "name": "faults", "version": "1.0.0"},
    "do": [tried("first"), {"rest": {"wait": "${ $input.wait_s }"}}, tried("second")],
}


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


class Workers:
    """Real processes; killed ones are started again at once."""

    def __init__(self, told: Told) -> None:
        self._told = msgspec.json.encode(told)
        self._running: list[subprocess.Popen[bytes]] = []
        self.kills = 0

    def start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.workflow_worker"], cwd=_ROOT, stdin=subprocess.PIPE
        )
        assert process.stdin is not None
        process.stdin.write(self._told)
        process.stdin.close()
        self._running.append(process)

    def kill(self) -> None:
        process = self._running.pop(0)
        assert process.poll() is None, "a worker ended by itself"
        process.kill()
        process.wait()
        self.kills += 1

    def stop(self) -> None:
        while self._running:
            self.kill()


async def furnish(database: Database, tenancy: TenantServices, url: str) -> tuple[Principal, Wanted]:
    """A tenant with a connector to the counting server, and the workflow that calls it."""
    clock = SystemClock()
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    caller = await tenancy.tenants.system_caller(tenant.id, "sandbox")
    reach = Reach((ipaddress.ip_network("127.0.0.0/8"),))  # by this explicit setting alone
    connectors = Connectors(database, tenancy.vaults, clock, reach)
    await connectors.create(caller, CreateConnector(name="far-side", base_url=url))
    workflows = Workflows(database, clock, {"http.call"})
    version = await workflows.push(caller, DOCUMENT, "faults")
    await workflows.activate(caller, version.workflow_id, version.id, "for a test")
    wanted = Wanted(
        workflow_id=version.workflow_id,
        workflow="faults",
        version_id=version.id,
        subject="",
        mode="sandbox",
        given={},
        by="system",
    )
    return caller, wanted


async def begin(database: Database, tenancy: TenantServices, environment_id: UUID, wanted: Wanted) -> None:
    """Start all instances, a hundred in each transaction, before any worker runs."""
    clock, drawn = SystemClock(), random.Random(SEED)
    vault = await tenancy.vaults.of(environment_id)
    for at in range(0, INSTANCES, 100):
        async with database.transaction(environment_id) as tx:
            for number in range(at, min(at + 100, INSTANCES)):
                given = {"wait_s": drawn.randint(1, 20)}
                one = msgspec.structs.replace(wanted, subject=f"s{number}", given=given)
                assert await start(tx, clock, vault, environment_id, one) is not None


async def kill_along(workers: Workers, counting: Counting) -> None:
    """Kill a worker each time that another part of all effects is done, and start one in its place."""
    for number in range(1, KILLS + 1):
        while counting.effects.total() < INSTANCES * CALLS * number // (KILLS + 1):
            counting.changed.clear()
            await counting.changed.wait()
        workers.kill()
        workers.start()


async def ended(database: Database, environment_id: UUID) -> None:
    while True:
        async with database.unscoped() as tx:
            query = "SELECT count(*) FROM workflow_queue WHERE environment_id = $1"
            if await tx.fetchval(query, environment_id) == 0:
                return
        await asyncio.sleep(0.5)


async def entries(tx: Transaction, environment_id: UUID, typ: str) -> object:
    query = (
        "SELECT count(*) FROM ledger_intake WHERE environment_id = $1 AND position($2::bytea IN entry) > 0"
    )
    return await tx.fetchval(query, environment_id, typ.encode())


@pytest.mark.workflow_faults
async def test_killed_workers_lose_and_repeat_nothing(
    postgres: EmbeddedPostgres, database: Database, cpu: CpuPool, tmp_path: pathlib.Path
) -> None:
    """20 times kill -9 in the middle: each action takes effect exactly once, no instance is lost, all end, and the ledger says so."""
    master = MasterKey(MASTER)
    settings = TenantsSettings(data_dir=tmp_path, master_key=master)
    tenancy = await assemble(database, LocalKms(master), cpu, SystemClock(), settings)
    workers = Workers(Told(url=postgres.url(), folder=str(tmp_path), master=MASTER.hex()))
    began = time.monotonic()
    async with counting_server() as counting:
        caller, wanted = await furnish(database, tenancy, counting.url)
        await begin(database, tenancy, caller.environment_id, wanted)
        started = time.monotonic()
        for _ in range(WORKERS):
            workers.start()
        try:
            async with asyncio.timeout(LIMIT_S):
                await kill_along(workers, counting)
                await ended(database, caller.environment_id)
        finally:
            workers.stop()
    took_s = time.monotonic() - started
    async with database.transaction(caller.environment_id) as tx:
        query = "SELECT status, count(*) FROM workflow_instance WHERE environment_id = $1 GROUP BY status"
        statuses = dict(await tx.fetch(query, caller.environment_id))
        query = "SELECT count(*) FROM workflow_step WHERE environment_id = $1 AND what = 'call' AND outcome = 'done'"
        recorded = await tx.fetchval(query, caller.environment_id)
        logged = await entries(tx, caller.environment_id, "workflow.end.v1")
    repeated = counting.deliveries.total() - counting.effects.total()
    sys.stdout.write(
        f"\n{INSTANCES} instances, {workers.kills - WORKERS} workers killed -9, {took_s:.0f} s of work "
        f"({counting.effects.total() / took_s:.0f} actions/s), {started - began:.0f} s to start them\n"
        f"effects {counting.effects.total()} of {INSTANCES * CALLS}, once for each key; {repeated} repeated deliveries absorbed; "
        f"{len(counting.refused)} calls answered 503 first and tried again\n"
        f"ended {statuses}; lost {INSTANCES - sum(statuses.values())}; ledger entries of ends {logged}\n"
    )
    assert workers.kills == KILLS + WORKERS
    assert set(counting.effects.values()) == {1}
    assert len(counting.effects) == INSTANCES * CALLS
    assert counting.refused <= set(counting.effects), "a refused call was tried again under its own key"
    assert statuses == {"completed": INSTANCES}
    assert recorded == INSTANCES * CALLS
    assert logged == INSTANCES
