"""What starts instances by itself and wakes those that wait: events, and outcomes of decisions."""

import datetime as dt
from uuid import UUID, uuid4

import pytest

from core.events import Event
from core.ids import public, uuid7
from resolution.decision_askers import DecisionAskers
from resolution.decision_news import DecisionNews
from resolution.workflows.decision_starts import DecisionStarts
from resolution.workflows.instances import Asked
from resolution.workflows.runner import RunnerSettings
from resolution.workflows.triggers import Triggers
from tests.resolution.workflows.conftest import World
from tests.resolution.workflows.documents import call, document

STUCK = {"on": {"one": {"with": {"type": "payout.stuck", "data": "${ $event.data.amount_minor > 100 }"}}}}
DECLINED = {"on": {"one": {"with": {"type": "decision.decline"}}}}


def event(world: World, kind: str, subject: str, **data: object) -> Event:
    return Event(
        environment_id=world.caller.environment_id,
        id=uuid7(world.clock),
        kind=kind,
        subject=subject,
        at=world.clock.now(),
        data=data,
    )


@pytest.fixture
def triggers(world: World) -> Triggers:
    return Triggers(world.database, world.tenancy.vaults, world.clock)


async def active(world: World, made: dict[str, object]) -> UUID:
    version = await world.workflows.push(world.caller, made, "for a test")
    await world.workflows.activate(world.caller, version.workflow_id, version.id, "for a test")
    return version.workflow_id


async def started(world: World) -> list[str]:
    return [each.subject for each in (await world.instances.list(world.caller, Asked(), None, 100)).data]


async def test_an_event_starts_what_asks_for_it_once(world: World, triggers: Triggers) -> None:
    """By kind and filter; the same event again starts nothing, not even when the first instance has ended."""
    await active(world, document(call("tell"), schedule=STUCK))
    large = event(world, "payout.stuck", "pyt_1", amount_minor=500, reference="r")
    await triggers.heard(large)
    await triggers.heard(event(world, "payout.stuck", "pyt_2", amount_minor=5))
    await triggers.heard(event(world, "payout.failed", "pyt_3", amount_minor=500))
    assert await started(world) == ["pyt_1"]
    await world.runner.run_due()
    assert world.bank.bodies == [{"reference": "r"}]
    await triggers.heard(large)
    assert await started(world) == ["pyt_1"]
    await triggers.heard(event(world, "payout.stuck", "pyt_1", amount_minor=500))
    assert await started(world) == ["pyt_1", "pyt_1"]


async def test_an_event_wakes_who_listens_for_it(world: World, triggers: Triggers) -> None:
    """The one about its subject that its filter lets through, and no other."""
    wanted = {
        "type": "payout.credited",
        "subject": "${ $workflow.subject }",
        "data": "${ $event.data.stage == 'credited' }",
    }
    listening = {
        "hear": {
            "listen": {"to": {"one": {"with": wanted}}},
            "export": {"as": {"reference": "${ $output.kind }"}},
        }
    }
    told = {"tell": {"call": "http.call", "with": {"heard": "${ $context.reference }"}}}
    begun = await world.start(document(listening, told), {}, "pyt_1")
    await world.runner.run_due()
    for subject, stage in (("pyt_2", "credited"), ("pyt_1", "at_bank")):
        await triggers.heard(event(world, "payout.credited", subject, stage=stage))
        await world.runner.run_due()
        assert (await world.instances.get(world.caller, begun)).status == "waiting"
    await triggers.heard(event(world, "payout.credited", "pyt_1", stage="credited"))
    await world.runner.run_due()
    assert (await world.instances.get(world.caller, begun)).status == "completed"
    assert world.bank.bodies == [{"heard": "payout.credited"}]


async def test_an_outcome_starts_a_workflow_once(world: World, triggers: Triggers) -> None:
    """A decline that is decided after the activation starts one, however often the worker looks; a review starts none."""
    await active(world, document({"rest": {"wait": "PT1H"}}, schedule=DECLINED))
    askers = DecisionAskers(world.database)
    starts = DecisionStarts(world.tenancy.vaults, world.clock, triggers)
    news = DecisionNews(world.database, world.clock, askers, starts)
    environments = [world.caller.environment_id, world.stranger.environment_id]
    await askers.ask(environments)
    await news.look(environments)
    world.clock.advance(dt.timedelta(seconds=1))
    declined = await decided(world, "decline")
    await decided(world, "review")
    for _ in range(3):
        await news.look(environments)
        world.clock.advance(dt.timedelta(seconds=30))
    assert await started(world) == [public("dec", declined)]


async def decided(world: World, outcome: str) -> UUID:
    """A decision as the path leaves it."""
    decision_id = uuid7(world.clock)
    query = """
    INSERT INTO decision (environment_id, id, use_case, version_id, customer, outcome, score, degraded, decided_at, leaf_hash, receipt)
    VALUES ($1, $2, 'transaction-anomaly', $3, $4, $5, 900000, false, $6, $7, $8)
    """
    async with world.database.transaction(world.caller.environment_id) as tx:
        await tx.execute(
            query, world.caller.environment_id, decision_id, uuid4(), uuid4(), outcome, world.clock.now(), bytes(32), b"",
        )  # fmt: skip
    return decision_id


async def test_one_environment_cannot_starve_another(world: World) -> None:
    """Of what is due, each environment gets its turn, and no more of one is under way than its bound, in all workers together."""
    mine = await active(world, document(call("act")))
    for number in range(12):
        await world.instances.start(world.caller, mine, f"s{number}", {})
    version = await world.workflows.push(world.stranger, document(call("act")), "for a test")
    await world.workflows.activate(world.stranger, version.workflow_id, version.id, "for a test")
    theirs = await world.instances.start(world.stranger, version.workflow_id, "t1", {})
    settings = RunnerSettings(at_once=4, of_one_environment=5)
    first, second = world.another_runner(settings), world.another_runner(settings)
    assert await first.take() == 4
    async with world.database.unscoped() as tx:
        taken = await tx.fetch(
            "SELECT instance_id FROM workflow_queue WHERE leased_until IS NOT NULL AND environment_id = ANY($1)",
            [world.caller.environment_id, world.stranger.environment_id],
        )
    assert theirs.id in {row["instance_id"] for row in taken}, "the other's only one is among the first four"
    assert await second.take() == 2
    assert await second.take() == 0, "five of the first environment are under way"
