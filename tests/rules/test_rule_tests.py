"""Test cases on a real PostgreSQL: sets are for ever, a failing version does not pass, a decision becomes a case."""

import asyncio
import datetime as dt
from uuid import UUID, uuid4

import msgspec
import pytest

from core.canonical import decode
from core.clock import ManualClock
from core.database import Database
from core.errors import InvalidRequest
from core.ids import parse
from rules import test_cases
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft, RulesetVersion
from rules.errors import FactsRefused, RulesetVersionNotFound
from rules.rulesets import Rulesets
from rules.test_case_sets import CaseFromDecision, ChangeCases, DecisionFacts, RuleTestSets
from rules.test_cases import RuleTest, RuleTestsFailing
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tests.rules.graphs import thresholds
from tests.rules.test_rulesets import USE_CASE, KnownFacts, principal

HIGH = RuleTest(
    name="a sure fraud",
    facts={"probability": 0.95, "transaction.currency": "INR"},
    outcome="decline",
    notes=["high"],
)
LOW = RuleTest(name="a usual payment", facts={"probability": 0.01}, outcome="approve")

SEEN: dict[str, test_cases.CaseFact] = {
    "decided_hour": 3.0,
    "decided_weekday": 6.0,
    "features.velocity": 2.5,
    "probability": 0.612346,
    "reasons": ["NEW_DEVICE"],
    "transaction.amount_minor": 5.0,
}


class OneDecision:
    """Stored decisions: one."""

    def __init__(self) -> None:
        self.found = DecisionFacts(
            facts={
                "probability": 0.61234567,
                "decided_at": dt.datetime(2026, 11, 21, 3, 30, tzinfo=dt.UTC),
                "transaction": {"amount_minor": 5, "payee_id": "asha@bank", "currency": None},
                "reasons": ["NEW_DEVICE"],
                "features": {"velocity": 2.5, "other": 1.0},
            },
            outcome="review",
            read=(
                "decided_at",
                "features.velocity",
                "probability",
                "reasons",
                "transaction.currency",
                "transaction.payee_id",
            ),
        )

    async def facts_of_decision(self, caller: Principal, use_case: str, decision_id: UUID) -> DecisionFacts:
        return self.found


class Service:
    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.decisions = OneDecision()
        self.sets = RuleTestSets(database, clock, KnownFacts(), self.decisions)
        self.rulesets = Rulesets(database, clock, KnownFacts(), ActiveRulesets(database), Assessor())

    async def require(self, caller: Principal, version: RulesetVersion) -> None:
        async with self.database.transaction(caller.environment_id) as tx:
            await test_cases.require_passing(tx, caller.environment_id, USE_CASE, version)


@pytest.fixture
def service(database: Database, clock: ManualClock) -> Service:
    return Service(database, clock)


@pytest.fixture
def caller() -> Principal:
    return principal(uuid4(), (Permission.RULES_READ, Permission.RULES_WRITE))


def change(*cases: RuleTest, reason: str = "first") -> ChangeCases:
    return ChangeCases(cases=list(cases), reason=reason)


async def pushed(service: Service, caller: Principal, decline: str = ">= 0.9") -> RulesetVersion:
    draft = Draft(graph=thresholds(decline=decline), fallback="review", reason="a draft")
    return await service.rulesets.push(caller, USE_CASE, draft)


async def test_a_change_makes_the_next_set_and_an_entry(service: Service, caller: Principal) -> None:
    """Cases are replaced as a whole, numbered, with their author and reason, in the ledger by digest; nothing gets lost."""
    assert (await service.sets.get(caller, USE_CASE)).number == 0
    one = await service.sets.put(caller, USE_CASE, change(HIGH))
    again = await service.sets.put(caller, USE_CASE, change(HIGH, reason="the same"))
    two = await service.sets.put(caller, USE_CASE, change(HIGH, LOW, reason="more"))
    assert (one.number, again, two.number, two.author) == (1, one, 2, caller.id)
    assert await service.sets.get(caller, USE_CASE) == two
    page = await service.sets.list(caller, USE_CASE, None, 1)
    assert [(row.number, row.case_count, row.reason) for row in page.data] == [(2, 2, "more")]
    rest = await service.sets.list(caller, USE_CASE, parse("rts", page.next_after or ""), 5)
    assert [(row.number, row.reason) for row in rest.data] == [(1, "first")]
    async with service.database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY eid")
    entries = [decode(row["entry"]) for row in rows]
    found = [(entry["typ"], entry["rules"]) for entry in entries if isinstance(entry, dict)]
    assert sorted(found, key=str) == sorted(
        [("rule.tests.v1", one.digest), ("rule.tests.v1", two.digest)], key=str
    )


async def test_a_version_passes_when_every_case_does(service: Service, caller: Principal) -> None:
    """What does as its cases say may go on; without cases, everything may."""
    version = await pushed(service, caller)
    await service.require(caller, version)
    await service.sets.put(caller, USE_CASE, change(HIGH, LOW))
    await service.require(caller, version)
    report = await service.sets.run(caller, USE_CASE, None)
    assert (report.version_number, report.set_number) == (1, 1)
    assert [result.passed for result in report.results] == [True, True]


