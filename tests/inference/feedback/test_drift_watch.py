"""Drift on the real database: hours counted once, samples uniform, references kept, a moved feature found and told once."""

import datetime as dt
from uuid import UUID, uuid4

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.events import TOPIC, Event, event_of
from core.ids import parse, public, uuid7
from core.outbox import Message
from inference import drift_hours, drift_store
from inference.drift_alerts import ALERT_TOPIC, DriftAlert
from inference.drift_hours import DecisionHours, first_id_at, sampled
from inference.drift_watch import DriftWatch
from inference.learning_due import LearningDue
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.feedback.conftest import Desk

HOUR = dt.timedelta(hours=1)
USE_CASE = "transaction-anomaly"


@pytest.fixture
def watch(database: Database, tenancy: TenantServices, clock: ManualClock) -> DriftWatch:
    return DriftWatch(database, tenancy.vaults, clock)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """References of fifty rows instead of five hundred, and verdicts from forty on: each row is a real decision."""
    monkeypatch.setattr("inference.drift_references.ROWS_MIN", 50)
    monkeypatch.setattr("inference.drift.ROWS_MIN", 40)


async def hours_of(database: Database, caller: Principal) -> list[tuple[str, int, int, int]]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT role, decided, degraded, sample FROM decision_hour ORDER BY hour")
    return [(row["role"], row["decided"], row["degraded"], len(row["sample"])) for row in rows]


async def alerts_of(database: Database, caller: Principal) -> list[DriftAlert]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = $1", ALERT_TOPIC)
    return [msgspec.json.decode(row["payload"], type=DriftAlert) for row in rows]


async def events_of(database: Database, caller: Principal) -> list[Event]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = $1", TOPIC
        )
    return [event_of(Message(**dict(row))) for row in rows]


async def decide(desk: Desk, count: int, **changes: object) -> list[UUID]:
    """Decisions of as many customers, each with a payment of its own amount."""
    made = []
    for each in range(count):
        amount = int(changes.get("amount_minor", 10_000)) + 37 * each  # type: ignore[call-overload]
        decision = await desk.decide(customer_id=f"customer-{uuid4()}", **{**changes, "amount_minor": amount})
        made.append(parse("dec", decision.id))
    return made


async def go_round(watch: DriftWatch, caller: Principal) -> int:
    """What the worker and its learner do in turn."""
    await LearningDue(watch._database, watch._clock).look(caller.environment_id)
    return await watch.measure_due(caller.environment_id)


async def a_day(desk: Desk, **changes: object) -> None:
    """Three decisions an hour, for a day."""
    for _ in range(24):
        await decide(desk, 3, **changes)
        desk.clock.advance(HOUR)


