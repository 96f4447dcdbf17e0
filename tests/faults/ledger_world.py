"""Logs on a durable PostgreSQL with writers, sequencers to be killed, and the check of what must hold after it."""

import asyncio
import collections
import contextlib
import pathlib
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from uuid import UUID

import asyncpg
import msgspec

from core import ids, intake, roles
from core.clock import SystemClock
from core.database import Database, DatabaseSettings
from core.errors import PlatformError
from core.intake import Entry
from core.postgres import EmbeddedPostgres
from ledger import store
from ledger.keys import LogKeys
from ledger.store import EntryRow
from ledger.verifier.checkpoints import open_checkpoint
from ledger.verifier.merkle import CompactRange
from ledger.verifier.note_keys import VerifierKey
from migrations.upgrade import upgrade
from tenants.kms import LocalKms
from tenants.settings import MasterKey
from tenants.vaults import Vaults
from tests.faults import processes
from tests.faults.ledger_worker import Told
from tests.ledger import directory_store
from tests.ledger.whole_epochs import check_epochs

LOGS = 3
SETTLED_S = 60.0
_BATCH = 20
_PAGE = 5_000
_ROOT = pathlib.Path(__file__).parents[2]
_GONE = (PlatformError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class SequencerProcess:
    """A sequencer that is killed and started again."""

    def __init__(self, told: Told) -> None:
        self._told = msgspec.json.encode(told)
        self.fenced = 0
        self._process = self._start()

    def kill(self) -> None:
        assert self._process.poll() is None, "a sequencer ended by itself"
        self.stop()
        self._process = self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.ledger_worker"],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(self._told)
        process.stdin.close()
        self._reader = threading.Thread(target=self._count, args=(process,), daemon=True)
        self._reader.start()
        return process

    def _count(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for _ in process.stdout:
                self.fenced += 1


class LedgerWorld:
    """Some logs and those who write to them. acknowledged: leaf hashes by eid, of entries whose commit was answered."""

    def __init__(
        self, cluster: EmbeddedPostgres, folder: pathlib.Path, start: Callable[[], Awaitable[None]]
    ) -> None:
        """start: starts the cluster, the first time and after a kill."""
        self.cluster = cluster
        self.start = start
        self.folder = folder
        self.master = secrets.token_bytes(32)
        self.logs: list[UUID] = [ids.uuid7(SystemClock()) for _ in range(LOGS)]
        self.acknowledged: dict[UUID, dict[UUID, bytes]] = collections.defaultdict(dict)
        self.kept: dict[UUID, list[str]] = collections.defaultdict(list)
        self.trouble: collections.Counter[str] = collections.Counter()
        self._keys: dict[UUID, list[VerifierKey]] = {}

    async def prepare(self) -> None:
        await asyncio.to_thread(upgrade, self.cluster.url(roles.OWNER))
        async with self._open() as database:
            vaults = Vaults(database, LocalKms(MasterKey(self.master)), SystemClock())
            keys = LogKeys(database, vaults, SystemClock(), "countermark.test")
            for environment_id in self.logs:
                async with database.transaction(environment_id) as tx:
                    await vaults.create(tx, environment_id)
                    await directory_store.add_environment(tx, environment_id)
                self._keys[environment_id] = [one.key for one in await keys.public(environment_id)]

    async def kill_postgres(self) -> None:
        """Kill the postmaster, bury it, and start the next one."""
        pid = self.cluster.pid
        assert pid is not None
        processes.kill(pid)
        async with asyncio.timeout(SETTLED_S):
            while self.cluster.running():  # noqa: ASYNC110  a process tells nobody that it is gone
                await asyncio.sleep(0.005)
        await self.start()

    def told(self, *, racing: Sequence[UUID] = (), heads: str = "heads") -> Told:
        return Told(
            url=self.cluster.url(),
            heads=str(self.folder / heads),
            master=self.master.hex(),
            racing=tuple(racing),
        )

    @contextlib.asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Write to every log, and keep every checkpoint that a reader could see, until the block ends."""
        tasks = [asyncio.create_task(work(log)) for log in self.logs for work in (self._write, self._keep)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            failed = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
            assert not failed, failed

    async def _write(self, environment_id: UUID) -> None:
        async with self._open() as database:
            while True:
                entries = [_entry(environment_id) for _ in range(_BATCH)]
                try:
                    async with asyncio.timeout(10), database.transaction(environment_id) as tx:
                        leaves = await intake.append_many(tx, entries)
                except (TimeoutError, *_GONE) as error:
                    self.trouble[type(error).__name__] += 1
                    await asyncio.sleep(0.05)
                    continue
                self.acknowledged[environment_id].update(
                    zip((one.eid for one in entries), leaves, strict=True)
                )
                await asyncio.sleep(0.02)

    async def _keep(self, environment_id: UUID) -> None:
        """Keep each note as it was first seen: one of the same size must never look otherwise."""
        kept = self.kept[environment_id]
        async with self._open() as database:
            while True:
                try:
                    async with asyncio.timeout(10), database.transaction(environment_id) as tx:
                        newest = await store.newest_checkpoint(tx, environment_id)
                except (TimeoutError, *_GONE):
                    await asyncio.sleep(0.05)
                    continue
                if newest is not None and (not kept or kept[-1] != newest.note):
                    kept.append(newest.note)
                await asyncio.sleep(0.02)

    async def sequenced_after(self, when_s: float, limit_s: float = SETTLED_S) -> float:
        """Wait until an entry that was written after a moment is under a checkpoint. Returns: seconds since that moment."""
        environment_id = self.logs[0]
        async with self._open() as database, asyncio.timeout(limit_s):
            eid = await self._append_one(database, environment_id)
            while True:
                try:
                    async with asyncio.timeout(5), database.transaction(environment_id) as tx:
                        row = await store.find_entry(tx, environment_id, eid)
                        newest = await store.newest_checkpoint(tx, environment_id)
                    if (
                        row is not None
                        and row.idx is not None
                        and newest is not None
                        and newest.size > row.idx
                    ):
                        return time.monotonic() - when_s
                except (TimeoutError, *_GONE) as error:
                    self.trouble[type(error).__name__] += 1
                await asyncio.sleep(0.02)

    async def _append_one(self, database: Database, environment_id: UUID) -> UUID:
        one = _entry(environment_id)
        while True:
            try:
                async with asyncio.timeout(5), database.transaction(environment_id) as tx:
                    leaves = await intake.append_many(tx, [one])
            except (TimeoutError, *_GONE) as error:
                self.trouble[type(error).__name__] += 1
                await asyncio.sleep(0.02)
                continue
            self.acknowledged[environment_id][one.eid] = leaves[0]
            return one.eid

    async def check(self) -> str:
        """0 acknowledged lost, 0 gaps, 0 forks. Returns: what was found, in a sentence."""
        entries = checkpoints = 0
        async with self._open() as database:
            for environment_id in self.logs:
                await self._settled(database, environment_id)
                rows = await _all_entries(database, environment_id)
                notes = await _all_notes(database, environment_id)
                self._check_log(environment_id, rows, notes)
                entries, checkpoints = entries + len(rows), checkpoints + len(notes)
            epochs = await check_epochs(database, self.logs)
        acknowledged = sum(len(found) for found in self.acknowledged.values())
        return (
            f"{acknowledged:,} acknowledged, {entries:,} in {len(self.logs)} logs, 0 lost, 0 gaps; "
            f"{checkpoints:,} checkpoints, {sum(len(one) for one in self.kept.values()):,} kept by readers, 0 forks; "
            f"{len(epochs):,} epochs, none skipped, none twice, every log in its slot"
        )

    def _check_log(self, environment_id: UUID, rows: Sequence[EntryRow], notes: Sequence[str]) -> None:
        assert [row.idx for row in rows] == list(range(len(rows))), "the log has a gap"
        found = {row.eid: row.leaf_hash for row in rows}
        assert len(found) == len(rows), "an entry is in the log twice"
        lost = [eid for eid, leaf in self.acknowledged[environment_id].items() if found.get(eid) != leaf]
        assert not lost, f"{len(lost)} acknowledged entries were lost: {lost[:3]}"
        tree = CompactRange()
        signed = [
            open_checkpoint(note.encode(), self._keys[environment_id])
            for note in (*notes, *self.kept[environment_id])
        ]
        for checkpoint in sorted(signed, key=lambda one: one.size):
            tree.extend([row.leaf_hash for row in rows[tree.size : checkpoint.size]])
            assert tree.size == checkpoint.size, "a checkpoint is of more than the log has"
            assert tree.root() == checkpoint.root, "two histories were signed"
        assert tree.size == len(rows)

    async def _settled(self, database: Database, environment_id: UUID) -> None:
        async with asyncio.timeout(SETTLED_S):
            while True:
                async with database.transaction(environment_id) as tx:
                    waiting = await store.waiting_environments(tx, [environment_id])
                if not waiting:
                    return
                await asyncio.sleep(0.1)

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[Database]:
        while True:
            with contextlib.suppress(*_GONE):
                settings = DatabaseSettings(url=self.cluster.url(), pool_size_max=2, acquire_timeout_ms=5_000)
                database = await Database.open(settings)
                break
            await asyncio.sleep(0.05)
        try:
            yield database
        finally:
            await database.close()


def _entry(environment_id: UUID) -> Entry:
    clock = SystemClock()
    return Entry(
        typ="decision.v1",
        log=environment_id,
        eid=ids.uuid7(clock),
        at=clock.now(),
        act="key_test",
        out="review",
        score=500_000,
        pc=(secrets.token_bytes(32),),
    )


async def _all_entries(database: Database, environment_id: UUID) -> list[EntryRow]:
    rows: list[EntryRow] = []
    while True:
        async with database.transaction(environment_id) as tx:
            page = await store.entries_from(tx, environment_id, len(rows), _PAGE)
        rows += page
        if len(page) < _PAGE:
            return rows


async def _all_notes(database: Database, environment_id: UUID) -> list[str]:
    notes: list[str] = []
    after = 0
    while True:
        async with database.transaction(environment_id) as tx:
            page = await store.notes_after(tx, environment_id, after, 2**62, _PAGE)
        notes += [note for _, note in page]
        if len(page) < _PAGE:
            return notes
        after = page[-1][0]
