"""Batches worked off: taken from the queue, chunk by chunk, every chunk kept before it counts.

A chunk's results are one file, whose name holds its hash, moved into place in one step; then one transaction notes the
chunk and the progress. Killed anywhere, a run goes on behind the last chunk that was noted, and what it had written
beyond is written again, the same.
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock, ahead, true_now
from core.database import Database, Transaction
from core.errors import DatabaseUnavailable, PlatformError
from core.ids import public, uuid7
from core.moved_clocks import read_ahead
from core.objects import ObjectNotFound, Objects
from core.sealed_files import SealedReader
from inference import artefacts
from inference.batch import chunks, entries, parquet, store, trees
from inference.batch.chunks import Chunk, Opening, Place
from inference.batch.duplicates import DuplicateSearch
from inference.batch.engines import Engine
from inference.batch.entities import (
    BatchBeyondQuota,
    BatchEngine,
    BatchFailure,
    BatchOptions,
    BatchPhase,
    BatchRefused,
)
from inference.batch.files import BatchFiles, folder_of
from inference.batch.layout import SEPARATORS, layout_for
from inference.batch.plan import Plan
from inference.batch.results import DUPLICATES, PARQUET_END, ResultPiece, open_files
from inference.batch.scoring import Question
from inference.batch.store import ChunkRow, Claim, StoredBatch
from inference.batch.work import Work, Written
from inference.declared.computing import find_wanted
from inference.declared.entities import DeclaredFeature
from inference.manifest import Manifest
from inference.registry import Registry
from inference.rule_lists import Known, RuleLists
from ledger.verifier import merkle
from rules.active import ActiveRulesets, RulesetSource
from tenants.later_usage import count as count_units
from tenants.later_usage import units_left
from tenants.vaults import Vaults

LEASE = dt.timedelta(seconds=10)
RENEW_EVERY_S = 2.5
RETRY_AFTER = dt.timedelta(seconds=5)
ATTEMPTS_MAX = 5
CREATE = "createBatch"
"""The operation that rows are counted under."""

_log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """The batch is no longer ours: it was cancelled, or taken over after a pause of ours."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tools:
    """What a run works with. scratch: a folder for files without a name. engines: by name, those that there are."""

    database: Database
    objects: Objects
    vaults: Vaults
    registry: Registry
    rulesets: ActiveRulesets
    lists: RuleLists
    clock: Clock
    scratch: Path
    kernel_dir: Path | None
    engines: Mapping[BatchEngine, Callable[[BatchFiles, SealedReader], Engine]]


class BatchRuns:
    def __init__(self, tools: Tools, owner: UUID) -> None:
        """owner: of the leases; who starts this process knows it, and frees them when the process dies."""
        self._tools = tools
        self._owner = owner

    async def work_next(self) -> bool:
        """Take the batch that has waited longest and work it off. Returns: False when there is none."""
        async with self._tools.database.unscoped() as tx:
            claim = await store.claim(tx, self._owner, LEASE)
        if claim is None:
            return False
        run = BatchRun(self._tools, claim)
        renewing = asyncio.create_task(run.hold())
        try:
            with ahead(await read_ahead(self._tools.database, claim.environment_id)):
                await self._work(run, claim)
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            async with self._tools.database.unscoped() as tx:
                await store.hand_back(tx, self._owner)
        return True

    async def _work(self, run: "BatchRun", claim: Claim) -> None:
        told = {"environment_id": claim.environment_id, "count": claim.attempts}
        try:
            if claim.attempts > ATTEMPTS_MAX:
                await run.fail(
                    "batch_interrupted", "The work ended too often without getting on.", "Send it again."
                )
            else:
                await run.work()
        except LeaseLost:
            _log.info("A batch is no longer ours.", extra=told)
            await run.clear()
        except BatchRefused as error:
            await run.fail(error.code, error.message, error.how_to_fix)
        except DatabaseUnavailable:
            raise
        except PlatformError as error:
            async with self._tools.database.unscoped() as tx:
                ours = await store.renew(tx, claim, LEASE)
                await store.release(tx, claim, RETRY_AFTER)
            if ours:  # else it was cancelled, and its files went while they were read
                _log.exception("A batch was interrupted.", extra=told | {"code": error.code})
            else:
                await run.clear()


