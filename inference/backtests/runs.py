"""Backtests worked off by as many processes as there are cores: each takes a chunk from the queue, tries it and notes it.

What a chunk counted and that it is done are one transaction, so a process killed anywhere loses the chunk in hand and no
other. The first unit of work cuts the range into chunks, the last puts their tallies together.
"""

import dataclasses
import datetime as dt
import logging
from collections import OrderedDict
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock, ahead
from core.database import Database
from core.errors import DatabaseUnavailable, PlatformError
from core.moved_clocks import read_ahead
from inference import catalogue, feedback_versions
from inference.artefacts import LoadedVersion
from inference.backtests import store
from inference.backtests.endings import End, end
from inference.backtests.entities import REPORT_LABEL, Failure
from inference.backtests.explained import ExplainedRows
from inference.backtests.reading import Vector
from inference.backtests.reports import merged, report_of
from inference.backtests.store import FINISH, PLAN, Claim, Range, Tried
from inference.backtests.tallies import ChunkTally
from inference.backtests.trying import ChunkTrial, Trial
from inference.drift_hours import first_id_at
from inference.registry import Registry
from rules.active import ActiveRulesets
from rules.evaluation import prepare
from rules.facts import SUPPRESSED, SUPPRESSED_RULES
from tenants import subjects
from tenants.vault import EnvironmentVault, SubjectKey
from tenants.vaults import Vaults

CHUNK = 10_000
"""Decisions of one chunk: half a second's work, so little is lost with a process, and noting it costs nothing."""
PAGE = 1_000
LEASE = dt.timedelta(seconds=120)
RETRY_AFTER = dt.timedelta(seconds=5)
ATTEMPTS_MAX = 5
TALLY_LABEL = "backtest_chunk.tally"
_TRIALS_MAX = 8

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tools:
    """What a run works with. chunk: decisions of one."""

    database: Database
    vaults: Vaults
    registry: Registry
    rulesets: ActiveRulesets
    clock: Clock
    chunk: int = CHUNK


class BacktestRuns:
    def __init__(self, tools: Tools, owner: UUID) -> None:
        """owner: of the leases; who starts this process knows it, and frees them when the process dies."""
        self._tools = tools
        self._owner = owner
        self._trials: OrderedDict[UUID, Trial] = OrderedDict()

    async def work_next(self) -> bool:
        """Take what has waited longest and do it. Returns: False when there is nothing."""
        database = self._tools.database
        async with database.unscoped() as tx:
            claim = await store.claim(tx, self._owner, LEASE)
        if claim is None:
            return False
        with ahead(await read_ahead(database, claim.environment_id)):
            await self._carry_out(claim)
        return True

    async def _carry_out(self, claim: Claim) -> None:
        try:
            if claim.attempts > ATTEMPTS_MAX:
                await self._fail(
                    claim, "backtest_interrupted", "The work ended too often without getting on."
                )
            else:
                await self._work(claim)
        except DatabaseUnavailable:
            raise
        except PlatformError as error:
            _log.exception("A backtest was interrupted.", extra={"code": error.code})
            async with self._tools.database.unscoped() as tx:
                await store.release(tx, claim, RETRY_AFTER)

    async def hand_back(self) -> None:
        """Let others have at once what this process held."""
        async with self._tools.database.unscoped() as tx:
            await store.hand_back(tx, self._owner)

    async def _work(self, claim: Claim) -> None:
        async with self._tools.database.transaction(claim.environment_id) as tx:
            tried = await store.find_tried(tx, claim.environment_id, claim.backtest_id)
            if tried is None:  # it ended meanwhile
                await store.take_off(tx, claim)
                return
            chunk = await store.find_chunk(tx, claim) if claim.number >= 0 else None
        if claim.number == PLAN:
            await self._plan(claim, tried)
        elif claim.number == FINISH:
            await self._finish(claim, tried)
        elif chunk is not None:
            await self._try(claim, tried, chunk)

    async def _plan(self, claim: Claim, tried: Tried) -> None:
        """Cut the range into chunks of as many decisions, by their ids."""
        first, end = first_id_at(tried.scope.since), first_id_at(tried.scope.until)
        ranges: list[Range] = []
        at: UUID | None = first
        while at is not None:
            async with self._tools.database.transaction(claim.environment_id) as tx:
                behind = await store.nth_behind(tx, claim.environment_id, at, end, self._tools.chunk)
                if behind is not None:
                    ranges.append(Range(at, behind, self._tools.chunk))
                elif left := await store.count_between(tx, claim.environment_id, at, end):
                    ranges.append(Range(at, end, left))
            at = behind
        async with self._tools.database.transaction(claim.environment_id) as tx:
            if await store.take_off(tx, claim):
                now = self._tools.clock.now()
                await store.add_chunks(tx, claim.environment_id, claim.backtest_id, ranges, now)

    async def _try(self, claim: Claim, tried: Tried, chunk: Range) -> None:
        trial = await self._trial(claim, tried)
        tally = await ChunkReader(self._tools, claim.environment_id, trial).read(chunk)
        vault = await self._tools.vaults.of(claim.environment_id)
        async with self._tools.database.transaction(claim.environment_id) as tx:
            if await store.take_off(tx, claim):
                sealed = vault.seal_tenant(
                    f"{TALLY_LABEL}/{claim.number}", claim.backtest_id, msgspec.json.encode(tally)
                )
                await store.keep_tally(tx, claim, sealed, self._tools.clock.now())

    async def _trial(self, claim: Claim, tried: Tried) -> Trial:
        """Make the rulesets ready, once for all chunks of a backtest."""
        known = self._trials.get(claim.backtest_id)
        if known is not None:
            return known
        draft = prepare(
            msgspec.json.decode(tried.graph),
            tried.fallback,
            tried.facts,
            version_id=tried.version_id,
            digest=tried.digest,
        )
        current = None
        if tried.current_digest is not None:
            current = await self._tools.rulesets.find(
                claim.environment_id, tried.use_case, tried.current_version_id, tried.current_digest
            )
        trial = Trial(catalogue.get(tried.use_case), draft, current, tried.scope)
        self._trials[claim.backtest_id] = trial
        if len(self._trials) > _TRIALS_MAX:
            self._trials.popitem(last=False)
        return trial

    async def _finish(self, claim: Claim, tried: Tried) -> None:
        """Put the tallies together."""
        vault = await self._tools.vaults.of(claim.environment_id)
        async with self._tools.database.transaction(claim.environment_id) as tx:
            rows = await store.tallies(tx, claim)
        opened = (
            vault.open_tenant(f"{TALLY_LABEL}/{number}", claim.backtest_id, sealed) for number, sealed in rows
        )
        total = merged(msgspec.json.decode(written, type=ChunkTally) for written in opened)
        report = report_of(total, tried.scope.passes)
        sealed = vault.seal_tenant(REPORT_LABEL, claim.backtest_id, msgspec.json.encode(report))
        changed = sum(side.effect.changed.count for side in report.comparisons if side.against == "stored")
        one = End(
            environment_id=claim.environment_id,
            backtest_id=claim.backtest_id,
            use_case=tried.use_case,
            ending="complete",
            by=tried.created_by,
            sealed=sealed,
            told={"decisions": report.decisions, "changed": changed},
        )
        async with self._tools.database.transaction(claim.environment_id) as tx:
            await end(tx, self._tools.clock, one)

    async def _fail(self, claim: Claim, code: str, message: str) -> None:
        async with self._tools.database.transaction(claim.environment_id) as tx:
            tried = await store.find_tried(tx, claim.environment_id, claim.backtest_id)
            if tried is None:
                await store.take_off(tx, claim)
                return
            failure = Failure(code=code, message=message)
            one = End(
                environment_id=claim.environment_id,
                backtest_id=claim.backtest_id,
                use_case=tried.use_case,
                ending="fail",
                by=tried.created_by,
                failure=failure,
            )
            await end(tx, self._tools.clock, one)


