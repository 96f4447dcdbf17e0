"""The use cases of test cases: show, change, take one from a decision, run them on a version."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from rules import store, test_cases
from rules import test_case_store as case_store
from rules.canonical_json import encode
from rules.entities import Document, Outcome, Reason, RuleTestResult
from rules.errors import FactsRefused, RulesetVersionNotFound
from rules.facts import FactSchema, Projection, nested
from rules.rulesets import FactSource
from rules.shipped import SHIPPED, Defaults
from rules.test_case_store import CaseSetRow
from rules.test_cases import CASES_MAX, CaseFact, CaseName, RuleTest, RuleTestSet
from tenants.permissions import Permission
from tenants.principals import Principal

PREFIX = "rts"
LEFT_OUT = frozenset(
    {
        "decided_at",
        "transaction.device_id",
        "transaction.latitude",
        "transaction.longitude",
        "transaction.occurred_at",
        "transaction.payee_id",
    }
)
"""Facts that are never taken from a decision: they could lead back to a person. An author may write made-up ones."""
PLAIN = frozenset(
    {
        "decided_hour",
        "decided_weekday",
        "points",
        "probability",
        "reasons",
        "score",
        *(f"transaction.{name}" for name in ("amount_minor", "category", "channel", "country", "currency")),
        *(f"transaction.{name}" for name in ("direction", "duplicate", "gateway", "method", "region")),
    }
)
"""Facts that a case of a decision always holds: a rule to come may ask for them."""

Cases = Annotated[list[RuleTest], Meta(max_length=CASES_MAX)]


class ChangeCases(msgspec.Struct, frozen=True, kw_only=True):
    """All test cases as they shall be from now on, and why."""

    cases: Cases
    reason: Reason


class CaseFromDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision to make a test case of. outcome: what should have come; without it, what did."""

    name: CaseName
    decision_id: UUID
    reason: Reason
    outcome: Outcome | None = None


class DecisionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """facts: as the rules saw them, in groups; none when they never ran. outcome: what came. read: what its ruleset reads."""

    facts: Mapping[str, object]
    outcome: str
    read: tuple[str, ...]


class DecisionSource(Protocol):
    """Knows what rules saw of a stored decision; implemented where decisions are known."""

    async def facts_of_decision(self, caller: Principal, use_case: str, decision_id: UUID) -> DecisionFacts:
        """Raises: PermissionDenied, DecisionNotFound, DecisionErased."""
        ...


