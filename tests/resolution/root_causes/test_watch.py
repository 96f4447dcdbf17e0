"""A week of attempts and tickets on the real database, and an outage at its end: found, named, linked, announced once, and over."""

import datetime as dt

import msgspec
import numpy as np
import pytest

from core.clock import ManualClock
from core.database import Database
from core.events import TOPIC, Announced
from core.ids import public, uuid7
from inference import ticket_store
from inference.ticket_store import TicketRow
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.facts import AttemptFact
from resolution.root_causes.entities import Cell
from resolution.root_causes.root_causes import CauseFilter, RootCauses
from resolution.root_causes.watch import CauseWatch
from tenants.principals import Principal
from tenants.services import TenantServices

DAYS, PER_HOUR = 8, 45
GATEWAYS = ("alpha", "beta", "gamma")
CODES = ("insufficient_funds", "gateway_timeout", "http_503")
TICKETS = {"debited_but_failed": 2.0, "how_to": 3.0, "": 1.0}


class History:
    """Attempts and tickets of a week, made up with a seed."""

    def __init__(
        self, attempts: GatewayAttempts, database: Database, caller: Principal, clock: ManualClock
    ) -> None:
        self._attempts, self._database, self._caller, self._clock = attempts, database, caller, clock
        self._random = np.random.default_rng(11)
        self._made = 0

    async def hours(self, first: int, last: int, *, down: str | None = None) -> None:
        """Make the hours that many before now, the first included. down: a gateway of which half of all attempts fail."""
        facts: list[AttemptFact] = []
        tickets: list[TicketRow] = []
        for ago in range(first, last, -1):
            at = self._clock.now() - dt.timedelta(hours=ago, minutes=-30)
            facts += [self._attempt(at, GATEWAYS[number % 3], down) for number in range(PER_HOUR)]
            tickets += self._tickets(at, 12.0 if down else 1.0)
        for start in range(0, len(facts), 1_000):
            await self._attempts.record_many(self._caller, facts[start : start + 1_000])
        async with self._database.transaction(self._caller.environment_id) as tx:
            await ticket_store.add(tx, self._caller.environment_id, tickets)

    def _attempt(self, at: dt.datetime, gateway: str, down: str | None) -> AttemptFact:
        self._made += 1
        failed = self._random.random() < (0.6 if gateway == down else 0.08)
        code = str(self._random.choice(CODES[1:] if gateway == down else CODES)) if failed else None
        return AttemptFact(
            id=f"try-{self._made}", payment_id=f"pay-{self._made}", gateway=gateway, method="upi", bank="sbi",
            amount_minor=1_000, currency="INR", started_at=at, result="failed" if failed else "succeeded", error_code=code,
        )  # fmt: skip

    def _tickets(self, at: dt.datetime, more: float) -> list[TicketRow]:
        return [
            TicketRow(uuid7(self._clock), uuid7(self._clock), cause, "l1", at)
            for cause, rate in TICKETS.items()
            for _ in range(self._random.poisson(rate * (more if cause == "debited_but_failed" else 1.0)))
        ]


@pytest.fixture
def history(database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock) -> History:
    return History(GatewayAttempts(database, tenancy.vaults, clock), database, caller, clock)


async def told(database: Database, caller: Principal) -> list[Announced]:
    """Events about causes, oldest first."""
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT payload FROM outbox WHERE environment_id = $1 AND topic = $2 ORDER BY id",
            caller.environment_id,
            TOPIC,
        )
    events = [msgspec.json.decode(row["payload"], type=Announced) for row in rows]
    return [each for each in events if each.kind.startswith("cause.")]


async def test_an_outage_is_told_once_and_linked(
    history: History,
    watch: CauseWatch,
    causes: RootCauses,
    caller: Principal,
    database: Database,
    clock: ManualClock,
) -> None:
    """A gateway breaks and people write about it: both causes lead by growth, each names the other, one event each, then it is over."""
    clock.advance(dt.timedelta(minutes=50))
    await history.hours(DAYS * 24, 3)
    await watch.look(caller.environment_id)
    assert await told(database, caller) == []
    await history.hours(3, 0, down="beta")
    for _ in range(3):
        await watch.look(caller.environment_id)
        clock.advance(dt.timedelta(minutes=2))
    events = await told(database, caller)
    named = {
        (event.kind, event.data["kind"], event.data["gateway"], event.data["fault"], event.data["code"])
        for event in events
    }
    assert named == {
        ("cause.rising", "attempt", "beta", "gateway", None), ("cause.rising", "ticket", None, None, "debited_but_failed"),
    }  # fmt: skip
    assert len(events) == 2

    day = CauseFilter(since=clock.now() - dt.timedelta(hours=24))
    report, _ = await causes.list(caller, day, after=None, limit=100)
    broken = Cell(gateway="beta", fault="gateway")
    assert {each.cell for each in report.causes[:2]} == {broken, Cell(code="debited_but_failed")}
    assert [each.trend for each in report.causes].count("rising") == 2
    outage = next(each for each in report.causes if each.cell == broken)
    assert outage.example.startswith("gat_")
    assert [money.amount_minor for money in outage.money] == [outage.count * 1_000]
    story = await causes.get(caller, outage.id, day.since, None, "en")
    assert [(link.name, link.bond) for link in story.linked] == [("Debited, but failed", "same_hours")]
    assert story.linked[0].chance < 1e-6
    assert sum(bucket.count for bucket in story.series) == outage.count
    wrote = await causes.get(caller, story.linked[0].id, day.since, None, "hi")
    assert [link.id for link in wrote.linked] == [outage.id]

    clock.advance(dt.timedelta(hours=26))
    await history.hours(26, 0)
    await watch.look(caller.environment_id)
    ended = (await told(database, caller))[2:]
    assert {event.kind for event in ended} == {"cause.subsided"}
    assert {event.subject for event in ended} == {event.subject for event in events}
    assert public("rtc", outage.id) in {event.subject for event in ended}