class ChunkReader:
    """Reads the decisions of chunks of one backtest, page by page. Keys and payloads are opened here and kept nowhere."""

    def __init__(self, tools: Tools, environment_id: UUID, trial: Trial) -> None:
        self._tools = tools
        self._environment_id = environment_id
        self._trial = trial
        self._vectors: dict[UUID, Vector] = {}
        self._versions: dict[UUID, LoadedVersion] = {}
        self._silenced: dict[UUID | None, bool] = {None: False}

    async def read(self, chunk: Range) -> ChunkTally:
        vault = await self._tools.vaults.of(self._environment_id)
        counting = ChunkTrial(
            self._trial, self._vectors, self._silenced, ExplainedRows(self._trial.use_case, self._versions)
        )
        keys: dict[UUID, SubjectKey | None] = {}
        after: UUID | None = chunk.first
        while after is not None:
            rows, truths = await self._page(vault, keys, after, chunk.end)
            for row in rows:
                counting.add(row, keys[row["customer"]], happened=truths.get(row["subject"]))
            after = None if len(rows) < PAGE else UUID(int=rows[-1]["id"].int + 1)
        return counting.tally()

    async def _page(
        self, vault: EnvironmentVault, keys: dict[UUID, SubjectKey | None], after: UUID, end: UUID
    ) -> tuple[list[asyncpg.Record], dict[UUID, bool]]:
        """Read a page with the truths that are known, and open the keys that its customers are not known by yet."""
        environment_id, use_case = self._environment_id, self._trial.use_case.name
        async with self._tools.database.transaction(environment_id) as tx:
            rows = await store.page(tx, environment_id, use_case, after, end, PAGE)
            truths = await store.truths(tx, environment_id, use_case, [row["subject"] for row in rows])
            wanted = {row["customer"] for row in rows} - keys.keys()
            wrapped = await subjects.of_environment(tx, environment_id, sorted(wanted))
            for version_id in {row["version_id"] for row in rows} - self._vectors.keys():
                row = await feedback_versions.get(tx, environment_id, version_id)
                self._vectors[version_id] = self._trial.reading.vector(feedback_versions.features_of(row))
        for customer in wanted:
            found = wrapped.get(customer)
            keys[customer] = None if found is None else vault.unwrap(customer, found)
        await self._look_up({row["ruleset_version_id"] for row in rows})
        return rows, truths

    async def _look_up(self, rulesets: set[UUID | None]) -> None:
        """Look up what else must be known of what decided: versions that scored several rows, rulesets that read suppressions."""
        reading, use_case = self._trial.reading, self._trial.use_case
        if reading.suppressed:
            for ruleset_id in rulesets - self._silenced.keys():
                found = await self._tools.rulesets.source(self._environment_id, use_case.name, ruleset_id)
                self._silenced[ruleset_id] = bool({SUPPRESSED, SUPPRESSED_RULES} & set(found.facts))
        if reading.features and use_case.about is not None:
            for version_id in self._vectors.keys() - self._versions.keys():
                kept = await self._tools.registry.find_kept(self._environment_id, version_id)
                self._versions[version_id] = kept[1]
