"""L15: a database restored from a copy of its folder, and the folder that remembers heads with it: only others know."""

import asyncio
import datetime as dt
import ipaddress
import logging
import pathlib
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest

from app.scratch import scratch
from app.wiring.witnesses import ChainHeads, ChainSilent, GuardedWay
from core import roles
from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.postgres import EmbeddedPostgres
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.errors import ForkRefused
from ledger.outside import OutsideGuard
from ledger.pulse import LedgerPulse
from ledger.sequencer import Sequencer
from ledger.slots import SlotKeys
from ledger.witnesses import WitnessRounds
from migrations.upgrade import upgrade
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from tests.fakes.chain import FakeChain
from tests.fakes.watch import StopWatch
from tests.ledger.conftest import SUPER, Log
from tests.ledger.test_epochs import Trees
from tests.ledger.test_witnesses import Running


class Cluster:
    """A PostgreSQL of its own, stopped, copied and put back as an operator would."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder / "cluster"
        self.postgres = EmbeddedPostgres(self.folder)

    async def open(self, *, fresh: bool = False) -> Database:
        self.postgres = EmbeddedPostgres(self.folder)
        await asyncio.to_thread(self.postgres.start)
        if fresh:
            await asyncio.to_thread(upgrade, self.postgres.url(roles.OWNER))
        settings = DatabaseSettings(url=self.postgres.url(), pool_size_max=4, acquire_timeout_ms=30_000)
        return await Database.open(settings)

    async def close(self, database: Database) -> None:
        await database.close()
        await asyncio.to_thread(self.postgres.stop)

    def back_up(self, name: str) -> None:
        """Copy the folder, owners and rights with it."""
        subprocess.run(["cp", "-a", self.folder, self.folder.with_name(name)], check=True)

    def restore(self, name: str) -> None:
        shutil.rmtree(self.folder)
        subprocess.run(["cp", "-a", self.folder.with_name(name), self.folder], check=True)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Not below pytest's folder: PostgreSQL's user may not pass that, so that files would lie elsewhere, and stay."""
    with scratch("restored") as folder:
        made = Cluster(folder)
        try:
            yield made
        finally:
            made.postgres.stop()


@pytest.fixture
async def witness(tmp_path: pathlib.Path) -> AsyncIterator[Running]:
    running = Running(tmp_path, "auditor.example/w", SUPER.keys)
    yield running
    running.stop()


async def test_a_restored_database_signs_nothing_and_still_takes_entries(
    cluster: Cluster,
    witness: Running,
    clock: ManualClock,
    watch: StopWatch,
    cpu: CpuPool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Backed up after epoch 1, cosigned until epoch 2, put back: held within one comparison; a newer copy is let go."""
    salts = SlotKeys(secrets.token_bytes(32))

    def trees_on(database: Database) -> Trees:
        return Trees(database, clock, watch, cpu, SUPER, salts)

    def rounds_on(trees: Trees) -> WitnessRounds:
        way = GuardedWay(Guard(Reach((ipaddress.ip_network("127.0.0.0/8"),))))
        return WitnessRounds(trees.super_log, SUPER.keys, (witness.address,), way, monotonic_s=watch)

    def guard_on(trees: Trees) -> OutsideGuard:
        return OutsideGuard(trees.database, [rounds_on(trees)], clock)

    database = await cluster.open(fresh=True)
    trees = trees_on(database)
    log = await trees.add_log(3)
    await trees.next_epoch()
    assert await rounds_on(trees).round() == 2
    await cluster.close(database)
    cluster.back_up("before")

    database = await cluster.open()
    trees = trees_on(database)
    await trees.next_epoch()
    assert await rounds_on(trees).round() == 2
    assert await guard_on(trees).compare() is None
    await cluster.close(database)
    cluster.back_up("after")

    cluster.restore("before")
    database = await cluster.open()
    guard = guard_on(trees_on(database))
    caplog.clear()
    with caplog.at_level(logging.CRITICAL):
        assert await guard.compare() == "auditor.example/w holds a super-log of 2 epochs, this database 1"
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    await refuses(database, log, guard)
    await cluster.close(database)

    cluster.restore("after")
    database = await cluster.open()
    guard = guard_on(trees_on(database))
    assert await guard.compare() is None
    await guard.require()
    await cluster.close(database)


async def test_the_chain_holds_a_restored_database(
    cluster: Cluster, clock: ManualClock, watch: StopWatch, cpu: CpuPool
) -> None:
    """Backed up after epoch 1, anchored until epoch 2, put back: what the copy says of the chain does not count, a look does."""
    salts = SlotKeys(secrets.token_bytes(32))
    chain = FakeChain(secrets.token_bytes(20), 1)
    settings = AnchorSettings(fee_ceiling_gwei=50, confirmations=1, every_s=1)

    async def no_digest(epoch: int) -> bytes | None:
        del epoch
        return None

    async def look(trees: Trees, times: int = 1) -> None:
        anchorer = Anchorer(trees.database, SuperEpochs(trees.super_log, no_digest), chain, clock, settings)
        for _ in range(times):
            clock.advance(dt.timedelta(seconds=12))
            await anchorer.turn()
            chain.mine()

    def guard_on(trees: Trees) -> OutsideGuard:
        heads = ChainHeads(trees.database, clock, chain.chain_id, chain.contract, wait_s=0.0)
        clock.advance(dt.timedelta(seconds=1))
        return OutsideGuard(trees.database, [heads], clock)

    database = await cluster.open(fresh=True)
    trees = Trees(database, clock, watch, cpu, SUPER, salts)
    log = await trees.add_log(3)
    await trees.next_epoch()
    await look(trees, 4)
    await cluster.close(database)
    cluster.back_up("before")

    database = await cluster.open()
    trees = Trees(database, clock, watch, cpu, SUPER, salts)
    await trees.next_epoch()
    guard = guard_on(trees)
    await look(trees, 4)
    assert [one.epoch for one in chain.anchored] == [1, 2]
    assert await guard.compare() is None
    await cluster.close(database)

    cluster.restore("before")
    database = await cluster.open()
    trees = Trees(database, clock, watch, cpu, SUPER, salts)
    guard = guard_on(trees)
    with pytest.raises(ChainSilent):
        await ChainHeads(database, clock, chain.chain_id, chain.contract, wait_s=0.3).newest()
    await look(trees)
    assert (
        await guard.compare()
        == "the contract on chain 31337 holds another super-log than this database: chain_ahead"
    )
    await refuses(database, log, guard)
    await cluster.close(database)


async def refuses(database: Database, log: Log, guard: OutsideGuard) -> None:
    """Entries are taken and sequenced, nothing is signed, and the pulse tells it."""
    entry = log.entry()
    restored = Log(database, log.clock, log.watch, log.cpu, log.keys, log.settings, log.signer, log.caller)
    await restored.append([entry])
    keys = type(log.keys)(database, log.keys._vaults, log.clock, "countermark.test")
    sequencer = Sequencer(
        database, keys, log.cpu, log.clock, log.settings, monotonic_s=log.watch, permit=guard
    )
    assert await sequencer.sequence(log.id) == 1
    with pytest.raises(ForkRefused):
        await sequencer.publish(log.id)
    pulse = LedgerPulse(database, log.clock)
    await pulse.read_logs([log.id])
    assert (pulse.held, pulse.unsigned, pulse.unsequenced) == (1, 1, 0)