class RuleTestSummary(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    use_case: str
    number: int
    digest: bytes
    case_count: int
    author: str
    reason: str
    created_at: dt.datetime


class RuleTestReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a version gives. version_id: None for the default that ships with the service."""

    version_id: UUID | None
    version_number: int
    set_number: int
    results: tuple[RuleTestResult, ...]


class RuleTestSets:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        facts: FactSource,
        decisions: DecisionSource,
        defaults: Defaults = SHIPPED,
    ) -> None:
        self._database = database
        self._clock = clock
        self._facts = facts
        self._decisions = decisions
        self._defaults = defaults

    async def get(self, caller: Principal, use_case: str) -> RuleTestSet:
        """Show the test cases of a use case as they are now. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            return _set(use_case, await case_store.find_latest(tx, caller.environment_id, use_case))

    async def list(
        self, caller: Principal, use_case: str, after: UUID | None, limit: int
    ) -> Page[RuleTestSummary]:
        """List the sets that there were, newest first. Raises: PermissionDenied, UseCaseUnknown."""
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await case_store.list_sets(tx, caller.environment_id, use_case, after, limit + 1)
        page = page_of([*rows], limit, lambda row: public(PREFIX, row.id))
        data = [msgspec.convert(row, RuleTestSummary, from_attributes=True) for row in page.data]
        return Page(data, page.has_more, page.next_after)

    async def put(self, caller: Principal, use_case: str, change: ChangeCases) -> RuleTestSet:
        """Replace the test cases of a use case. The same again changes nothing.

        Raises: PermissionDenied, UseCaseUnknown, FactsRefused, InvalidRequest.
        """
        caller.require(Permission.RULES_WRITE)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        _check(change.cases, schema)
        async with self._database.transaction(caller.environment_id) as tx:
            await case_store.hold(tx, caller.environment_id, use_case)
            return await self._replace(tx, caller, use_case, change.cases, change.reason)

    async def add_from_decision(
        self, caller: Principal, use_case: str, wanted: CaseFromDecision
    ) -> RuleTestSet:
        """Make a test case of a stored decision: of what was said of payment and score, and what its own ruleset and the
        newest version read.


        Raises: PermissionDenied, UseCaseUnknown, DecisionNotFound, DecisionErased, InvalidRequest.
        """
        caller.require(Permission.RULES_WRITE)
        schema = await self._facts.facts_of(caller.environment_id, use_case)
        decided = await self._decisions.facts_of_decision(caller, use_case, wanted.decision_id)
        if not decided.facts:
            raise InvalidRequest("The decision was made without a score: its rules saw no facts.")
        async with self._database.transaction(caller.environment_id) as tx:
            await case_store.hold(tx, caller.environment_id, use_case)
            newest = await store.find_latest(tx, caller.environment_id, use_case)
            read = {*decided.read, *(newest.facts if newest is not None else ())}
            names = (read | PLAIN) & schema.keys()
            made = RuleTest(
                name=wanted.name,
                facts=taken(decided.facts, tuple(sorted(names - LEFT_OUT))),
                outcome=wanted.outcome or decided.outcome,
            )
            cases = [*await test_cases.current(tx, caller.environment_id, use_case), made]
            if len(cases) > CASES_MAX:
                raise InvalidRequest(f"A use case may have {CASES_MAX} test cases.")
            _check(cases, schema)
            return await self._replace(tx, caller, use_case, cases, wanted.reason)

    async def run(self, caller: Principal, use_case: str, version_id: UUID | None) -> RuleTestReport:
        """Run the test cases on a version; None is the newest one, or the default where there is none.

        Raises: PermissionDenied, UseCaseUnknown, RulesetVersionNotFound.
        """
        caller.require(Permission.RULES_READ)
        await self._facts.facts_of(caller.environment_id, use_case)
        async with self._database.transaction(caller.environment_id) as tx:
            held = _set(use_case, await case_store.find_latest(tx, caller.environment_id, use_case))
            version, number = await self._version(tx, caller, use_case, version_id)
        return RuleTestReport(
            version_id=version.id,
            version_number=number,
            set_number=held.number,
            results=await test_cases.run(held.cases, version),
        )

    async def _version(
        self, tx: Transaction, caller: Principal, use_case: str, version_id: UUID | None
    ) -> tuple["_Version", int]:
        environment_id = caller.environment_id
        if version_id is None:
            row = await store.find_latest(tx, environment_id, use_case)
        else:
            row = await store.find_version(tx, environment_id, use_case, version_id)
            if row is None:
                raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
        if row is None:
            default = self._defaults.version(use_case)
            return _Version(None, default.digest, default.fallback, default.facts, default.graph), 0
        graph = msgspec.json.decode(row.graph, type=dict[str, object])
        return _Version(row.id, row.digest, row.fallback, row.facts, graph), row.number

    async def _replace(
        self, tx: Transaction, caller: Principal, use_case: str, cases: Sequence[RuleTest], reason: str
    ) -> RuleTestSet:
        text = encode(msgspec.to_builtins(cases)).decode()
        digest = hashlib.sha256(text.encode()).digest()
        latest = await case_store.find_latest(tx, caller.environment_id, use_case)
        if (latest is None and not cases) or (latest is not None and latest.digest == digest):
            return _set(use_case, latest)
        row = CaseSetRow(
            id=uuid7(self._clock),
            use_case=use_case,
            number=await case_store.reserve_number(tx, caller.environment_id, use_case),
            cases=text,
            case_count=len(cases),
            digest=digest,
            author=caller.id,
            reason=reason,
            created_at=self._clock.now(),
        )
        await case_store.add(tx, caller.environment_id, row)
        await intake.append(tx, self._entry(caller, row))
        return _set(use_case, row)

    def _entry(self, caller: Principal, row: CaseSetRow) -> intake.Entry:
        return intake.Entry(
            typ="rule.tests.v1",
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=self._clock.now(),
            act=caller.id,
            out=row.use_case,
            rules=row.digest,
            refs=(row.id,),
        )


class _Version(msgspec.Struct, frozen=True):
    id: UUID | None
    digest: bytes
    fallback: str
    facts: Sequence[str]
    graph: Document


def _set(use_case: str, row: CaseSetRow | None) -> RuleTestSet:
    if row is None:
        digest = hashlib.sha256(encode([])).digest()
        return RuleTestSet(
            id=None, use_case=use_case, number=0, digest=digest, author="system", reason="", cases=()
        )
    return RuleTestSet(
        id=row.id,
        use_case=use_case,
        number=row.number,
        digest=row.digest,
        author=row.author,
        reason=row.reason,
        cases=test_cases.cases_in(row.cases),
    )


def _check(cases: Sequence[RuleTest], schema: FactSchema) -> None:
    seen: dict[str, int] = {}
    for index, case in enumerate(cases):
        if case.name in seen:
            field = FieldError(
                f"cases[{index}].name",
                f"It is the name of case {seen[case.name] + 1} too.",
                "Name each case once.",
            )
            raise InvalidRequest("Two test cases have one name.", fields=(field,))
        seen[case.name] = index
        try:
            nested(case.facts, schema)
        except FactsRefused as refused:
            field = FieldError(
                f"cases[{index}].facts", f'Case "{case.name}": {refused.message}', refused.how_to_fix
            )
            raise FactsRefused("A test case names facts that are not there.", fields=(field,)) from refused


def taken(facts: Mapping[str, object], names: Sequence[str]) -> dict[str, CaseFact]:
    """Return these facts by full name, as the engine would get them; what is missing is left out."""
    grouped = Projection(tuple(names)).of(facts)
    flat: dict[str, object] = {}
    for name in names:
        group, _, key = name.partition(".")
        inner = grouped.get(group)
        flat[name] = inner.get(key) if key and isinstance(inner, dict) else inner
    return msgspec.convert(
        {name: value for name, value in flat.items() if value is not None}, dict[str, CaseFact]
    )