async def test_hours_are_counted_once(
    desk: Desk, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """Decisions count in their hour, a minute behind, once however often and in whatever pieces the worker goes round."""
    hours = DecisionHours(database, clock)
    await decide(desk, 3)
    assert await hours.count(caller.environment_id) == 0
    clock.advance(dt.timedelta(seconds=61))
    assert await hours.count(caller.environment_id) == 3
    assert await hours.count(caller.environment_id) == 0
    await decide(desk, 2)
    clock.advance(HOUR)
    await decide(desk, 1)
    clock.advance(dt.timedelta(seconds=61))
    assert await hours.count(caller.environment_id) == 3
    assert await hours_of(database, caller) == [("champion", 5, 0, 5), ("champion", 1, 0, 1)]


async def test_pieces_do_not_matter(
    desk: Desk, database: Database, caller: Principal, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted two at a time, the hour and its sample are what they are counted at once."""
    ids = await decide(desk, 7)
    clock.advance(dt.timedelta(seconds=61))
    monkeypatch.setattr(drift_hours, "PIECE", 2)
    assert await DecisionHours(database, clock).count(caller.environment_id) == 7
    async with database.transaction(caller.environment_id) as tx:
        (row,) = await tx.fetch("SELECT decided, sample FROM decision_hour")
    assert (row["decided"], tuple(row["sample"])) == (7, sampled(ids))


def test_samples_are_uniform_and_mergeable(clock: ManualClock) -> None:
    """The smallest tails of parts make the smallest tails of the whole; early and late ids are as likely."""
    ids = []
    for _ in range(4_000):
        clock.advance(dt.timedelta(milliseconds=1))
        ids.append(uuid7(clock))
    whole = sampled(ids, 1_000)
    parts = sampled([*sampled(ids[:2_500], 1_000), *sampled(ids[2_500:], 1_000)], 1_000)
    assert whole == parts
    early = len(set(whole) & set(ids[:2_000]))
    assert 420 < early < 580
    assert first_id_at(clock.now()) <= ids[-1]


@pytest.mark.usefixtures("small")
async def test_a_moved_feature_is_found_and_told_once(
    desk: Desk,
    database: Database,
    caller: Principal,
    stranger: Principal,
    watch: DriftWatch,
    clock: ManualClock,
) -> None:
    """First decisions become the reference; the same traffic is stable; amounts a hundred times as large are drift, by name,
    with one alert until it is over."""
    await a_day(desk)
    assert await go_round(watch, caller) == 0  # a reference, and nothing behind it yet
    clock.advance(dt.timedelta(days=6))  # the same weekday: Sundays score otherwise than Saturdays
    await a_day(desk)
    assert await go_round(watch, caller) == 1
    assert await go_round(watch, caller) == 0  # measured within the hour
    async with database.transaction(caller.environment_id) as tx:
        (first,) = await drift_store.list_reports(tx, caller.environment_id, USE_CASE, None, None, 10)
    assert first.verdict in {"stable", "shifted"}
    clock.advance(dt.timedelta(days=2))
    await a_day(desk, amount_minor=1_000_000_000)
    assert await go_round(watch, caller) == 1
    (alert,) = await alerts_of(database, caller)
    assert "amount_minor" in alert.drifted
    assert "is_credit" not in alert.drifted
    await decide(desk, 60, amount_minor=1_000_000_000)
    clock.advance(HOUR)
    assert await go_round(watch, caller) == 1
    (alert,) = await alerts_of(database, caller)
    assert await alerts_of(database, stranger) == []
    (event,) = await events_of(database, caller)
    assert (event.kind, event.subject) == ("drift.found", public("drf", alert.report_id))
    assert event.data == {
        "use_case": alert.use_case,
        "version": public("ver", alert.version_id),
        "role": "champion",
        "columns": alert.drifted,
    }
    assert await events_of(database, stranger) == []


@pytest.mark.usefixtures("small")
async def test_an_erased_customer_is_left_out(
    desk: Desk, database: Database, caller: Principal, watch: DriftWatch, clock: ManualClock
) -> None:
    """What cannot be opened is not compared, and does not stop what can."""
    await a_day(desk)
    await go_round(watch, caller)
    await decide(desk, 60)
    async with database.transaction(caller.environment_id) as tx:
        await tx.execute(
            "DELETE FROM subject WHERE customer IN (SELECT customer FROM decision ORDER BY id DESC LIMIT 15)"
        )
    clock.advance(HOUR)
    assert await go_round(watch, caller) == 1
    async with database.transaction(caller.environment_id) as tx:
        (report,) = await drift_store.list_reports(tx, caller.environment_id, None, None, None, 10)
    assert msgspec.json.decode(report.body)["rows"] == 45


@pytest.mark.usefixtures("small")
async def test_references_rest_sealed(
    desk: Desk, database: Database, caller: Principal, watch: DriftWatch, clock: ManualClock
) -> None:
    """The values of a reference are in no column in clear."""
    await a_day(desk)
    await go_round(watch, caller)
    async with database.transaction(caller.environment_id) as tx:
        (row,) = await tx.fetch("SELECT origin, rows, sealed FROM drift_reference")
    assert (row["origin"], row["rows"]) == ("first_decisions", 72)
    assert b"amount_minor" not in row["sealed"]


async def test_what_is_old_is_forgotten(
    desk: Desk, database: Database, caller: Principal, clock: ManualClock
) -> None:
    """Counts older than 400 days go."""
    await decide(desk, 1)
    clock.advance(dt.timedelta(days=401))
    await DecisionHours(database, clock).count(caller.environment_id)
    await LearningDue(database, clock).forget(caller.environment_id)
    assert await hours_of(database, caller) == []


async def test_one_that_cannot_be_measured_stops_nobody(
    desk: Desk, database: Database, caller: Principal, watch: DriftWatch, clock: ManualClock
) -> None:
    """A version that is gone is passed over, and is not due again at once; the others are measured."""
    ids = await decide(desk, 2)
    clock.advance(HOUR)
    await LearningDue(database, clock).look(caller.environment_id)
    async with database.transaction(caller.environment_id) as tx:
        await tx.execute(
            """INSERT INTO decision_hour SELECT environment_id, use_case, $1, role, hour, 600, 0, $2
            FROM decision_hour""",
            UUID(int=7), [*ids, *(uuid4() for _ in range(598))],
        )  # fmt: skip
        await tx.execute(
            """INSERT INTO decision_hour SELECT environment_id, use_case, version_id, role, hour - interval '1 day', 600, 0, sample
            FROM decision_hour WHERE version_id = $1""",
            UUID(int=7),
        )  # fmt: skip
    assert await watch.measure_due(caller.environment_id) == 0
    assert not await LearningDue(database, clock).look(caller.environment_id)
