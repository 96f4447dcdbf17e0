"""Epochs on the real database: every log in its slot for ever, each epoch once, whatever comes in between."""

import asyncio
import dataclasses
import datetime as dt
import pathlib
import secrets

import pytest

from core.clock import ManualClock, from_micros
from core.cpu import CpuPool
from core.database import Database
from ledger import epoch_store
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.states import Place
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.epochs import EpochCloser
from ledger.errors import EpochNotFound, ForkRefused, LeaderFenced, SizesOutOfRange
from ledger.guard import HeadMemory, SignedHead
from ledger.settings import LedgerSettings
from ledger.signers import LogSigner
from ledger.slots import EpochRecord, SlotKeys, SlotRow
from ledger.super_log import SUPER_LOG, SuperLog
from ledger.verifier import merkle
from ledger.verifier.canonical import decode
from ledger.verifier.checkpoints import open_checkpoint
from tests.an_anchor import a_far_epoch, an_anchor
from tests.fakes.watch import StopWatch
from tests.ledger import directory_store
from tests.ledger.conftest import DOMAIN, SUPER, Log, make_log
from tests.ledger.whole_epochs import check_epochs

EVERY = dt.timedelta(seconds=600)


@dataclasses.dataclass
class Trees:
    """An installation: logs, and what closes epochs over them."""

    database: Database
    clock: ManualClock
    watch: StopWatch
    cpu: CpuPool
    signer: LogSigner
    slot_keys: SlotKeys
    settings: LedgerSettings = dataclasses.field(default_factory=lambda: LedgerSettings(domain=DOMAIN))
    logs: list[Log] = dataclasses.field(default_factory=list)

    @property
    def super_log(self) -> SuperLog:
        return SuperLog(self.database, self.clock)

    def closer(
        self,
        database: Database | None = None,
        heads: pathlib.Path | None = None,
        anchored_on: Place | None = None,
    ) -> EpochCloser:
        settings = LedgerSettings(domain=DOMAIN, heads_dir=heads, anchored_on=anchored_on)
        return EpochCloser(
            database or self.database, self.signer, self.slot_keys, self.cpu, self.clock, settings
        )

    async def add_log(self, entries: int = 0) -> Log:
        self.clock.advance(dt.timedelta(milliseconds=1))
        log = await make_log(self.database, self.clock, self.watch, self.cpu)
        self.logs.append(log)
        if entries:
            await log.signed(entries)
        return log

    async def next_epoch(self) -> EpochRecord:
        """Let the time of an epoch pass, close it and sign it."""
        self.clock.advance(EVERY)
        record = await self.closer().close()
        assert record is not None
        await self.closer().publish()
        return record

    async def slot(self, log: Log, epoch: int) -> SlotRow | None:
        async with self.database.transaction(log.id) as tx:
            return await epoch_store.find_epoch_slot(tx, log.id, epoch)


@pytest.fixture
def trees(apart: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool) -> Trees:
    return Trees(apart, clock, watch, cpu, SUPER, SlotKeys(secrets.token_bytes(32)))


async def whole(trees: Trees) -> list[EpochRecord]:
    return await check_epochs(trees.database, [log.id for log in trees.logs])


async def test_an_epoch_holds_every_logs_newest_checkpoint(trees: Trees) -> None:
    """Logs that moved, that did not, and that are empty: each has its leaf, and the record leads to the signed checkpoint."""
    moving, still, empty = await trees.add_log(3), await trees.add_log(2), await trees.add_log()
    first = await trees.next_epoch()
    assert (first.epoch, first.slots) == (1, 3)
    await moving.signed(4)
    second = await trees.next_epoch()
    sizes = {}
    for log in (moving, still, empty):
        for epoch in (1, 2):
            row = await trees.slot(log, epoch)
            assert row is not None
            assert isinstance(fields := decode(row.leaf), dict)
            at = None if log is empty else await log.ledger.get_checkpoint(log.caller, row.size)
            assert fields["root"] == (merkle.EMPTY_ROOT if at is None else at.root)
            sizes[log.id, epoch] = row.size
    assert [sizes[log.id, 1] for log in (moving, still, empty)] == [3, 2, 0]
    assert [sizes[log.id, 2] for log in (moving, still, empty)] == [7, 2, 0]
    assert await whole(trees) == [first, second]
    head = await trees.super_log.newest()
    assert head is not None
    checkpoint = open_checkpoint(head.note.encode(), [trees.signer.key])
    assert (checkpoint.origin, checkpoint.size) == (f"{DOMAIN}/ledger/super", 2)
    assert checkpoint.root == head.root == await trees.super_log.root_of(2)
    path = await trees.super_log.inclusion(1, 2)
    merkle.verify_inclusion(0, 2, merkle.leaf_hash(first.encode()), path, head.root)


