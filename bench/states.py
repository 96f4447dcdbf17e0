"""What the running state costs: preparing, recording and reading payments of customers with short and long histories.

CPU time a payment, in batches of 16 as a tick of decisions makes them, of this process and of PostgreSQL apart; and one bulk.
Simulated payments, an embedded PostgreSQL that syncs its commits, the application's role with row-level security.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from app.scratch import scratch
from core import roles
from core.clock import SystemClock
from core.database import Database, DatabaseSettings
from core.ids import uuid7
from core.postgres import EmbeddedPostgres
from migrations.upgrade import upgrade
from payments import ingest, states
from payments.facts import Transaction
from payments.prepared import PreparedTransaction, prepare, query_of
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import simulate
from tenants.vault import EnvironmentVault, SubjectKey

BATCH = 16
ROUNDS = 60
WORLDS = {
    "2 days of history": SimulatorConfig(seed=5, days=2, customers=2_000),
    "90 days": SimulatorConfig(seed=5, days=90, customers=300),
}
TICKS_A_SECOND = 100


def payments_of(config: SimulatorConfig) -> list[Transaction]:
    return [event.transaction for event in simulate(config) if isinstance(event, SimulatedPayment)]


def prepared(payments: Sequence[Transaction], vault: EnvironmentVault) -> list[PreparedTransaction]:
    clock, keys = SystemClock(), dict[UUID, SubjectKey]()
    rows = []
    for payment in payments:
        customer = vault.handle(payment.customer_id)
        if customer not in keys:
            keys[customer] = vault.new_subject(customer)[0]
        rows.append(prepare(payment, vault, customer, keys[customer], uuid7(clock), clock.now()))
    return rows


async def measure(title: str, count: int, work: Callable[[], Awaitable[None]], backend: int) -> None:
    wall, own, other = time.perf_counter(), time.process_time(), cpu_of(backend)
    await work()
    parts = (time.perf_counter() - wall, time.process_time() - own, cpu_of(backend) - other)
    elapsed, python, postgres = (f"{part / count * 1e6:7.1f}" for part in parts)
    print(f"  {title:28} {elapsed} µs elapsed {python} µs Python {postgres} µs PostgreSQL")


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process of Linux has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


async def run(url: str) -> None:
    database = await Database.open(DatabaseSettings(url=url, pool_size_max=2))
    for title, config in WORLDS.items():
        scope = uuid4()
        vault = EnvironmentVault(scope, {1: b"k" * 32}, 1, sha256(scope.bytes).digest())
        payments = payments_of(config)
        began = time.process_time()
        rows = prepared(payments, vault)
        print(
            f"{title}: {len(rows)} payments; prepared in {(time.process_time() - began) / len(rows) * 1e6:.1f} µs each"
        )
        await measure_world(database, scope, rows)
    await database.close()


async def measure_world(database: Database, scope: UUID, rows: list[PreparedTransaction]) -> None:
    """Everything in one transaction at a time, so one backend does all the work."""
    fresh = BATCH * ROUNDS
    past, read, recorded = rows[: -2 * fresh], rows[-2 * fresh : -fresh], rows[-fresh:]
    async with database.transaction(scope) as tx:
        backend = int(str(await tx.fetchval("SELECT pg_backend_pid()")))

        async def load() -> None:
            for first in range(0, len(past), 1_000):
                await ingest.record_many(tx, past[first : first + 1_000])

        async def read_all() -> None:
            for first in range(0, fresh, BATCH):
                await states.read_many(tx, [query_of(row) for row in read[first : first + BATCH]])

        async def record_all() -> None:
            for first in range(0, fresh, BATCH):
                await ingest.record_many(tx, recorded[first : first + BATCH])

        await measure("recorded, 1,000 at a time", len(past), load, backend)
        await read_all()  # the first reads plan the statement
        await measure(f"state read, {BATCH} at a time", fresh, read_all, backend)
        await measure(f"recorded, {BATCH} at a time", fresh, record_all, backend)


def main() -> None:
    with scratch("states") as folder:
        cluster = EmbeddedPostgres(folder / "pg")
        cluster.start()
        try:
            upgrade(cluster.url(roles.OWNER))
            asyncio.run(run(cluster.url()))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
