"""Decisions are told where somebody asks: once each, by their own id, and nowhere else."""

import datetime as dt
from uuid import UUID, uuid4

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.events import TOPIC, Announced, Event
from core.ids import public, uuid7
from inference.decided import ROWS_MAX
from resolution import alert_store
from resolution.alert_entities import AlertRule
from resolution.alert_store import RulesRow
from resolution.decision_askers import DecisionAskers
from resolution.decision_news import DecisionNews
from resolution.webhooks import endpoint_store
from resolution.webhooks.entities import Endpoint
from resolution.workflows.decision_starts import DecisionStarts
from resolution.workflows.triggers import Triggers
from tests.resolution.workflows.conftest import World


class Desk:
    """Both loops, looked at by hand."""

    def __init__(self, world: World, rows_max: int = ROWS_MAX) -> None:
        triggers = Triggers(world.database, world.tenancy.vaults, world.clock)
        self.askers = DecisionAskers(world.database)
        starts = DecisionStarts(world.tenancy.vaults, world.clock, triggers)
        self.news = DecisionNews(world.database, world.clock, self.askers, starts, rows_max)
        self.environments = [world.caller.environment_id, world.stranger.environment_id]

    async def look(self) -> None:
        await self.askers.ask(self.environments)
        await self.news.look(self.environments)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


async def decide(
    database: Database, clock: ManualClock, environment_id: UUID, outcome: str, *, late_s: float = 0
) -> UUID:
    """A decision as the path leaves it. late_s: how long ago its id was made."""
    clock.advance(dt.timedelta(seconds=-late_s))
    decision_id, at = uuid7(clock), clock.now()
    clock.advance(dt.timedelta(seconds=late_s))
    query = """
    INSERT INTO decision (environment_id, id, use_case, version_id, customer, outcome, score, degraded, decided_at, leaf_hash, receipt)
    VALUES ($1, $2, 'transaction-anomaly', $3, $4, $5, 900000, false, $6, $7, $8)
    """
    async with database.transaction(environment_id) as tx:
        await tx.execute(query, environment_id, decision_id, uuid4(), uuid4(), outcome, at, bytes(32), b"")
    return decision_id


async def an_endpoint(world: World, *kinds: str) -> None:
    endpoint = Endpoint(
        environment_id=world.caller.environment_id, id=uuid7(world.clock), url="https://x.example/", description="",
        kinds=list(kinds), created_at=world.clock.now(), created_by="key_x", failing_since=None, disabled_at=None,
        disabled_reason=None,
    )  # fmt: skip
    async with world.database.transaction(world.caller.environment_id) as tx:
        await endpoint_store.insert(tx, endpoint)


async def told(world: World) -> list[tuple[str, str]]:
    """Kind and subject of what was announced of decisions, each as often as it was."""
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = $1 ORDER BY id", TOPIC)
    events = [msgspec.json.decode(row["payload"], type=Announced) for row in rows]
    return [(each.kind, each.subject) for each in events if each.kind.startswith("decision.")]