class BatchRun:
    """One batch in the hands of this process."""

    def __init__(self, tools: Tools, claim: Claim) -> None:
        self._tools = tools
        self._claim = claim
        self._lost = asyncio.Event()
        self._rows_left = 0

    async def hold(self) -> None:
        """Renew the lease until cancelled, so that long work is not taken for dead."""
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            with contextlib.suppress(DatabaseUnavailable):
                async with self._tools.database.unscoped() as tx:
                    if not await store.renew(tx, self._claim, LEASE):
                        self._lost.set()
                        return

    async def work(self) -> None:
        """Raises: LeaseLost, BatchRefused, PlatformError."""
        stored = await self._find()
        files = await open_files(self._tools.objects, self._tools.vaults, stored)
        source = files.reader(stored.batch.progress.bytes_total)
        opening, plan = await self._prepare(stored, files, source)
        place = await self._place(opening)
        await self._check_quota(stored.batch.progress.rows)
        engine = self._tools.engines[stored.batch.options.engine](files, source)
        size = chunks.size_of(plan.question.work, small=plan.question.small)
        await self._phase("scoring")
        found = engine.run(plan, chunks.chunks_of(source, opening, stored.batch.options, place, size))
        async with contextlib.aclosing(found):
            async for chunk, written in found:
                await self._keep(files, chunk, written)
                self._rows_left -= written.rows
                self._refuse_beyond_quota()
        await self._finish(stored, files, plan)

    async def fail(self, code: str, message: str, fix: str) -> None:
        """End the batch without results."""
        failure = BatchFailure(code=code, message=message, fix=fix)
        async with self._transaction() as tx:
            at = self._tools.clock.now()
            stored = await store.find(tx, *self._key)
            if stored is not None and await store.end(tx, *self._key, "failed", at, failure=failure):
                await intake.append(tx, entries.failed(stored, uuid7(self._tools.clock), at))
        await self._tools.objects.delete_folder(folder_of(*self._key))

    async def clear(self) -> None:
        """Delete what was written behind the back of who cancelled the batch, and deleted its files."""
        async with self._tools.database.transaction(self._claim.environment_id) as tx:
            stored = await store.find(tx, *self._key)
        if stored is None or stored.batch.state == "cancelled":
            await self._tools.objects.delete_folder(folder_of(*self._key))

    @property
    def _key(self) -> tuple[UUID, UUID]:
        return self._claim.environment_id, self._claim.batch_id

    async def _find(self) -> StoredBatch:
        async with self._tools.database.transaction(self._claim.environment_id) as tx:
            stored = await store.find(tx, *self._key)
        if stored is None:
            raise LeaseLost
        return stored

    async def _prepare(
        self, stored: StoredBatch, files: BatchFiles, source: SealedReader
    ) -> tuple[Opening, Plan]:
        batch = stored.batch
        version = await self._tools.registry.files(self._claim.environment_id, batch.version_id)
        manifest = msgspec.json.decode(version[artefacts.MANIFEST], type=Manifest)
        separator = SEPARATORS[batch.options.separator]
        parquet_file = batch.options.format == "parquet"
        opening = await (chunks.open_parquet(source) if parquet_file else chunks.open_csv(source, separator))
        ruleset = await self._tools.rulesets.source(
            self._claim.environment_id, batch.use_case, batch.ruleset_version_id
        )
        named, declared = await self._named(stored, ruleset, manifest)
        plan = Plan(
            question=Question(
                use_case=batch.use_case,
                work=batch.options.work,
                version_id=batch.version_id,
                environment_id=self._claim.environment_id,
                mode=stored.mode,
                decided_at=batch.created_at,
                facts=manifest.inputs == "facts",
                task=manifest.task,
            ),
            version=version,
            digest=batch.version_digest,
            ruleset=ruleset,
            layout=layout_for(opening.names, manifest, batch.options, computes=bool(named)),
            salt=trees.salt_of(files.key),
            footer=None if opening.footer is None else opening.footer.data,
            duplicates=None,
            kernel_dir=None if self._tools.kernel_dir is None else str(self._tools.kernel_dir),
            runtime=await self._tools.registry.runtime(self._claim.environment_id, batch.version_id),
            named=tuple(named),
            declared=tuple(declared),
            known=await self._known(batch.options.work, ruleset),
        )
        if batch.options.id_column is None:
            return opening, plan
        return opening, dataclasses.replace(
            plan, duplicates=await self._duplicates(batch.options, files, source, opening, plan)
        )

    async def _named(
        self, stored: StoredBatch, ruleset: RulesetSource, manifest: Manifest
    ) -> tuple[list[str], list[DeclaredFeature]]:
        """Find the features that rows are to have besides; without decisions, rules ask for none."""
        batch, environment_id = stored.batch, self._claim.environment_id
        rules = ruleset.prepared() if batch.options.work == "decisions" else None
        async with self._tools.database.transaction(environment_id) as tx:
            return await find_wanted(tx, environment_id, rules, batch.version_id, manifest)

    async def _known(self, work: str, ruleset: RulesetSource) -> Known | None:
        """Read what the ruleset may ask about lists and suppressions; without decisions, or where it asks nothing, there is none."""
        rules = ruleset.prepared() if work == "decisions" else None
        if rules is None or not (rules.list_names or rules.suppressed):
            return None
        return await self._tools.lists.get(self._claim.environment_id, rules)

    async def _duplicates(
        self, options: BatchOptions, files: BatchFiles, source: SealedReader, opening: Opening, plan: Plan
    ) -> bytes:
        """Look for ids that occur twice, unless that was done before."""
        with contextlib.suppress(ObjectNotFound):
            return await files.get(DUPLICATES)
        await self._phase("checking")
        work = await asyncio.to_thread(plan.work)
        size = chunks.size_of(plan.question.work, small=plan.question.small)
        with await asyncio.to_thread(DuplicateSearch, self._tools.scratch) as search:
            async for chunk, data in chunks.chunks_of(source, opening, options, opening.first, size):
                if self._lost.is_set():
                    raise LeaseLost
                await asyncio.to_thread(_note, search, work, chunk, data)
            bits = (await asyncio.to_thread(search.found)).tobytes()
        await files.put(DUPLICATES, bits)
        return bits

    async def _place(self, opening: Opening) -> Place:
        """Behind the last chunk that was noted."""
        async with self._tools.database.transaction(self._claim.environment_id) as tx:
            last = await store.last_chunk(tx, *self._key)
        if last is None:
            return opening.first
        return Place(number=last.number + 1, start=last.next_start, line=last.next_line)

    async def _check_quota(self, rows_done: int) -> None:
        """See what the month's quota leaves, before the work; rows that were scored are not counted yet."""
        left = await units_left(self._tools.database, self._claim.environment_id, self._tools.clock)
        self._rows_left = left - rows_done
        self._refuse_beyond_quota(1)

    def _refuse_beyond_quota(self, rows: int = 0) -> None:
        if self._rows_left < rows:
            raise BatchBeyondQuota(
                "The monthly quota of this environment has fewer units left than the file has rows."
            )

    async def _keep(self, files: BatchFiles, chunk: Chunk, written: Written) -> None:
        piece = ResultPiece(csv=written.csv, pages=written.pages, refusals=written.refusals)
        data = msgspec.msgpack.encode(piece)
        name = f"results/{chunk.number:08d}-{hashlib.sha256(data).hexdigest()[:16]}"
        await files.put(name, data)
        row = ChunkRow(
            number=chunk.number,
            line=chunk.line,
            next_start=chunk.behind.start,
            next_line=chunk.behind.line,
            rows=written.rows,
            refused=written.refused,
            root=written.root,
            file=name,
            page_bytes=len(written.pages),
            footer=written.footer,
        )
        async with self._transaction() as tx:
            await store.add_chunk(tx, *self._key, row, chunk.done)
            await store.reset_attempts(tx, self._claim)

    async def _finish(self, stored: StoredBatch, files: BatchFiles, plan: Plan) -> None:
        """Put the pieces together, and let the ledger commit to all of them."""
        await self._phase("finishing")
        async with self._tools.database.transaction(self._claim.environment_id) as tx:
            rows = await store.chunks(tx, *self._key)
        await files.put(PARQUET_END, parquet.joined((row.page_bytes, row.footer) for row in rows))
        header = trees.Header(
            batch=public("bat", stored.batch.id),
            columns=tuple(plan.columns()),
            rows=sum(row.rows for row in rows),
            refused=sum(row.refused for row in rows),
            chunks=len(rows),
            input_sha256=stored.batch.input_sha256.hex(),
        ).text()
        root = merkle.root(trees.batch_leaves(plan.salt, header, [(row.root, row.rows) for row in rows]))
        entry_id, at = uuid7(self._tools.clock), self._tools.clock.now()
        async with self._transaction() as tx:
            await store.end(
                tx, *self._key, "completed", at, root=root, header=header.decode(), entry_id=entry_id
            )
            await intake.append(tx, entries.completed(stored, entry_id, at, root))
            await count_units(
                tx,
                self._claim.environment_id,
                true_now(self._tools.clock),
                CREATE,
                sum(row.rows for row in rows),
            )
        await self._tools.objects.delete_folder(f"{folder_of(*self._key)}/input")

    async def _phase(self, phase: BatchPhase) -> None:
        async with self._transaction() as tx:
            await store.set_phase(tx, *self._key, phase)

    @contextlib.asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        """Open a transaction in which the batch is ours for certain. Raises: LeaseLost."""
        async with self._tools.database.transaction(self._claim.environment_id) as tx:
            if not await store.renew(tx, self._claim, LEASE):
                raise LeaseLost
            yield tx


def _note(search: DuplicateSearch, work: Work, chunk: Chunk, data: bytes) -> None:
    search.add(*work.ids(chunk, data))
