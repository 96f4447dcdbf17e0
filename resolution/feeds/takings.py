"""What feeds bring is taken: handed to an import or a batch, noted once, and counted when that has ended.

A thing is known by a keyed digest of its content. The import or batch is made first, by a name that the digest gives it, and the
run that points at it after it; killed in between, the next look makes the same one again, which is the one that is there.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from core.clock import Clock
from core.database import Database
from core.events import announce
from core.ids import public, uuid7
from core.json_values import JsonValue
from inference.batch.batches import Batches
from inference.batch.entities import BatchNotFound, BatchOptions
from payments.importing.entities import ImportNotFound, ImportOptions
from payments.importing.imports import Imports
from resolution.feeds import feed_store
from resolution.feeds.entities import FEED, RUN, Feed, FeedRun, Result
from resolution.feeds.feed_store import Begun
from resolution.feeds.feeds import found, principal_of
from tenants.entries import record
from tenants.vaults import Vaults

_FINAL = frozenset({"completed", "failed", "cancelled"})
_REJECTED = frozenset({b"refused", b"conflict"})
_HEAD = b"line,standing,column,reason\n"


class Takings:
    def __init__(
        self, database: Database, vaults: Vaults, imports: Imports, batches: Batches, clock: Clock
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._imports = imports
        self._batches = batches
        self._clock = clock

    async def content_of(self, feed: Feed, *parts: bytes) -> bytes:
        """The digest by which a thing is known within its feed."""
        vault = await self._vaults.of(feed.environment_id)
        return vault.digest("feed_run.content", feed.id.bytes, *parts)[:16]

    async def find(self, feed: Feed, content: bytes) -> FeedRun | None:
        """The run that took this before, unless it failed and was told."""
        async with self._database.transaction(feed.environment_id) as tx:
            return await feed_store.find_taken(tx, feed, content)

    async def take(self, feed: Feed, content: bytes, size: int, file: AsyncIterator[bytes]) -> None:
        """Hand a file on. Raises: what imports and batches refuse, and FeedNotFound for a feed that was removed meanwhile."""
        caller = principal_of(feed)
        import_id: UUID | None = None
        batch_id: UUID | None = None
        if feed.use_case is not None:
            options = BatchOptions(id_column=feed.id_column)
            batch = await self._batches.create(caller, feed.use_case, options, file, key=content.hex())
            batch_id = batch.id
        elif feed.mapping_id is not None:
            made = await self._imports.create(caller, feed.mapping_id, ImportOptions(), file)
            import_id = made.id
        begun = Begun(uuid7(self._clock), content, size, import_id, batch_id)
        async with self._database.transaction(feed.environment_id) as tx:
            await found(tx, feed.environment_id, feed.id, locked=True)
            if await feed_store.begin(tx, feed, begun, self._clock.now()) is not None:
                await record(tx, self._clock, caller, "feed.take.v1", begun.run_id, feed.id)

    async def refuse(self, feed: Feed, size: int, error: str) -> None:
        """Note a thing that cannot be taken, and tell of it. error: a code."""
        begun = Begun(uuid7(self._clock), None, size, None, None)
        async with self._database.transaction(feed.environment_id) as tx:
            run = await feed_store.begin(tx, feed, begun, self._clock.now())
            if run is not None:
                await record(
                    tx, self._clock, principal_of(feed), "feed.refuse.v1", run.id, feed.id, out=error
                )
                failures = await feed_store.end(
                    tx, run, Result(state="failed", error=error), self._clock.now()
                )
                told = _told(run, error, failures or 1)
                await announce(
                    tx, self._clock, feed.environment_id, "feed.failed", public(FEED, feed.id), told
                )

    async def settle(self, feed: Feed) -> bool:
        """Count the runs whose work has ended. Returns: whether some are left."""
        async with self._database.transaction(feed.environment_id) as tx:
            runs = await feed_store.open_runs(tx, feed)
        left = False
        for run in runs:
            result = await self._result(feed, run)
            if result is None:
                left = True
            else:
                await self._end(feed, run, result)
        return left

    async def _end(self, feed: Feed, run: FeedRun, result: Result) -> None:
        async with self._database.transaction(feed.environment_id) as tx:
            failures = await feed_store.end(tx, run, result, self._clock.now())
            if failures is not None and result.error is not None:
                told = _told(run, result.error, failures)
                await announce(
                    tx, self._clock, feed.environment_id, "feed.failed", public(FEED, feed.id), told
                )

    async def _result(self, feed: Feed, run: FeedRun) -> Result | None:
        """What became of the work; None while it is going on."""
        try:
            if run.batch_id is not None:
                return await self._result_of_batch(feed, run.batch_id)
            return await self._result_of_import(feed, run, run.import_id or run.id)
        except (BatchNotFound, ImportNotFound) as error:
            return Result(state="failed", error=error.code)

    async def _result_of_batch(self, feed: Feed, batch_id: UUID) -> Result | None:
        batch = await self._batches.get(principal_of(feed), batch_id)
        if batch.state not in _FINAL:
            return None
        rows = (batch.progress.rows, batch.progress.refused)
        if batch.state == "completed":
            return Result(state="completed", taken=rows[0], refused=rows[1])
        return Result(state="failed", error=batch.failure.code if batch.failure else "batch_cancelled")

    async def _result_of_import(self, feed: Feed, run: FeedRun, import_id: UUID) -> Result | None:
        caller = principal_of(feed)
        made = await self._imports.get(caller, import_id)
        if made.state not in _FINAL:
            return None
        counts = made.counts
        refused = counts.refused + counts.conflicts
        if made.state != "completed":
            error = made.failure.code if made.failure else "import_cancelled"
            return Result(state="failed", refused=refused, taken=counts.recorded, error=error)
        if (
            made.created_at < run.started_at and made.created_by != caller.id
        ):  # somebody sent the same file by hand
            return Result(state="completed", repeated=counts.done, refused=refused)
        return Result(state="completed", taken=counts.recorded, repeated=counts.existing, refused=refused)

    async def result_of(self, feed: Feed, run: FeedRun) -> AsyncIterator[bytes]:
        """What is written beside a file: of a batch its results, of an import one line of counts."""
        if run.batch_id is not None and run.state == "completed":
            async for piece in await self._batches.results(principal_of(feed), run.batch_id, "csv"):
                yield piece
            return
        works = public("bat", run.batch_id) if run.batch_id is not None else ""
        works = public("imp", run.import_id) if run.import_id is not None else works
        yield b"run,work,state,taken,refused,repeated,error\n"
        counts = f"{run.state},{run.taken},{run.refused},{run.repeated},{run.error or ''}"
        yield f"{public(RUN, run.id)},{works},{counts}\n".encode()

    async def rejected_of(self, feed: Feed, run: FeedRun) -> AsyncIterator[bytes]:
        """The lines that were refused, and why; none of the file's own cells."""
        caller = principal_of(feed)
        if run.batch_id is not None and run.state == "completed":
            async for piece in await self._batches.refused(caller, run.batch_id):
                yield piece
            return
        yield _HEAD
        if run.batch_id is not None:
            batch = await self._batches.get(caller, run.batch_id)
            if batch.failure is not None:
                yield rejection(batch.failure.code, batch.failure.message)
            return
        made = await self._imports.get(caller, run.import_id or run.id)
        async for piece in await self._imports.report(caller, made.id):
            yield _refused_lines(piece)
        if made.failure is not None:
            yield rejection(made.failure.code, made.failure.message)

    async def told(self, feed: Feed, run: FeedRun) -> None:
        """Note that results were written: what comes again from now on is a repetition, or after a failure another try."""
        async with self._database.transaction(feed.environment_id) as tx:
            await feed_store.told(tx, run, self._clock.now())

    async def repeated(self, feed: Feed, run: FeedRun) -> None:
        """Count a file that came again: its rows are here."""
        async with self._database.transaction(feed.environment_id) as tx:
            rows = run.taken + run.repeated
            await feed_store.count_repeated(tx, feed, rows, self._clock.now())


def rejection(code: str, message: str) -> bytes:
    """A line for a file that was refused as a whole."""
    return f'0,refused,,"{code}: {message.replace(chr(34), chr(39))}"\n'.encode()


def rejected_whole(code: str, message: str) -> bytes:
    """The same, with the header."""
    return _HEAD + rejection(code, message)


def _refused_lines(piece: bytes) -> bytes:
    """Leave of an import's report what was refused: line and standing come first, and are never quoted."""
    lines = piece.splitlines(keepends=True)
    return b"".join(line for line in lines if line.split(b",", 2)[1] in _REJECTED)


def _told(run: FeedRun, error: str, failures: int) -> dict[str, JsonValue]:
    return {"run": public(RUN, run.id), "code": error, "failures": failures}