async def test_nothing_is_written_for_nobody(world: World, desk: Desk) -> None:
    """Neither events nor a place in the decisions, where endpoints want other kinds and shipped alert rules count."""
    await an_endpoint(world, "payout.*")
    await decide(world.database, world.clock, world.caller.environment_id, "decline")
    await desk.look()
    assert await told(world) == []
    async with world.database.transaction(world.caller.environment_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM workflow_cursor") == 0


@pytest.mark.parametrize("pattern", ["*", "decision.*", "decision.decline"])
async def test_an_endpoint_hears_of_each_once(world: World, desk: Desk, pattern: str) -> None:
    """However often it is looked for, also by a worker that begins anew; the event has the decision's id and time."""
    await an_endpoint(world, pattern)
    await desk.look()
    declined = await decide(world.database, world.clock, world.caller.environment_id, "decline")
    await decide(world.database, world.clock, world.caller.environment_id, "approve")
    await decide(world.database, world.clock, world.stranger.environment_id, "decline")
    for _ in range(3):
        await desk.look()
        await Desk(world).look()
        world.clock.advance(dt.timedelta(seconds=25))
    assert await told(world) == [("decision.decline", public("dec", declined))]
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT id FROM outbox WHERE topic = $1", TOPIC)
    assert [row["id"] for row in rows] == [declined]


async def test_one_that_is_written_late_is_told(world: World, desk: Desk) -> None:
    """A decision whose id was made long before it was written, behind others that were told already, is found within a minute."""
    await an_endpoint(world, "decision.review")
    await desk.look()
    world.clock.advance(dt.timedelta(seconds=30))
    first = await decide(world.database, world.clock, world.caller.environment_id, "review")
    await desk.look()
    late = await decide(world.database, world.clock, world.caller.environment_id, "review", late_s=20)
    for _ in range(60):
        world.clock.advance(dt.timedelta(seconds=1))
        await desk.look()
    assert sorted(await told(world)) == sorted(
        ("decision.review", public("dec", each)) for each in (first, late)
    )


async def test_an_alert_rule_asks(world: World, desk: Desk) -> None:
    """For the kinds that one of the environment's own rules names, and no other."""
    rules = [AlertRule(name="declines", kinds=["decision.dec*"], severity="low")]
    async with world.database.transaction(world.caller.environment_id) as tx:
        await alert_store.add_rules(
            tx, world.caller.environment_id, RulesRow(1, "mbr_x", world.clock.now(), rules)
        )
    declined = await decide(world.database, world.clock, world.caller.environment_id, "decline")
    await decide(world.database, world.clock, world.caller.environment_id, "review")
    await desk.look()
    assert await told(world) == [("decision.decline", public("dec", declined))]


async def test_more_than_one_page_is_told(world: World) -> None:
    """What does not fit into one look comes with the next, and nothing is left out."""
    desk = Desk(world, rows_max=3)
    await an_endpoint(world, "decision.*")
    await desk.look()
    made = []
    for _ in range(10):
        made.append(await decide(world.database, world.clock, world.caller.environment_id, "decline"))
        world.clock.advance(dt.timedelta(milliseconds=5))
    for _ in range(60):
        await desk.look()
        world.clock.advance(dt.timedelta(seconds=1))
    assert sorted(subject for _, subject in await told(world)) == sorted(public("dec", each) for each in made)


async def test_who_stops_asking_and_asks_again_hears_of_nothing_between(world: World, desk: Desk) -> None:
    """The place is forgotten, so that an old one does not bring a month of decisions at once."""
    await an_endpoint(world, "decision.*")
    await desk.look()
    async with world.database.transaction(world.caller.environment_id) as tx:
        await tx.execute("UPDATE webhook_endpoint SET disabled_at = now(), disabled_reason = 'asked'")
    await desk.look()
    await decide(world.database, world.clock, world.caller.environment_id, "decline")
    world.clock.advance(dt.timedelta(hours=1))
    async with world.database.transaction(world.caller.environment_id) as tx:
        await tx.execute("UPDATE webhook_endpoint SET disabled_at = NULL, disabled_reason = NULL")
    await desk.look()
    assert await told(world) == []


async def test_an_event_of_a_decision_starts_nothing_again(world: World, desk: Desk) -> None:
    """A workflow and an endpoint ask: the decision starts one instance and is told once, and the event starts no other."""
    from_decline = {"on": {"one": {"with": {"type": "decision.decline"}}}}
    head = {"dsl": "1.0.0", "namespace": "tests", "name": "after-decline", "version": "1.0.0"}
    document = {"document": head, "do": [{"rest": {"wait": "PT1H"}}], "schedule": from_decline}
    version = await world.workflows.push(world.caller, document, "for a test")
    await world.workflows.activate(world.caller, version.workflow_id, version.id, "for a test")
    await an_endpoint(world, "*")
    declined = await decide(world.database, world.clock, world.caller.environment_id, "decline")
    await desk.look()
    assert await told(world) == [("decision.decline", public("dec", declined))]
    event = Event(
        environment_id=world.caller.environment_id, id=declined, kind="decision.decline",
        subject=public("dec", declined), at=world.clock.now(), data={},
    )  # fmt: skip
    await Triggers(world.database, world.tenancy.vaults, world.clock).heard(event)
    async with world.database.transaction(world.caller.environment_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM workflow_instance") == 1