async def test_slots_are_for_ever(trees: Trees) -> None:
    """A new log takes the next slot; one that is gone from the directory keeps its own and repeats its checkpoint."""
    first, gone = await trees.add_log(1), await trees.add_log(5)
    await trees.next_epoch()
    async with trees.database.unscoped() as tx:
        await directory_store.drop_environment(tx, gone.id)
    late = await trees.add_log(1)
    await trees.next_epoch()
    rows = [await trees.slot(log, 2) for log in (first, gone, late)]
    assert [row.slot for row in rows if row] == [0, 1, 2]
    assert [row.size for row in rows if row] == [1, 5, 1]
    assert await trees.slot(late, 1) is None
    assert len(await whole(trees)) == 2


async def test_nothing_is_closed_before_something_was_logged(trees: Trees) -> None:
    """An installation without an entry has no epochs; afterwards one comes at its time, no sooner, changed or not."""
    log = await trees.add_log()
    assert await trees.closer().close() is None
    assert await trees.super_log.newest() is None
    await log.signed(1)
    assert await trees.closer().close() is not None
    assert await trees.closer().close() is None
    trees.clock.advance(EVERY - dt.timedelta(seconds=1))
    assert await trees.closer().close() is None
    trees.clock.advance(dt.timedelta(seconds=1))
    assert await trees.closer().close() is not None
    assert len(await whole(trees)) == 2


async def test_a_clock_set_back_neither_stops_epochs_nor_turns_their_times(trees: Trees) -> None:
    """A clock that is a day behind the last record closes on, a microsecond later each time, until it has caught up."""
    await trees.add_log(1)
    first = await trees.next_epoch()
    trees.clock.advance(dt.timedelta(days=-1))
    second = await trees.closer().close()
    assert second is not None
    assert from_micros(second.ts) - from_micros(first.ts) == dt.timedelta(microseconds=1)
    assert len(await whole(trees)) == 2


async def test_a_slot_tells_its_neighbours_nothing(trees: Trees) -> None:
    """A log that did not move has another leaf each epoch, and no other key than its own makes its salt."""
    log, other = await trees.add_log(1), await trees.add_log(1)
    await trees.next_epoch()
    await trees.next_epoch()
    one, two = await trees.slot(log, 1), await trees.slot(log, 2)
    assert one is not None
    assert two is not None
    assert merkle.leaf_hash(one.leaf) != merkle.leaf_hash(two.leaf)
    salts = {trees.slot_keys.salt(each.id, epoch) for each in (log, other) for epoch in (1, 2)}
    assert len(salts) == 4
    assert isinstance(fields := decode(one.leaf), dict)
    assert fields["salt"] == trees.slot_keys.salt(log.id, 1)
    async with trees.database.transaction(other.id) as tx:
        assert await epoch_store.find_epoch_slot(tx, log.id, 1) is None
    assert repr(trees.slot_keys) == "SlotKeys(***)"


