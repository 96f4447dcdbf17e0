"""The ledger on a durable embedded PostgreSQL: entries sequenced per second, delay until a proof, cost of a receipt.

The sequencer runs in a process of its own, as in production. A delay counts from the commit of the entry until a signed
checkpoint that covers it can be read; for a sample the proof itself is asked for and verified.
"""

import asyncio
import contextlib
import datetime as dt
import json
import multiprocessing
import secrets
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import msgspec

from app.scratch import scratch
from core import ids, intake, roles
from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.intake import Entry
from core.postgres import EmbeddedPostgres
from ledger import store
from ledger.keys import LogKeys
from ledger.log import Ledger
from ledger.receipts import MERGE_DELAY_MAX, ReceiptSigner, Statement
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from ledger.verifier import single
from ledger.verifier.trust import Trust
from migrations.upgrade import upgrade
from tenants.kms import LocalKms
from tenants.permissions import EVERY_PERMISSION
from tenants.principals import Principal, PrincipalKind
from tenants.settings import MasterKey
from tenants.vaults import Vaults

BACKLOG_ENTRIES = 50_000
RATE_PER_S = 500
PACED_S = 30
COMMIT_EVERY_S = 0.02
RECEIPTS_IN_BATCH = 16
SEQUENCED_PER_S_MIN = 5_000
DELAY_P99_S_MAX = 2.0
RECEIPT_US_MAX = 15.0
SETTINGS = LedgerSettings()


class Bench(msgspec.Struct, frozen=True):
    """What both processes need to reach the same log."""

    url: str
    master_key: bytes
    environment_id: UUID

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Database, LogKeys]]:
        database = await Database.open(DatabaseSettings(url=self.url))
        vaults = Vaults(database, LocalKms(MasterKey(self.master_key)), SystemClock())
        try:
            yield database, LogKeys(database, vaults, SystemClock(), SETTINGS.domain)
        finally:
            await database.close()

    @property
    def caller(self) -> Principal:
        return Principal(
            kind=PrincipalKind.SYSTEM,
            id="system",
            tenant_id=self.environment_id,
            environment_id=self.environment_id,
            mode="sandbox",
            permissions=EVERY_PERMISSION,
        )


def main() -> int:
    figures = [("receipt, µs each at batches of 16", receipt_us(), RECEIPT_US_MAX, "at most")]
    with scratch("ledger") as folder:
        cluster = EmbeddedPostgres(folder / "pg")
        cluster.start()
        try:
            upgrade(cluster.url(roles.OWNER))
            bench = Bench(cluster.url(), secrets.token_bytes(32), ids.uuid7(SystemClock()))
            asyncio.run(prepare(bench))
            rate = asyncio.run(drain_backlog(bench))
            figures.append(("entries sequenced per second, one log", rate, SEQUENCED_PER_S_MIN, "at least"))
            delays = asyncio.run(paced(bench))
        finally:
            cluster.stop()
    p50, p99 = statistics.median(delays), sorted(delays)[int(len(delays) * 0.99)]
    figures.append((f"proof available at {RATE_PER_S}/s, s p99", p99, DELAY_P99_S_MAX, "at most"))
    for name, value, limit, word in figures:
        print(f"{name:<42} {value:>10,.2f}   ({word} {limit:,})")
    print(f"{'  of ' + format(len(delays), ',') + ' entries: p50, max':<42} {p50:>10,.2f} {max(delays):.2f}")
    met = all(value <= limit if word == "at most" else value >= limit for _, value, limit, word in figures)
    return 0 if met else 1


async def prepare(bench: Bench) -> None:
    """Make the environment's keys."""
    async with bench.open() as (database, keys):
        vaults = Vaults(database, LocalKms(MasterKey(bench.master_key)), SystemClock())
        async with database.transaction(bench.environment_id) as tx:
            await vaults.create(tx, bench.environment_id)
            await tx.execute(
                "INSERT INTO environment_directory (environment_id) VALUES ($1)", bench.environment_id
            )
        await keys.signer(bench.environment_id)


def entries(bench: Bench, count: int) -> list[Entry]:
    """Entries as decisions make them, about 260 bytes."""
    clock = SystemClock()
    return [
        Entry(
            typ="decision.v1",
            log=bench.environment_id,
            eid=ids.uuid7(clock),
            at=clock.now(),
            act="key_01jd5e8k3m6p8r0t2v4x6z8a0c",
            out="approve",
            model=secrets.token_bytes(32),
            rules=secrets.token_bytes(32),
            score=123_456,
            pc=(secrets.token_bytes(32),),
        )
        for _ in range(count)
    ]


