"""The ledger on a durable embedded PostgreSQL: entries sequenced per second, delay until a proof, cost of a receipt.

The sequencer runs in a process of its own, as in production. A delay counts from the commit of the entry until a signed
checkpoint that covers it can be read; for a sample the proof itself is asked for and verified.
"""

import asyncio
import bisect
import contextlib
import datetime as dt
import json
import multiprocessing
import secrets
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
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
from ledger.super_log import SuperLog
from ledger.verifier import single
from ledger.verifier.trust import Trust
from migrations.upgrade import upgrade
from tenants.kms import LocalKms
from tenants.permissions import EVERY_PERMISSION
from tenants.principals import Principal, PrincipalKind
from tenants.settings import MasterKey
from tenants.vaults import Vaults

BACKLOG_ENTRIES = 50_000
LOGS = 50
COMMIT_EVERY_S = 0.02
RECEIPTS_IN_BATCH = 16
SEQUENCED_PER_S_MIN = 10_000
# logs, entries a second that are offered, for how long, entries a second that must become provable
PACES = ((1, 500, 30.0, 0), (1, 12_000, 20.0, 10_000), (LOGS, 18_000, 20.0, 15_000))
NEWEST_SIZES = """
SELECT e.id, coalesce((
    SELECT size FROM ledger_checkpoint c WHERE c.environment_id = e.id ORDER BY size DESC LIMIT 1
), 0) FROM unnest($1::uuid[]) AS e (id)
"""
DELAY_P99_S_MAX = 2.0
RECEIPT_US_MAX = 15.0
SETTINGS = LedgerSettings()


class Paced(msgspec.Struct, frozen=True):
    """delays_s: from an entry's commit until a signed checkpoint covers it. per_s: entries a second from the first commit to the
    checkpoint over the last.
    """

    delays_s: list[float]
    per_s: float


class Bench(msgspec.Struct, frozen=True):
    """What both processes need to reach the same log."""

    url: str
    master_key: bytes
    logs: tuple[UUID, ...]

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Database, LogKeys]]:
        database = await Database.open(DatabaseSettings(url=self.url))
        vaults = Vaults(database, LocalKms(MasterKey(self.master_key)), SystemClock())
        try:
            yield database, LogKeys(database, vaults, SystemClock(), SETTINGS.domain)
        finally:
            await database.close()

    @staticmethod
    def caller(log: UUID) -> Principal:
        return Principal(
            kind=PrincipalKind.SYSTEM,
            id="system",
            tenant_id=log,
            environment_id=log,
            mode="sandbox",
            permissions=EVERY_PERMISSION,
        )


def main() -> int:
    figures = [("receipt, µs each at batches of 16", receipt_us(), RECEIPT_US_MAX, "at most")]
    notes: list[str] = []
    with scratch("ledger") as folder:
        cluster = EmbeddedPostgres(folder / "pg")
        cluster.start()
        try:
            upgrade(cluster.url(roles.OWNER))
            clock = SystemClock()
            bench = Bench(
                cluster.url(), secrets.token_bytes(32), tuple(ids.uuid7(clock) for _ in range(LOGS + 2))
            )
            asyncio.run(prepare(bench))
            rate = asyncio.run(drain_backlog(bench, bench.logs[-1]))
            figures.append(("entries sequenced per second, a backlog", rate, SEQUENCED_PER_S_MIN, "at least"))
            for count, offered, seconds, least in PACES:
                logs = bench.logs[-2:-1] if count == 1 else bench.logs[:LOGS]
                done = asyncio.run(paced(bench, logs, offered, seconds))
                name = f"{offered:,}/s into {count} log{'s' * (count > 1)}"
                p99 = sorted(done.delays_s)[int(len(done.delays_s) * 0.99)]
                if least:
                    figures.append((f"{name}: provable per second", done.per_s, least, "at least"))
                figures.append((f"{name}: delay, s p99", p99, DELAY_P99_S_MAX, "at most"))
                p50, most = statistics.median(done.delays_s), max(done.delays_s)
                notes.append(f"{name}: {len(done.delays_s):,} entries, delay p50 {p50:.2f} s, max {most:.2f}")
        finally:
            cluster.stop()
    for name, value, limit, word in figures:
        print(f"{name:<46} {value:>10,.2f}   ({word} {limit:,})")
    print("\n".join(notes))
    met = all(value <= limit if word == "at most" else value >= limit for _, value, limit, word in figures)
    return 0 if met else 1