async def test_two_closers_make_one_epoch(trees: Trees) -> None:
    """Closers that look at the same moment, without the leader's lock: the fence lets one through, and nothing is doubled."""
    await trees.add_log(1)
    await trees.next_epoch()
    for number in range(2, 12):
        await trees.add_log(1)
        trees.clock.advance(EVERY)
        async with trees.database.transaction(SUPER_LOG) as tx:
            await directory_store.hold_head(tx, SUPER_LOG)
            closers = [asyncio.create_task(trees.closer().close()) for _ in range(4)]
            await directory_store.until_waiting(tx, 4)  # each has read everything and stands before the fence
        ended = await asyncio.gather(*closers, return_exceptions=True)
        closed = [one for one in ended if isinstance(one, EpochRecord)]
        fenced = [one for one in ended if isinstance(one, LeaderFenced)]
        assert [record.epoch for record in closed] == [number]
        assert len(fenced) == 3
    await trees.closer().publish()
    assert len(await whole(trees)) == 11


async def test_the_signer_refuses_a_restored_super_log(trees: Trees, tmp_path: pathlib.Path) -> None:
    """A database older than what was signed: no checkpoint is signed from it."""
    await trees.add_log(1)
    await trees.next_epoch()
    trees.clock.advance(EVERY)
    closer = trees.closer(heads=tmp_path / "heads")
    await closer.close()
    HeadMemory(tmp_path / "heads").remember(SUPER_LOG, SignedHead(3, bytes(32)))
    with pytest.raises(ForkRefused):
        await closer.publish()
    head = await trees.super_log.newest()
    assert head is not None
    assert head.epoch == 1


async def test_cosignatures_stand_under_a_checkpoint_that_stays(trees: Trees) -> None:
    """The note that is served is the one that was signed, and then the lines, each key's first; no other size has them."""
    await trees.add_log(1)
    await trees.next_epoch()
    alone = await trees.super_log.newest()
    assert alone is not None
    lines = [f"\u2014 witness{n}.test {'AAAABBBBCCCC'}{n}A==" for n in (2, 1)]
    for line in lines:
        assert await trees.super_log.add_cosignature(1, line + "\n")
        assert not await trees.super_log.add_cosignature(1, line)
    cosigned = await trees.super_log.newest()
    assert cosigned is not None
    assert cosigned.note == alone.note + "".join(f"{line}\n" for line in sorted(lines))
    assert open_checkpoint(cosigned.note.encode(), [trees.signer.key]).size == 1
    await trees.next_epoch()
    newest = await trees.super_log.newest()
    assert newest is not None
    assert "witness" not in newest.note


async def test_the_super_log_answers_only_for_what_is_signed(trees: Trees) -> None:
    """A record that no checkpoint covers has neither root nor proof."""
    await trees.add_log(1)
    await trees.next_epoch()
    trees.clock.advance(EVERY)
    await trees.closer().close()
    for question in (
        trees.super_log.root_of(2),
        trees.super_log.inclusion(2, 2),
        trees.super_log.consistency(1, 2),
        trees.super_log.root_of(0),
    ):
        with pytest.raises(EpochNotFound):
            await question
    with pytest.raises(SizesOutOfRange):
        await trees.super_log.consistency(0, 1)
    await trees.closer().publish()
    roots = [await trees.super_log.root_of(size) for size in (1, 2)]
    merkle.verify_consistency(1, 2, await trees.super_log.consistency(1, 2), *roots)


async def test_a_database_behind_the_chain_closes_no_epoch(trees: Trees) -> None:
    """What was restored must not go on as another history: the contract holds an epoch that the super-log has not."""
    await trees.add_log(3)
    chain = await an_anchor(trees.database, trees.clock, a_far_epoch())
    place = Place(chain.chain_id, chain.contract)
    closer = trees.closer(anchored_on=place)
    assert await closer.close() is not None
    await closer.publish()
    epochs = SuperEpochs(trees.super_log, _no_bundles)
    await Anchorer(trees.database, epochs, chain, trees.clock, AnchorSettings()).turn()
    trees.clock.advance(EVERY)
    for refused in (closer.close(), closer.publish()):
        with pytest.raises(ForkRefused):
            await refused
    assert await trees.closer().close() is not None


async def _no_bundles(_epoch: int) -> None:
    """None was made."""
