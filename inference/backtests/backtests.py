"""The use cases of backtests: start one, look at it, list them, cancel one."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock, from_micros, to_micros
from core.database import Database
from core.errors import FieldError
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from inference import catalogue
from inference.backtests import entries, store
from inference.backtests.endings import End, end
from inference.backtests.entities import (
    OPEN_MAX,
    PREFIX,
    REPORT_LABEL,
    Backtest,
    BacktestEnded,
    BacktestNotFound,
    BacktestRefused,
    BacktestRequest,
    Report,
    Scope,
    TooManyBacktests,
)
from inference.backtests.reading import Counted, Reading
from inference.backtests.store import NewBacktest
from inference.decision_batch import SEALED_PAYLOAD
from inference.drift_hours import first_id_at
from rules.active import ActiveRulesets, RulesetSource
from rules.assessment import Assessor
from rules.errors import RulesetRefused
from rules.evaluation import digest_of_text
from rules.rulesets import FactSource
from tenants import subjects
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults


class ShownBacktest(msgspec.Struct, frozen=True, kw_only=True):
    """A backtest as it is shown. counted: amount, currency and time of the decisions that the report names, as far as their
    customers were not erased."""

    backtest: Backtest
    report: Report | None = None
    counted: Mapping[UUID, tuple[dt.datetime, Counted]] = {}


class Backtests:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        active: ActiveRulesets,
        facts: FactSource,
        assessor: Assessor,
        clock: Clock,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._active = active
        self._facts = facts
        self._assessor = assessor
        self._clock = clock

    async def create(self, caller: Principal, use_case: str, request: BacktestRequest) -> Backtest:
        """Queue a backtest of a version that was pushed, or of a draft that is sent along.

        Raises: PermissionDenied, UseCaseUnknown, BacktestRefused, RulesetVersionNotFound, RulesetRefused, RulesetTooSlow,
        TooManyBacktests, Overloaded.
        """
        caller.require(Permission.RULES_BACKTEST)
        catalogue.get(use_case)
        scope = self._scope(request)
        source = await self._source(caller, use_case, request)
        current = await self._active.get(caller.environment_id, use_case) if scope.current else None
        row = NewBacktest(
            environment_id=caller.environment_id,
            id=uuid7(self._clock),
            use_case=use_case,
            state="queued",
            version_id=source.version_id,
            graph=source.graph.decode(),
            fallback=source.fallback,
            facts=list(source.facts),
            digest=source.digest,
            current_version_id=None if current is None else current.version_id,
            current_digest=None if current is None else current.digest,
            scope=msgspec.json.encode(scope).decode(),
            created_at=self._clock.now(),
            created_by=caller.id,
        )
        async with self._database.transaction(caller.environment_id) as tx:
            if await store.count_open(tx, caller.environment_id) >= OPEN_MAX:
                raise TooManyBacktests(f"{OPEN_MAX} backtests are under way.", retry_after_s=30)
            await store.insert(tx, row)
            between = (first_id_at(scope.since), first_id_at(scope.until))
            await intake.append(tx, entries.started(row, uuid7(self._clock), between))
        return (await self._find(caller, use_case, row.id)).backtest

    async def get(self, caller: Principal, use_case: str, backtest_id: UUID) -> ShownBacktest:
        """Return a backtest with its report, once there is one. Raises: PermissionDenied, BacktestNotFound."""
        caller.require(Permission.RULES_BACKTEST)
        return await self._find(caller, use_case, backtest_id)

    async def list(self, caller: Principal, use_case: str, after: UUID | None, limit: int) -> Page[Backtest]:
        """Newest first, without their reports. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_BACKTEST)
        catalogue.get(use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_page(tx, caller.environment_id, use_case, after, limit + 1)
        return page_of(rows, limit, lambda row: public(PREFIX, row.id))

    async def cancel(self, caller: Principal, use_case: str, backtest_id: UUID) -> Backtest:
        """End a backtest that has not ended. Raises: PermissionDenied, BacktestNotFound, BacktestEnded."""
        caller.require(Permission.RULES_BACKTEST)
        found = (await self._find(caller, use_case, backtest_id)).backtest
        one = End(
            environment_id=caller.environment_id,
            backtest_id=backtest_id,
            use_case=use_case,
            ending="cancel",
            by=caller.id,
        )
        async with self._database.transaction(caller.environment_id) as tx:
            if not await end(tx, self._clock, one):
                raise BacktestEnded(f"The backtest is {found.state}.")
        return (await self._find(caller, use_case, backtest_id)).backtest

    def _scope(self, request: BacktestRequest) -> Scope:
        """Raises: BacktestRefused."""
        now = self._clock.now()
        until = now if request.until is None else min(request.until, now)
        if request.since >= until:
            raise BacktestRefused(
                "There is no time between `since` and `until`.",
                fields=[FieldError("since", "It is not before `until`, or now.", "Name an earlier time.")],
            )
        if (request.version_id is None) == (request.draft is None):
            raise BacktestRefused(
                "Send either `version_id` or `draft`.",
                fields=[FieldError("draft", "One of the two is needed, and one alone.", "Send one of them.")],
            )
        return Scope(
            since=from_micros(to_micros(request.since)),
            until=from_micros(to_micros(until)),
            passes=tuple(dict.fromkeys(request.passes)),
            current=request.current,
            seed=request.seed,
        )

    async def _source(self, caller: Principal, use_case: str, request: BacktestRequest) -> RulesetSource:
        """Raises: RulesetVersionNotFound, RulesetRefused, RulesetTooSlow, Overloaded."""
        draft = request.draft
        if draft is None:
            version_id = parse("rsv", request.version_id or "")
            return await self._active.source(caller.environment_id, use_case, version_id)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        try:
            found = await self._assessor.assess(draft.graph, draft.fallback, schema)
        except RulesetRefused as error:
            fields = [msgspec.structs.replace(field, field=f"draft.{field.field}") for field in error.fields]
            raise RulesetRefused(error.message, fields=fields) from error
        return RulesetSource(
            graph=found.canonical.encode(),
            fallback=draft.fallback,
            facts=found.facts,
            version_id=None,
            digest=digest_of_text(found.canonical, draft.fallback),
        )

    async def _find(self, caller: Principal, use_case: str, backtest_id: UUID) -> ShownBacktest:
        """Raises: BacktestNotFound."""
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            found = await store.find(tx, environment_id, use_case, backtest_id)
            sealed = None if found is None else await store.find_report(tx, environment_id, backtest_id)
        if found is None:
            raise BacktestNotFound(
                "No such backtest of this use case in this environment.", internal=f"{backtest_id=}"
            )
        if sealed is None:
            return ShownBacktest(backtest=found)
        vault = await self._vaults.of(environment_id)
        report = msgspec.json.decode(vault.open_tenant(REPORT_LABEL, backtest_id, sealed), type=Report)
        return ShownBacktest(
            backtest=found, report=report, counted=await self._counted(caller, use_case, report)
        )

    async def _counted(
        self, caller: Principal, use_case: str, report: Report
    ) -> dict[UUID, tuple[dt.datetime, Counted]]:
        """Open what the decisions that a report names are counted by: amounts are kept nowhere but in their payloads."""
        environment_id = caller.environment_id
        named = {each.decision_id for side in report.comparisons for each in (*side.sample, *side.largest)}
        if not named:
            return {}
        vault = await self._vaults.of(environment_id)
        async with self._database.transaction(environment_id) as tx:
            rows = await store.shown(tx, environment_id, sorted(named))
            keys = await subjects.find_many(tx, [(environment_id, row["customer"]) for row in rows])
        reading, found = Reading(catalogue.get(use_case), ()), {}
        for row in rows:
            wrapped = keys.get((environment_id, row["customer"]))
            if wrapped is not None and row["sealed"] is not None:
                key = vault.unwrap(row["customer"], wrapped)
                payload = reading.decode(key.open(SEALED_PAYLOAD, row["id"], row["sealed"]))
                found[row["id"]] = (row["decided_at"], reading.counted(payload))
        return found