async def prepare(bench: Bench) -> None:
    """Make the keys of every log."""
    async with bench.open() as (database, keys):
        vaults = Vaults(database, LocalKms(MasterKey(bench.master_key)), SystemClock())
        for log in bench.logs:
            async with database.transaction(log) as tx:
                await vaults.create(tx, log)
                await tx.execute("INSERT INTO environment_directory (environment_id) VALUES ($1)", log)
            await keys.signer(log)


def entries(log: UUID, count: int) -> list[Entry]:
    """Entries as decisions make them, about 260 bytes."""
    clock = SystemClock()
    return [
        Entry(
            typ="decision.v1",
            log=log,
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


async def drain_backlog(bench: Bench, log: UUID) -> float:
    """Fill the intake, then time from the first batch to the checkpoint over the last entry."""
    async with bench.open() as (database, _keys):
        for _ in range(BACKLOG_ENTRIES // 500):
            async with database.transaction(log) as tx:
                await intake.append_many(tx, entries(log, 500))
        with sequencing(bench):
            started, first = 0.0, 0
            while (size := await newest_size(database, log)) < BACKLOG_ENTRIES:
                if not first and size:
                    started, first = time.perf_counter(), size
                await asyncio.sleep(0.005)
            assert first, "the backlog is too small to be timed"
            return (BACKLOG_ENTRIES - first) / (time.perf_counter() - started)


async def paced(bench: Bench, logs: Sequence[UUID], rate_per_s: int, seconds: float) -> Paced:
    """Append to some logs in turn at a steady rate, in small commits, and measure each entry's delay until it is provable."""
    committed: dict[UUID, list[tuple[UUID, float]]] = {log: [] for log in logs}
    seen: dict[UUID, list[tuple[float, int]]] = {log: [] for log in logs}
    async with bench.open() as (database, keys):
        with sequencing(bench):
            watching = asyncio.create_task(watch(database, logs, seen))
            await asyncio.sleep(3)
            first_s = await append_paced(database, logs, rate_per_s, seconds, committed)
            await asyncio.sleep(4)
            watching.cancel()
        delays: list[float] = []
        for log, written in committed.items():
            places = await places_of(database, log)
            delays += [delay_of(places[eid], at, seen[log]) for eid, at in written]
            await check_sample(database, keys, bench, log, [eid for eid, _ in written][::2_500])
    provable_s = max(at for marks in seen.values() for at, _ in marks)
    return Paced(delays, len(delays) / (provable_s - first_s))


async def append_paced(
    database: Database,
    logs: Sequence[UUID],
    rate_per_s: int,
    seconds: float,
    committed: dict[UUID, list[tuple[UUID, float]]],
) -> float:
    """One commit each 20 ms, as a tick of decisions makes them, to one log after the other. Returns: when it began."""
    started = time.perf_counter()
    for tick in range(int(seconds / COMMIT_EVERY_S)):
        await asyncio.sleep(max(0.0, started + tick * COMMIT_EVERY_S - time.perf_counter()))
        log = logs[tick % len(logs)]
        batch = entries(log, int(rate_per_s * COMMIT_EVERY_S))
        async with database.transaction(log) as tx:
            await intake.append_many(tx, batch)
        now = time.perf_counter()
        committed[log] += [(entry.eid, now) for entry in batch]
    return started


async def watch(database: Database, logs: Sequence[UUID], seen: dict[UUID, list[tuple[float, int]]]) -> None:
    """Note when each new checkpoint can first be read."""
    while True:
        async with database.transaction(logs) as tx:
            sizes = await tx.fetch(NEWEST_SIZES, logs)
        now = time.perf_counter()
        for log, size in sizes:
            if not seen[log] or seen[log][-1][1] != size:
                seen[log].append((now, size))
        await asyncio.sleep(0.02)


async def places_of(database: Database, environment_id: UUID) -> dict[UUID, int]:
    async with database.transaction(environment_id) as tx:
        rows = await store.entries_from(tx, environment_id, 0, 10**7)
    return {row.eid: row.idx for row in rows if row.idx is not None}


def delay_of(index: int, committed_at: float, seen: list[tuple[float, int]]) -> float:
    at = bisect.bisect_right(seen, index, key=lambda mark: mark[1])
    return max(0.0, seen[at][0] - committed_at)


async def check_sample(database: Database, keys: LogKeys, bench: Bench, log: UUID, eids: list[UUID]) -> None:
    """Ask for proofs, and verify them as an auditor would."""
    ledger = Ledger(
        database,
        keys,
        SuperLog(database, SystemClock()),
        receipt_key=signer().key,
        super_keys=(signer().key,),
    )
    trust = Trust(tuple(one.key for one in await keys.public(log)), ())
    for eid in eids:
        document = json.loads(msgspec.json.encode(await ledger.proof(bench.caller(log), eid)))
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
