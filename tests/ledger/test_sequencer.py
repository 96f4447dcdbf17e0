"""The sequencer on the real database: every entry once, in one tree, whatever comes in between."""

import asyncio
import contextlib
import datetime as dt
import pathlib
import uuid

import asyncpg
import msgspec
import pytest

from core import ids, intake, roles
from core.clock import ManualClock, SystemClock
from core.database import Database, DatabaseSettings
from core.intake import Entry
from core.postgres import EmbeddedPostgres
from ledger import store
from ledger.errors import ForkRefused, LeaderFenced
from ledger.guard import HeadMemory, SignedHead
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from ledger.verifier import merkle
from ledger.verifier.tiles import tiles_of
from tests.ledger import directory_store
from tests.ledger.conftest import Log

_MEETINGS = 20
TABLES = ("ledger_entry", "ledger_tile", "ledger_checkpoint", "ledger_key", "ledger_refused", "ledger_head")


def leaf_of(entry: Entry) -> bytes:
    return intake.leaf_hash(intake.encode(entry))


async def leaves_of(log: Log) -> list[bytes]:
    async with log.database.transaction(log.id) as tx:
        return [row.leaf_hash for row in await store.entries_from(tx, log.id, 0, 100_000)]


async def size_of(log: Log) -> int:
    async with log.database.transaction(log.id) as tx:
        return (await store.load_head(tx, log.id)).size


async def counted(log: Log, table: str) -> int:
    async with log.database.transaction(log.id) as tx:
        return await directory_store.count(tx, table, log.id)


async def test_entries_enter_in_order_and_the_head_is_their_tree(log: Log) -> None:
    """What went in comes out, in order, under the root that the definition gives."""
    entries = await log.signed(5) + await log.signed(300)
    leaves = await leaves_of(log)
    assert leaves == [leaf_of(entry) for entry in entries]
    checkpoint = await log.ledger.latest_checkpoint(log.caller)
    assert (checkpoint.size, checkpoint.root) == (305, merkle.root(leaves))
    assert await counted(log, "ledger_intake") == 0


@pytest.mark.parametrize("cuts", [(700, 100), (255, 1, 256), (1, 511, 512, 1), (256, 256, 300)])
async def test_full_tiles_are_written_once_and_right(log: Log, cuts: tuple[int, ...]) -> None:
    """However the batches are cut, exactly the full tiles are stored, each the hashes of its leaves."""
    for count in cuts:
        await log.grow(count)
    leaves = await leaves_of(log)
    assert len(leaves) == sum(cuts)
    full = [tile for tile in tiles_of(len(leaves)) if tile.full and not tile.entries]
    async with log.database.transaction(log.id) as tx:
        stored = await store.tiles(tx, log.id, [(tile.level, tile.index) for tile in full])
    assert stored == {(0, at): b"".join(leaves[at * 256 : at * 256 + 256]) for at in range(len(full))}
    assert await counted(log, "ledger_tile") == len(full)


async def test_an_entry_appended_twice_is_in_the_log_once(log: Log) -> None:
    """Appending is idempotent by eid: repeats, in one batch and in a later one, wedge nothing and add nothing."""
    first, second = log.entry(), log.entry()
    await log.append([first, first, second])
    sequencer = log.sequencer()
    assert await sequencer.sequence(log.id) == 3
    await log.append([second, first])
    await sequencer.sequence(log.id)
    assert await leaves_of(log) == [leaf_of(first), leaf_of(second)]
    assert await counted(log, "ledger_refused") == 0


async def test_another_content_under_a_known_id_is_kept_as_evidence(log: Log) -> None:
    """The first entry of an eid stays; a different one is refused, kept aside, and the log goes on."""
    first = log.entry(out="decline")
    forged = msgspec.structs.replace(first, out="approve")
    after = log.entry()
    await log.append([first, forged, after])
    await log.sequencer().sequence(log.id)
    await log.append([forged])
    await log.sequencer().sequence(log.id)
    assert await leaves_of(log) == [leaf_of(first), leaf_of(after)]
    assert await counted(log, "ledger_refused") == 2


@pytest.mark.parametrize("kind", ["not canonical", "another log", "another id", "not an entry"])
async def test_what_no_verifier_would_read_never_enters(log: Log, kind: str) -> None:
    """A malformed row is refused before it is in the tree for ever, and does not stop those behind it."""
    good = log.entry()
    bad = {
        "not canonical": intake.encode(good) + b"\x00",
        "another log": intake.encode(log.entry(log=uuid.uuid4())),
        "another id": intake.encode(log.entry()),
        "not an entry": b"\xa0",
    }[kind]
    async with log.database.transaction(log.id) as tx:
        await intake.append_encoded(tx, [(log.id, uuid.uuid4(), bad)])
    await log.append([good])
    await log.sequencer().sequence(log.id)
    assert await leaves_of(log) == [leaf_of(good)]
    assert await counted(log, "ledger_refused") == 1


