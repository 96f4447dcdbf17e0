"""What a batch survives, and what it does not: stops at any chunk, lost leases, broken files, old age."""

import asyncio
import dataclasses
import datetime as dt
import io
import uuid
from collections.abc import AsyncGenerator

import msgspec
import polars as pl
import pytest

from app.wiring import batch_runs
from core.ids import uuid7
from core.objects import FolderObjects
from core.sealed_files import SealedReader
from inference.batch import chunks, runs, store
from inference.batch.chunks import Chunk
from inference.batch.engines import Chunks, Engine, LocalEngine
from inference.batch.entities import BatchNotFound, BatchOptions, FileFormat
from inference.batch.files import BatchFiles
from inference.batch.plan import Plan
from inference.batch.stored import StoredFacts
from inference.batch.upkeep import STRAY_AFTER, BatchUpkeep
from inference.batch.work import Written
from tests.inference.batch.conftest import Desk, StillClock, a_file

SCORES = BatchOptions(work="scores", id_column="id")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chunks.CHUNK_BYTES, "scores", 1_500)
    monkeypatch.setitem(chunks.CHUNK_ROWS, "scores", 40)
    monkeypatch.setattr(runs, "RETRY_AFTER", dt.timedelta(0))


async def rows_of(desk: Desk, batch_id: uuid.UUID) -> int:
    return (await desk.batches.get(desk.caller, batch_id)).progress.rows


@pytest.mark.parametrize("form", ["csv", "parquet"])
async def test_stopped_at_any_chunk_it_goes_on(desk: Desk, form: FileFormat) -> None:
    """A run that is cancelled over and over ends with the bytes of one that was left alone, and hands its lease back."""
    data, options = a_file(400), msgspec.structs.replace(SCORES, format=form)
    if form == "parquet":
        buffer = io.BytesIO()
        pl.read_csv(data).write_parquet(buffer, row_group_size=150)
        data = buffer.getvalue()
    calm = await desk.done(data, options)
    batch = await desk.send(data, options)
    stops, before = 0, 0
    while (await desk.batches.get(desk.caller, batch.id)).state != "completed":
        running = asyncio.create_task(desk.runs.work_next())
        while not running.done() and await rows_of(desk, batch.id) == before:  # noqa: ASYNC110  it is told by the database
            await asyncio.sleep(0.005)
        if not running.done():
            running.cancel()
            stops += 1
        await asyncio.gather(running, return_exceptions=True)
        before = await rows_of(desk, batch.id)
    assert stops >= 2
    ended = await desk.batches.get(desk.caller, batch.id)
    assert await desk.text(ended) == await desk.text(calm)
    assert ended.progress == calm.progress


async def test_who_lost_the_lease_notes_nothing(desk: Desk) -> None:
    """A process that was taken for dead finds its batch in other hands and leaves it; no chunk is noted twice."""
    batch = await desk.send(a_file(1_200), SCORES)  # some thirty chunks, of which the first is soon done
    slow = asyncio.create_task(desk.runs.work_next())
    while await rows_of(desk, batch.id) == 0:  # noqa: ASYNC110  it is told by the database
        await asyncio.sleep(0.005)
    async with desk.base.database.unscoped() as tx:
        await tx.execute("UPDATE batch_queue SET leased_until = now() WHERE batch_id = $1", batch.id)
        taken = await store.claim(tx, uuid.uuid4(), dt.timedelta(seconds=60))
    assert taken is not None
    await slow
    found = await desk.batches.get(desk.caller, batch.id)
    assert found.state == "running"
    async with desk.base.database.unscoped() as tx:
        await store.hand_back(tx, taken.owner)
    other = batch_runs.runs(desk.base, uuid.uuid4())
    await other.work_next()
    ended = await desk.batches.get(desk.caller, batch.id)
    assert (ended.state, ended.progress.rows) == ("completed", 1_200)
    assert (await desk.results(ended))["line"].to_list() == list(range(2, 1_202))


async def test_what_is_cancelled_leaves_no_files(desk: Desk) -> None:
    """Cancelled while a chunk was worked off, whose results are written a moment later: they go as well."""
    tools = batch_runs.tools(desk.base)

    class Cancelled(LocalEngine):
        async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
            async for found in super().run(plan, chunks):
                if found[0].number == 2:
                    await desk.batches.cancel(desk.caller, batch.id)
                yield found

    def engine(files: BatchFiles, _source: SealedReader) -> Engine:
        stored = StoredFacts(desk.base.database, desk.base.tenants.vaults, files.environment_id)
        return Cancelled(1, stored)

    batch = await desk.send(a_file(400), SCORES)
    worked = runs.BatchRuns(dataclasses.replace(tools, engines={"local": engine}), uuid.uuid4())
    assert await worked.work_next()
    ended = await desk.batches.get(desk.caller, batch.id)
    assert (ended.state, ended.progress.rows > 0) == ("cancelled", True)
    assert not [path for path in desk.folder.glob("objects/batches/**/*") if path.is_file()]


async def test_what_never_gets_on_fails(desk: Desk) -> None:
    """A file that was changed behind our back is tried a few times, then given up with a reason; its files go."""
    batch = await desk.send(a_file(20), SCORES)
    (piece,) = desk.folder.glob(f"objects/batches/*/{batch.id.hex}/input/0")
    piece.write_bytes(piece.read_bytes()[:-1] + b"?")
    for _ in range(runs.ATTEMPTS_MAX + 1):
        assert await desk.runs.work_next()
    failed = await desk.batches.get(desk.caller, batch.id)
    assert failed.state == "failed"
    assert failed.failure is not None
    assert failed.failure.code == "batch_interrupted"
    assert not piece.exists()
    assert await desk.runs.work_next() is False


async def test_old_batches_are_forgotten(desk: Desk) -> None:
    """After its time a batch is gone with its chunks and files; one that runs stays."""
    old = await desk.done(a_file(50), SCORES)
    waiting = await desk.send(a_file(5), SCORES)
    await upkeep_of(desk).forget_old()
    with pytest.raises(BatchNotFound):
        await desk.batches.get(desk.caller, old.id)
    async with desk.base.database.transaction(desk.caller.environment_id) as tx:
        assert await store.chunks(tx, desk.caller.environment_id, old.id) == []
    assert not list(desk.folder.glob(f"objects/batches/*/{old.id.hex}/**/*"))
    assert (await desk.batches.get(desk.caller, waiting.id)).state == "queued"


async def test_what_a_killed_upload_left_is_forgotten(desk: Desk) -> None:
    """A folder without a batch goes when it is old; a young one may still be received, and a batch's own stays."""
    waiting = await desk.send(a_file(5), SCORES)
    clock = StillClock()
    clock.at = desk.base.clock.now() - STRAY_AFTER - dt.timedelta(minutes=1)
    environment_id = desk.caller.environment_id
    old, young = uuid7(clock), uuid7(desk.base.clock)
    for batch_id in (old, young):
        files = BatchFiles(FolderObjects(desk.base.settings.objects_dir), environment_id, batch_id, bytes(32))
        await files.put("input/0", b"half a file")
    await upkeep_of(desk).forget_strays()
    left = {folder.name for folder in desk.folder.glob(f"objects/batches/{environment_id.hex}/*")}
    assert left == {young.hex, waiting.id.hex}


def upkeep_of(desk: Desk) -> BatchUpkeep:
    objects = FolderObjects(desk.base.settings.objects_dir)
    return BatchUpkeep(desk.base.database, objects, desk.base.clock, dt.timedelta(0))
