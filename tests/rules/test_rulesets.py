"""The use cases of rulesets on a real PostgreSQL: versions are for ever, one decides, every change is in the ledger."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

import msgspec
import pytest

from core.canonical import decode
from core.clock import ManualClock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import parse
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.entities import Draft, VersionState
from rules.errors import FactsRefused, RulesetNotFound, RulesetRefused, RulesetVersionNotFound
from rules.evaluation import digest_of
from rules.facts import FactSchema, schema_of
from rules.rulesets import Rulesets
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tests.fakes.watch import StopWatch
from tests.rules.graphs import computing, thresholds

SECOND = dt.timedelta(seconds=1)
USE_CASE = "transaction-anomaly"


class KnownFacts:
    async def facts_of(self, environment_id: UUID, use_case: str) -> FactSchema:
        if use_case != USE_CASE:
            raise RulesetNotFound("There is no such use case.")
        return schema_of(features=("velocity",))

    async def pin(
        self, tx: Transaction, environment_id: UUID, version_id: UUID, facts: Sequence[str]
    ) -> None:
        """Its facts never change their meaning."""

    async def is_current(self, tx: Transaction, environment_id: UUID, version_id: UUID) -> bool:
        return True


class Service:
    """One process: its services, its cache and its watch."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.watch = StopWatch()
        self.active = ActiveRulesets(database, monotonic_s=self.watch)
        self.rulesets = Rulesets(database, clock, KnownFacts(), self.active, Assessor())


@pytest.fixture
def service(database: Database, clock: ManualClock) -> Service:
    return Service(database, clock)


def principal(environment_id: UUID, permissions: Iterable[Permission]) -> Principal:
    return Principal(
        kind=PrincipalKind.API_KEY,
        id="key_test",
        tenant_id=uuid4(),
        environment_id=environment_id,
        mode="sandbox",
        permissions=frozenset(permissions),
    )


@pytest.fixture
def caller() -> Principal:
    rules = (Permission.RULES_READ, Permission.RULES_WRITE, Permission.RULES_ACTIVATE)
    return principal(uuid4(), rules)


def draft(decline: str = ">= 0.9", reason: str = "first") -> Draft:
    return Draft(graph=thresholds(decline=decline), fallback="review", reason=reason)


async def entries(database: Database, environment_id: UUID) -> list[dict[str, object]]:
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY eid")
    found = [decode(row["entry"]) for row in rows]
    return [entry for entry in found if isinstance(entry, dict)]


async def test_without_a_version_the_default_decides(service: Service, caller: Principal) -> None:
    """A new environment has a ruleset for each use case: the one that ships with the service, as number 0."""
    shown = await service.rulesets.get(caller, USE_CASE)
    assert (shown.active.number, shown.active.id, shown.active_since, shown.last_number) == (0, None, None, 0)
    decides = await service.active.get(caller.environment_id, USE_CASE)
    assert decides.version_id is None
    assert decides.digest == shown.active.digest == digest_of(shown.active.graph, shown.active.fallback)