async def test_two_sequencers_make_one_log(log: Log) -> None:
    """Both drain the same intake at once, without a lock: the fence lets one through, and no entry is lost or doubled."""
    settings = msgspec.structs.replace(log.settings, batch_entries_max=7)
    entries: list[Entry] = []

    async def drain() -> int:
        sequencer, fenced = log.sequencer(settings), 0
        while True:
            try:
                if not await sequencer.sequence(log.id):
                    return fenced
            except LeaderFenced:
                fenced += 1

    for _ in range(_MEETINGS):
        more = [log.entry() for _ in range(200)]
        await log.append(more)
        entries += more
        if sum(await asyncio.gather(drain(), drain(), drain())):
            break
    else:
        pytest.fail("they never met: this was no race")
    assert await leaves_of(log) == [leaf_of(entry) for entry in entries]
    async with log.database.transaction(log.id) as tx:
        head = await store.load_head(tx, log.id)
    assert head.root() == merkle.root([leaf_of(entry) for entry in entries])


async def test_a_size_is_signed_once(log: Log) -> None:
    """Publishing again gives no second checkpoint, and a checkpoint names the log and its size."""
    await log.signed(3)
    await log.sequencer().publish(log.id)
    assert await counted(log, "ledger_checkpoint") == 1
    checkpoint = await log.ledger.latest_checkpoint(log.caller)
    assert checkpoint.note.startswith(f"countermark.test/ledger/{ids.public('env', log.id)}\n3\n")


async def test_an_empty_log_is_not_signed(log: Log) -> None:
    """Nothing to sign is no fault."""
    await log.sequencer().publish(log.id)
    assert await counted(log, "ledger_checkpoint") == 0


async def test_the_signer_refuses_a_second_root_for_a_size(log: Log, tmp_path: pathlib.Path) -> None:
    """A restored database is shorter than what was signed: nothing more is signed, before and after it grows again."""
    settings = msgspec.structs.replace(log.settings, heads_dir=tmp_path / "heads")
    await log.grow(4)
    HeadMemory(settings.heads_dir).remember(log.id, SignedHead(6, bytes(32)))
    with pytest.raises(ForkRefused):
        await log.sequencer(settings).publish(log.id)
    await log.grow(2)
    with pytest.raises(ForkRefused):
        await log.sequencer(settings).publish(log.id)
    assert await counted(log, "ledger_checkpoint") == 0


async def test_the_signer_remembers_outside_the_database(log: Log, tmp_path: pathlib.Path) -> None:
    """What was signed survives the process, and a memory that cannot be read stops the signer."""
    settings = msgspec.structs.replace(log.settings, heads_dir=tmp_path / "heads")
    await log.grow(4)
    await log.sequencer(settings).publish(log.id)
    checkpoint = await log.ledger.latest_checkpoint(log.caller)
    assert HeadMemory(settings.heads_dir).find(log.id) == SignedHead(4, checkpoint.root)
    await log.grow(1)
    (tmp_path / "heads" / f"{log.id}.json").write_bytes(b"{")
    with pytest.raises(ForkRefused):
        await log.sequencer(settings).publish(log.id)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
async def test_nobody_rewrites_the_log(log: Log, postgres: EmbeddedPostgres, table: str, verb: str) -> None:
    """The application may not, and the owner of the tables is refused by triggers."""
    first = log.entry()
    await log.append(
        [first, msgspec.structs.replace(first, out="approve"), *(log.entry() for _ in range(300))]
    )
    await log.sequencer().sequence(log.id)
    await log.sequencer().publish(log.id)
    column = "origin = ''" if table == "ledger_key" else "environment_id = environment_id"
    statement = {
        "UPDATE": f"UPDATE {table} SET {column}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table}",
    }[verb]
    owner = await Database.open(DatabaseSettings(url=postgres.url(roles.OWNER)))
    try:
        for database in (log.database, owner):
            with pytest.raises((asyncpg.RestrictViolationError, asyncpg.InsufficientPrivilegeError)):
                async with database.transaction(log.id) as tx:
                    await tx.execute(statement)
    finally:
        await owner.close()