async def test_a_failing_version_is_refused_with_case_and_row(service: Service, caller: Principal) -> None:
    """The refusal names each failing case, what was expected, what came, and the row of the table that hit."""
    await service.sets.put(caller, USE_CASE, change(LOW, HIGH))
    version = await pushed(service, caller, decline=">= 0.99")
    with pytest.raises(RuleTestsFailing, match="1 of its 2") as refused:
        await service.require(caller, version)
    assert [(field.field, field.reason) for field in refused.value.fields] == [
        ("test_cases[1]", '"a sure fraud": decline was expected, review came by "Thresholds" row 2.')
    ]


async def test_notes_count_where_a_case_names_them(service: Service, caller: Principal) -> None:
    """A case with notes demands exactly these; one without looks at the outcome alone."""
    version = await pushed(service, caller)
    await service.sets.put(caller, USE_CASE, change(msgspec.structs.replace(HIGH, notes=["other"])))
    with pytest.raises(RuleTestsFailing) as refused:
        await service.require(caller, version)
    assert 'the notes are "high"' in refused.value.fields[0].reason
    await service.sets.put(caller, USE_CASE, change(msgspec.structs.replace(HIGH, notes=[])))
    await service.require(caller, version)


async def test_cases_cannot_change_while_an_activation_is_under_way(
    service: Service, caller: Principal
) -> None:
    """Who passed the cases is activated under those very cases: a change waits until that is done."""
    version = await pushed(service, caller)
    order: list[str] = []

    async def changes() -> None:
        await service.sets.put(caller, USE_CASE, change(HIGH))
        order.append("changed")

    async with service.database.transaction(caller.environment_id) as tx:
        await test_cases.require_passing(tx, caller.environment_id, USE_CASE, version)
        waiting = asyncio.create_task(changes())
        for _ in range(20):
            await tx.fetchval("SELECT pg_sleep(0.005)")
        order.append("activated")
    await waiting
    assert order == ["activated", "changed"]


async def test_a_decision_becomes_a_case_without_what_could_name_a_person(
    service: Service, caller: Principal
) -> None:
    """A case takes payment, score and what rules read, as they saw it; never who was paid, from where, on what or when."""
    wanted = CaseFromDecision(name="seen", decision_id=uuid4(), reason="an incident", outcome="decline")
    made = await service.sets.add_from_decision(caller, USE_CASE, wanted)
    assert made.cases == (RuleTest(name="seen", facts=SEEN, outcome="decline"),)
    kept = msgspec.structs.replace(wanted, name="as it was", outcome=None)
    assert (await service.sets.add_from_decision(caller, USE_CASE, kept)).cases[1].outcome == "review"
    with pytest.raises(InvalidRequest, match="one name"):
        await service.sets.add_from_decision(caller, USE_CASE, wanted)


async def test_a_decision_without_a_score_makes_no_case(service: Service, caller: Principal) -> None:
    """Where rules never ran, there is nothing to demand of them."""
    service.decisions.found = DecisionFacts(facts={}, outcome="review", read=())
    wanted = CaseFromDecision(name="seen", decision_id=uuid4(), reason="an incident")
    with pytest.raises(InvalidRequest, match="without a score"):
        await service.sets.add_from_decision(caller, USE_CASE, wanted)


@pytest.mark.parametrize("facts", [{"weather": 1}, {"probability": "high"}])
async def test_facts_that_are_not_there_are_refused_by_case(
    service: Service, caller: Principal, facts: dict[str, str | float]
) -> None:
    """An author learns which case names what no rule can see."""
    wrong = msgspec.convert({"name": "wrong", "facts": facts, "outcome": "approve"}, RuleTest)
    with pytest.raises(FactsRefused) as refused:
        await service.sets.put(caller, USE_CASE, change(LOW, wrong))
    assert refused.value.fields[0].field == "cases[1].facts"


async def test_other_environments_and_readers_change_nothing(service: Service, caller: Principal) -> None:
    """Cases belong to an environment; reading them does not allow to change them."""
    await service.sets.put(caller, USE_CASE, change(HIGH))
    version = await pushed(service, caller)
    stranger = principal(uuid4(), caller.permissions)
    assert (await service.sets.get(stranger, USE_CASE)).cases == ()
    with pytest.raises(RulesetVersionNotFound):
        await service.sets.run(stranger, USE_CASE, version.id)
    reader = principal(caller.environment_id, [Permission.RULES_READ])
    with pytest.raises(PermissionDenied):
        await service.sets.put(reader, USE_CASE, change(LOW))
    with pytest.raises(PermissionDenied):
        await service.sets.get(principal(caller.environment_id, []), USE_CASE)


async def test_a_check_runs_the_cases_on_a_draft(service: Service, caller: Principal) -> None:
    """An author sees before pushing which cases a draft fails, beside what was asked."""
    await service.sets.put(caller, USE_CASE, change(HIGH, LOW))
    draft = Draft(graph=thresholds(decline=">= 0.99"), fallback="review", reason="a draft")
    tried = await service.rulesets.check(caller, USE_CASE, draft, [{"probability": 1.0}])
    assert [result.outcome for result in tried.results] == ["decline"]
    assert [(each.name, each.passed, each.outcome) for each in tried.test_cases] == [
        (HIGH.name, False, "review"),
        (LOW.name, True, "approve"),
    ]