@contextlib.contextmanager
def sequencing(bench: Bench) -> Iterator[None]:
    """Run the sequencer in a child process."""
    child = multiprocessing.get_context("spawn").Process(target=sequence_forever, args=(bench,), daemon=True)
    child.start()
    try:
        yield
    finally:
        child.terminate()
        child.join()


def sequence_forever(bench: Bench) -> None:
    async def run() -> None:
        async with bench.open() as (database, keys):
            await Sequencer(database, keys, CpuPool(), SystemClock(), SETTINGS).run()

    asyncio.run(run())


async def newest_size(database: Database, environment_id: UUID) -> int:
    async with database.transaction(environment_id) as tx:
        newest = await store.newest_checkpoint(tx, environment_id)
    return newest.size if newest else 0


async def drain_backlog(bench: Bench) -> float:
    """Fill the intake, then time from the first batch to the checkpoint over the last entry."""
    async with bench.open() as (database, _keys):
        for _ in range(BACKLOG_ENTRIES // 500):
            async with database.transaction(bench.environment_id) as tx:
                await intake.append_many(tx, entries(bench, 500))
        with sequencing(bench):
            started, first = 0.0, 0
            while (size := await newest_size(database, bench.environment_id)) < BACKLOG_ENTRIES:
                if not first and size:
                    started, first = time.perf_counter(), size
                await asyncio.sleep(0.005)
            assert first, "the backlog is too small to be timed"
            return (BACKLOG_ENTRIES - first) / (time.perf_counter() - started)


async def paced(bench: Bench) -> list[float]:
    """Append at a steady rate, in small commits, and measure each entry's delay. Returns: seconds."""
    committed: dict[UUID, float] = {}
    seen: list[tuple[float, int]] = []
    async with bench.open() as (database, keys):
        with sequencing(bench):
            watching = asyncio.create_task(watch(database, bench.environment_id, seen))
            await asyncio.sleep(3)
            started = time.perf_counter()
            for tick in range(int(PACED_S / COMMIT_EVERY_S)):
                await asyncio.sleep(max(0.0, started + tick * COMMIT_EVERY_S - time.perf_counter()))
                batch = entries(bench, int(RATE_PER_S * COMMIT_EVERY_S))
                async with database.transaction(bench.environment_id) as tx:
                    await intake.append_many(tx, batch)
                now = time.perf_counter()
                committed.update({entry.eid: now for entry in batch})
            await asyncio.sleep(3)
            watching.cancel()
        places = await places_of(database, bench.environment_id)
        await check_sample(database, keys, bench, list(committed)[::500])
    return [delay_of(places[eid], at, seen) for eid, at in committed.items()]


async def watch(database: Database, environment_id: UUID, seen: list[tuple[float, int]]) -> None:
    """Note when each new checkpoint can first be read."""
    while True:
        size = await newest_size(database, environment_id)
        if not seen or seen[-1][1] != size:
            seen.append((time.perf_counter(), size))
        await asyncio.sleep(0.01)


async def places_of(database: Database, environment_id: UUID) -> dict[UUID, int]:
    async with database.transaction(environment_id) as tx:
        rows = await store.entries_from(tx, environment_id, BACKLOG_ENTRIES, 10**6)
    return {row.eid: row.idx for row in rows if row.idx is not None}


def delay_of(index: int, committed_at: float, seen: list[tuple[float, int]]) -> float:
    return max(0.0, next(at for at, size in seen if size > index) - committed_at)


async def check_sample(database: Database, keys: LogKeys, bench: Bench, eids: list[UUID]) -> None:
    """Ask for proofs, and verify them as an auditor would."""
    ledger = Ledger(database, keys, signer().key)
    trust = Trust(tuple(one.key for one in await keys.public(bench.environment_id)), ())
    for eid in eids:
        document = json.loads(msgspec.json.encode(await ledger.proof(bench.caller, eid)))
        assert single.verify_proof(document, trust).exit_code == 0


def signer() -> ReceiptSigner:
    return ReceiptSigner("countermark.local/receipts", secrets.token_bytes(32))


def receipt_us() -> float:
    """CPU time of one receipt, in microseconds: the median over batches of 16."""
    signs, now, log = signer(), dt.datetime.now(dt.UTC), ids.uuid7(SystemClock())
    batch = [
        Statement(
            log=log,
            leaf=secrets.token_bytes(32),
            eid=ids.uuid7(SystemClock()),
            issued_at=now,
            due=now + MERGE_DELAY_MAX,
        )
        for _ in range(RECEIPTS_IN_BATCH)
    ]
    times: list[float] = []
    for _ in range(500):
        started = time.process_time_ns()
        signs.sign_batch(batch)
        times.append((time.process_time_ns() - started) / 1_000 / RECEIPTS_IN_BATCH)
    return statistics.median(times)


if __name__ == "__main__":
    raise SystemExit(main())