async def test_another_environment_sees_nothing(log: Log, other_log: Log) -> None:
    """Row-level security keeps logs apart, whatever a statement forgets."""
    await log.signed(3)
    for table in TABLES[:3]:
        async with other_log.database.transaction(other_log.id) as tx:
            assert await directory_store.count(tx, table, log.id) == 0


async def test_the_sweep_finds_what_no_notification_announced(log: Log, other_log: Log) -> None:
    """Environments with waiting rows, or with a head that is not signed, are found without being told."""
    sequencer = log.sequencer()
    assert not {log.id, other_log.id} & await sequencer.sweep()
    await log.append([log.entry()])
    assert log.id in await sequencer.sweep()
    await sequencer.sequence(log.id)
    assert log.id in await sequencer.sweep()
    await sequencer.publish(log.id)
    assert not {log.id, other_log.id} & await sequencer.sweep()


def live(log: Log) -> Sequencer:
    """A sequencer in real time."""
    settings = msgspec.structs.replace(
        log.settings, batch_wait_ms=5, checkpoint_every_ms=50, sweep_every_ms=100
    )
    return Sequencer(log.database, log.keys, log.cpu, SystemClock(), settings)


async def until_size(log: Log, size: int) -> None:
    """Wait until a checkpoint covers `size` entries."""
    async with asyncio.timeout(60):
        while True:
            async with log.database.transaction(log.id) as tx:
                newest = await store.newest_checkpoint(tx, log.id)
            if newest is not None and newest.size >= size:
                return
            await asyncio.sleep(0.02)


async def signs_its_tree(log: Log, size: int) -> None:
    """Check that nothing waits, and that the newest checkpoint is of all entries and no other."""
    checkpoint = await log.ledger.latest_checkpoint(log.caller)
    assert (checkpoint.size, checkpoint.root) == (size, merkle.root(await leaves_of(log)))
    assert await counted(log, "ledger_intake") == 0


async def stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_running_sequencer_keeps_every_promise(log: Log, other_log: Log) -> None:
    """It starts with what waits already, wakes for what comes, in several logs, and signs all of it."""
    ours, theirs = [log.entry() for _ in range(3)], []
    await log.append(ours)
    task = asyncio.create_task(live(log).run())
    try:
        await until_size(log, 3)
        for _ in range(5):
            ours.append(log.entry())
            theirs.append(other_log.entry())
            await asyncio.gather(log.append(ours[-1:]), other_log.append(theirs[-1:]))
        await until_size(log, 8)
        await until_size(other_log, 5)
    finally:
        await stop(task)
    for each, entries in ((log, ours), (other_log, theirs)):
        assert sorted(await leaves_of(each)) == sorted(map(leaf_of, entries))
        await signs_its_tree(each, len(entries))


async def test_the_lead_passes_to_the_next(log: Log) -> None:
    """One leads; when it stops, the other goes on where it left off: each entry once, in order, under one tree."""
    entries = [log.entry() for _ in range(3)]
    first, second = asyncio.create_task(live(log).run()), asyncio.create_task(live(log).run())
    try:
        await log.append(entries[:1])
        await until_size(log, 1)
        await stop(first)
        await log.append(entries[1:2])
        await until_size(log, 2)
        await stop(second)
        third = asyncio.create_task(live(log).run())
        try:
            await log.append(entries[2:])
            await until_size(log, 3)
        finally:
            await stop(third)
    finally:
        await stop(first)
        await stop(second)
    assert await leaves_of(log) == [leaf_of(entry) for entry in entries]
    await signs_its_tree(log, 3)


async def test_a_log_that_cannot_be_signed_does_not_stop_the_others(
    log: Log, other_log: Log, clock: ManualClock
) -> None:
    """An environment without keys is reported and skipped; its entries wait, the others' proofs come."""
    lost = ids.uuid7(clock)
    async with log.database.transaction(lost) as tx:
        await directory_store.add_environment(tx, lost)
        entry = log.entry(log=lost)
        await intake.append_many(tx, [entry])
    task = asyncio.create_task(live(log).run())
    try:
        await log.append([log.entry()])
        await until_size(log, 1)
        clock.advance(dt.timedelta(seconds=1))
        await other_log.append([other_log.entry()])
        await until_size(other_log, 1)
        assert not task.done()
    finally:
        await stop(task)
        async with log.database.unscoped() as tx:
            await directory_store.drop_environment(tx, lost)


async def test_settings_have_bounds() -> None:
    """A batch has a maximum that a tick can bear."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"batch_entries_max": 0}, LedgerSettings)