async def test_a_pushed_version_decides_only_once_activated(
    service: Service, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Push keeps and checks; activate lets it decide, at once in this process; both are in the ledger by digest."""
    version = await service.rulesets.push(caller, USE_CASE, draft())
    assert (version.number, version.author, version.reason) == (1, caller.id, "first")
    assert version.outcomes == ("approve", "decline", "review")
    assert (await service.active.get(caller.environment_id, USE_CASE)).version_id is None
    assert version.id is not None

    clock.advance(SECOND)
    shown = await service.rulesets.activate(caller, USE_CASE, version.id, "go")
    active = msgspec.structs.replace(version, state=VersionState.ACTIVE)
    assert (shown.active, shown.active_since) == (active, clock.now())
    decides = await service.active.get(caller.environment_id, USE_CASE)
    assert (decides.version_id, decides.digest) == (version.id, version.digest)
    assert decides.evaluate({"probability": 0.95}).outcome == "decline"

    pushed, activated = await entries(database, caller.environment_id)
    assert (pushed["typ"], pushed["rules"], pushed["out"]) == ("rule.version.v1", version.digest, USE_CASE)
    assert (activated["typ"], activated["rules"]) == ("rule.activate.v1", version.digest)


async def test_the_same_again_changes_nothing(
    service: Service, caller: Principal, database: Database
) -> None:
    """Pushing the latest version again, and activating the active one again, add no version and no entry."""
    first = await service.rulesets.push(caller, USE_CASE, draft())
    again = await service.rulesets.push(caller, USE_CASE, draft(reason="again"))
    assert again == first
    assert first.id is not None
    await service.rulesets.activate(caller, USE_CASE, first.id, "go")
    await service.rulesets.activate(caller, USE_CASE, first.id, "go again")
    assert len(await entries(database, caller.environment_id)) == 2


async def test_rolling_back_is_activating_the_one_before(
    service: Service, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """An older version can decide again; the history of activations says from which it came."""
    one = await service.rulesets.push(caller, USE_CASE, draft())
    two = await service.rulesets.push(caller, USE_CASE, draft(">= 0.8", "stricter"))
    assert one.id is not None
    assert two.id is not None
    for version_id in (one.id, two.id, one.id):
        clock.advance(SECOND)
        await service.rulesets.activate(caller, USE_CASE, version_id, "change")
    assert (await service.active.get(caller.environment_id, USE_CASE)).version_id == one.id
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT previous_version_id FROM ruleset_activation ORDER BY id")
    assert [row[0] for row in rows] == [None, one.id, two.id]


async def test_versions_are_listed_newest_first(service: Service, caller: Principal) -> None:
    """Pages are cut by id and hold every version once."""
    for number in range(3):
        await service.rulesets.push(caller, USE_CASE, draft(f">= 0.9{number}"))
    page = await service.rulesets.list(caller, USE_CASE, None, 2)
    assert [version.number for version in page.data] == [3, 2]
    assert page.next_after is not None
    rest = await service.rulesets.list(caller, USE_CASE, parse("rsv", page.next_after), 2)
    assert ([version.number for version in rest.data], rest.has_more) == ([1], False)


async def test_numbers_have_no_gaps_and_no_doubles_under_load(service: Service, caller: Principal) -> None:
    """Several authors at once each get a number of their own."""
    drafts = [draft(f">= 0.6{digit}") for digit in range(5)]
    pushed = await asyncio.gather(*(service.rulesets.push(caller, USE_CASE, each) for each in drafts))
    assert sorted(version.number for version in pushed) == [1, 2, 3, 4, 5]


async def test_what_is_refused_is_not_kept(service: Service, caller: Principal, database: Database) -> None:
    """A graph that fails the check leaves no version and no entry."""
    with pytest.raises(RulesetRefused):
        await service.rulesets.push(
            caller, USE_CASE, Draft(graph=computing("rand(1)"), fallback="review", reason="no")
        )
    assert (await service.rulesets.list(caller, USE_CASE, None, 10)).data == []
    assert await entries(database, caller.environment_id) == []


async def test_another_environment_sees_nothing(service: Service, caller: Principal) -> None:
    """A version of another environment is not found, in every use case that takes an id."""
    version = await service.rulesets.push(caller, USE_CASE, draft())
    assert version.id is not None
    stranger = principal(uuid4(), caller.permissions)
    with pytest.raises(RulesetVersionNotFound):
        await service.rulesets.version(stranger, USE_CASE, version.id)
    with pytest.raises(RulesetVersionNotFound):
        await service.rulesets.activate(stranger, USE_CASE, version.id, "mine")
    with pytest.raises(RulesetVersionNotFound):
        await service.active.find(stranger.environment_id, USE_CASE, version.id, version.digest)
    assert (await service.rulesets.list(stranger, USE_CASE, None, 10)).data == []
    assert (await service.active.get(stranger.environment_id, USE_CASE)).version_id is None


async def test_a_version_belongs_to_its_use_case(service: Service, caller: Principal) -> None:
    """A version of one use case cannot be activated for another."""
    version = await service.rulesets.push(caller, USE_CASE, draft())
    assert version.id is not None
    with pytest.raises(RulesetVersionNotFound):
        await service.rulesets.activate(caller, "credit-score", version.id, "wrong one")


async def test_each_use_case_asks_for_its_permission(service: Service, caller: Principal) -> None:
    """Reading, writing and activating are three permissions; none implies another."""
    version = await service.rulesets.push(caller, USE_CASE, draft())
    assert version.id is not None
    reader = principal(caller.environment_id, [Permission.RULES_READ])
    writer = principal(caller.environment_id, [Permission.RULES_WRITE])
    with pytest.raises(PermissionDenied):
        await service.rulesets.push(reader, USE_CASE, draft())
    with pytest.raises(PermissionDenied):
        await service.rulesets.activate(reader, USE_CASE, version.id, "no")
    with pytest.raises(PermissionDenied):
        await service.rulesets.activate(writer, USE_CASE, version.id, "no")
    with pytest.raises(PermissionDenied):
        await service.rulesets.get(writer, USE_CASE)
    with pytest.raises(PermissionDenied):
        await service.rulesets.check(writer, USE_CASE, None)


async def test_unknown_use_cases_have_no_ruleset(service: Service, caller: Principal) -> None:
    """A use case that the catalogue does not have is not found, on reading and on writing."""
    for attempt in (
        service.rulesets.get(caller, "weather"),
        service.rulesets.push(caller, "weather", draft()),
        service.rulesets.list(caller, "weather", None, 10),
        service.rulesets.check(caller, "weather", None),
    ):
        with pytest.raises(PlatformError) as refused:
            await attempt
        assert refused.value.kind is ErrorKind.NOT_FOUND


async def test_a_dry_run_keeps_nothing(service: Service, caller: Principal, database: Database) -> None:
    """Facts are tried on a draft or on what is active; the answer has outcome and trace, and nothing is written."""
    facts = {"probability": 0.85, "transaction.amount_minor": 100}
    tried = await service.rulesets.check(caller, USE_CASE, draft(">= 0.8"), [facts])
    assert tried.results[0].outcome == "decline"
    active = await service.rulesets.check(caller, USE_CASE, None, [facts])
    assert active.results[0].outcome == "review"
    assert await entries(database, caller.environment_id) == []


@pytest.mark.parametrize(
    "facts", [{"weather": 1}, {"probability": "high"}, {"reasons": "NEW"}, {"probability": True}]
)
async def test_facts_of_a_dry_run_are_checked(
    service: Service, caller: Principal, facts: dict[str, str | float]
) -> None:
    """A fact that is not there, or of another kind, is refused by its name."""
    with pytest.raises(FactsRefused, match=next(iter(facts))):
        await service.rulesets.check(caller, USE_CASE, None, [facts])


async def test_another_process_follows_within_a_second(
    service: Service, database: Database, clock: ManualClock, caller: Principal
) -> None:
    """An activation elsewhere counts here once a second has passed; until then what is known may serve."""
    elsewhere = Service(database, clock)
    assert (await elsewhere.active.get(caller.environment_id, USE_CASE)).version_id is None
    version = await service.rulesets.push(caller, USE_CASE, draft())
    assert version.id is not None
    await service.rulesets.activate(caller, USE_CASE, version.id, "go")
    elsewhere.watch.advance(0.9)
    assert (await elsewhere.active.get(caller.environment_id, USE_CASE)).version_id is None
    elsewhere.watch.advance(0.2)
    assert elsewhere.active.find_active(caller.environment_id, USE_CASE) is None
    assert (await elsewhere.active.get(caller.environment_id, USE_CASE)).version_id == version.id


async def test_a_stored_version_is_the_authors_document(service: Service, caller: Principal) -> None:
    """What is read back is the document as it was sent, names and positions too, and its digest can be checked by anyone."""
    sent = draft()
    pushed = await service.rulesets.push(caller, USE_CASE, sent)
    assert pushed.id is not None
    stored = await service.rulesets.version(caller, USE_CASE, pushed.id)
    assert stored.graph == msgspec.to_builtins(sent.graph)
    assert stored.digest == digest_of(stored.graph, stored.fallback)
    replayed = await service.active.find(caller.environment_id, USE_CASE, pushed.id, pushed.digest)
    assert replayed.digest == pushed.digest


async def test_a_version_cannot_be_changed(service: Service, caller: Principal, database: Database) -> None:
    """The application's role may add versions and activations, never change or remove one."""
    version = await service.rulesets.push(caller, USE_CASE, draft())
    for statement in (
        "UPDATE ruleset_version SET fallback = 'approve' WHERE id = $1",
        "DELETE FROM ruleset_version WHERE id = $1",
        "DELETE FROM ruleset_activation WHERE version_id = $1",
    ):
        with pytest.raises(PermissionError, match="denied"):
            await attempt_to(database, caller.environment_id, statement, version.id)


async def attempt_to(
    database: Database, environment_id: UUID, statement: str, version_id: UUID | None
) -> None:
    try:
        async with database.transaction(environment_id) as tx:
            await tx.execute(statement, version_id)
    except Exception as error:
        if "permission denied" in str(error):
            raise PermissionError("denied") from error
        raise
