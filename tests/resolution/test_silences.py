"""Suppressions silence alerts: what is covered tells nobody, is kept and counted, and speaks once nothing covers it."""

import datetime as dt
import pathlib
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import cast

import msgspec
import pytest

from core.canonical import decode
from core.clock import ManualClock
from core.database import Database
from core.events import Event
from core.ids import public
from core.postgres import EmbeddedPostgres
from inference.entities import DecideCommand
from payments.facts import Transaction
from payments.payouts.facts import NewPayout
from resolution.alert_entities import AlertRule, RaiseAlert
from resolution.alerts import Alerts
from resolution.case_entities import QueueSettings
from resolution.silences import Silences
from rules.list_entities import SilencedKind
from rules.suppression_entities import NewSuppression
from rules.suppressions import Suppressions
from tenants.vaults import Vaults
from tests.product import Product, product

HOUR = dt.timedelta(hours=1)


def a_payment(customer: str, merchant: str, at: dt.datetime) -> Transaction:
    return Transaction(
        customer_id=customer, merchant_id=merchant, amount_minor=9_000_000, currency="INR", direction="debit",
        method="upi", occurred_at=at,
    )  # fmt: skip


class Quiet:
    """Alerts and suppressions of the product, under a clock of the test's own."""

    def __init__(self, running: Product, database: Database) -> None:
        self.services = running.services
        self.caller = running.asha.system
        self.database = database
        self.clock = ManualClock(running.services.clock.now())
        vaults = running.services.vaults
        assert isinstance(vaults, Vaults)
        self.alerts = Alerts(database, self.clock, running.services.cases, Silences(vaults, self.clock))
        self.suppressions = Suppressions(database, vaults, self.clock)

    async def silence(self, kind: SilencedKind, value: str, **narrowed: str) -> str:
        """For an hour. Returns: its public id."""
        wanted = NewSuppression(
            kind=kind, value=value, until=self.clock.now() + HOUR, reason="announced", **narrowed
        )
        return public("sup", (await self.suppressions.create(self.caller, wanted)).id)

    async def payout(self, payee: str) -> str:
        created = NewPayout(
            id=uuid.uuid4().hex, payee_id=payee, amount_minor=90_000, currency="INR", method="imps", bank="hdfc",
            created_at=self.services.clock.now(),
        )  # fmt: skip
        return public("pyt", (await self.services.payouts.create(self.caller, created)).id)

    async def hear(self, kind: str, subject: str, /, **data: object) -> None:
        event = Event(
            environment_id=self.caller.environment_id, id=uuid.uuid4(), kind=kind, subject=subject, at=self.clock.now(),
            data=data,
        )  # fmt: skip
        await self.alerts.heard(event)

    async def states(self) -> Mapping[str, tuple[str, int]]:
        """By subject: the state and how often it happened."""
        page = await self.alerts.list(
            self.caller, state=None, kind=None, severity_min="low", after=None, limit=50
        )
        return {each.subject: (each.state, each.count) for each in page.data}

    async def told(self) -> list[str]:
        """The kinds of events that were announced of alerts and cases, oldest first."""
        query = "SELECT payload FROM outbox WHERE topic = 'event' AND environment_id = $1 ORDER BY id"
        async with self.database.transaction(self.caller.environment_id) as tx:
            rows = await tx.fetch(query, self.caller.environment_id)
        kinds = [msgspec.json.decode(row["payload"])["kind"] for row in rows]
        return [kind for kind in kinds if kind.startswith(("alert.", "case."))]

    async def entered(self) -> list[str]:
        """The types of the ledger's entries about alerts."""
        query = "SELECT entry FROM ledger_intake WHERE environment_id = $1"
        async with self.database.transaction(self.caller.environment_id) as tx:
            rows = await tx.fetch(query, self.caller.environment_id)
        types = [str(cast("dict[str, object]", decode(row["entry"]))["typ"]) for row in rows]
        return sorted(typ for typ in types if typ.startswith("alert."))


@pytest.fixture
async def quiet(
    postgres: EmbeddedPostgres, database: Database, tmp_path: pathlib.Path
) -> AsyncIterator[Quiet]:
    async with product(postgres, tmp_path) as running:
        yield Quiet(running, database)


async def test_what_is_silenced_tells_nobody_and_is_counted(quiet: Quiet) -> None:
    """The stuck payout of a silenced payee opens no case and announces nothing; another payee's does both."""
    await quiet.services.case_queues.set(quiet.caller, "ops", QueueSettings(team="Operations"))
    rule = AlertRule(name="stuck", kinds=["payout.stuck"], severity="high", queue="ops")
    await quiet.alerts.set_rules(quiet.caller, [rule])
    suppression = await quiet.silence("payee", "P1")
    silenced, other = await quiet.payout("P1"), await quiet.payout("P2")
    for subject in (silenced, silenced, other):
        await quiet.hear("payout.stuck", subject)
    assert await quiet.states() == {silenced: ("suppressed", 2), other: ("open", 1)}
    assert await quiet.told() == ["alert.raised", "case.opened"]
    assert await quiet.entered() == ["alert.raised.v1", "alert.rules.v1", "alert.suppressed.v1"]
    page = await quiet.alerts.list(
        quiet.caller, state="suppressed", kind=None, severity_min="low", after=None, limit=9
    )
    (kept,) = page.data
    assert (public("sup", kept.suppression_id or uuid.UUID(int=0)), kept.case_id) == (suppression, None)


async def test_it_speaks_when_the_suppression_has_expired(quiet: Quiet) -> None:
    """The next event after the end raises the alert that was kept, with its count; a moment before the end it is still quiet."""
    await quiet.silence("payee", "P1")
    payout = await quiet.payout("P1")
    await quiet.hear("payout.stuck", payout)
    quiet.clock.advance(HOUR - dt.timedelta(seconds=1))
    await quiet.hear("payout.stuck", payout)
    assert (await quiet.states(), await quiet.told()) == ({payout: ("suppressed", 2)}, [])
    quiet.clock.advance(dt.timedelta(seconds=1))
    await quiet.hear("payout.stuck", payout)
    await quiet.hear("payout.stuck", payout)
    assert (await quiet.states(), await quiet.told()) == ({payout: ("open", 4)}, ["alert.raised"])


async def test_what_ends_while_silenced_ends_quietly(quiet: Quiet) -> None:
    """A silenced alert that is resolved, or acknowledged, was never told of, and its end is not either."""
    await quiet.silence("payee", "P1")
    payout = await quiet.payout("P1")
    await quiet.hear("payout.stuck", payout)
    await quiet.hear("payout.credited", payout)
    assert (await quiet.states(), await quiet.told()) == ({payout: ("resolved", 1)}, [])
    assert await quiet.entered() == ["alert.resolved.v1", "alert.suppressed.v1"]


async def test_a_standing_alert_stays_what_was_told(quiet: Quiet) -> None:
    """A silenced event of the same group is counted, and changes nothing else of an alert that somebody knows."""
    await quiet.silence("payee", "P1")
    silenced, other = await quiet.payout("P1"), await quiet.payout("P2")
    await quiet.hear("payout.failed", other, code="bank_down")
    await quiet.hear("payout.failed", silenced, code="bank_down")
    assert (await quiet.states(), await quiet.told()) == ({other: ("open", 2)}, ["alert.raised"])


@pytest.mark.parametrize(
    ("kind", "value", "narrowed", "silenced"),
    [
        ("payee", "P1", {}, True),
        ("customer", "P1", {}, True),
        ("merchant", "P1", {}, False),
        ("payee", "P1", {"cause": "stuck"}, True),
        ("payee", "P1", {"cause": "late"}, False),
        ("payee", "P1", {"rule": "payout-stuck"}, True),
        ("payee", "P1", {"rule": "payout-late"}, False),
        ("payee", "P1", {"use_case": "payout-timing"}, False),
        ("gateway", "razorpay", {}, True),
        ("gateway", "stripe", {}, False),
    ],
)
async def test_what_a_suppression_covers(
    quiet: Quiet, kind: SilencedKind, value: str, narrowed: dict[str, str], *, silenced: bool
) -> None:
    """Whom and what it names, in the kind that it names, and narrowed to a cause, a rule or a use case."""
    await quiet.silence(kind, value, **narrowed)
    payout = await quiet.payout("P1")
    await quiet.hear("payout.stuck", payout, gateway="razorpay")
    assert (await quiet.states())[payout][0] == ("suppressed" if silenced else "open")


async def test_alerts_of_the_tenants_own(quiet: Quiet) -> None:
    """By their subject, or by a field of their data, in the tenant's own words; who raises one gets it as it is kept."""
    await quiet.silence("merchant", "M1")
    for wanted, state in (
        (RaiseAlert(kind="chargebacks", subject="M1"), "suppressed"),
        (RaiseAlert(kind="chargebacks", subject="file-1", data={"merchant_id": "M1"}), "suppressed"),
        (RaiseAlert(kind="chargebacks", subject="M2"), "open"),
    ):
        assert (await quiet.alerts.create(quiet.caller, wanted)).state == state
    assert await quiet.told() == ["alert.raised"]


async def test_an_alert_about_a_decision(quiet: Quiet) -> None:
    """By its customer or merchant, and by its first reason alone: a suppression of the second leaves it to be told."""
    command = DecideCommand(
        use_case="transaction-anomaly", transaction=a_payment("C1", "M1", quiet.services.clock.now())
    )
    made = await quiet.services.decisions.decide(quiet.caller, command)
    await quiet.alerts.set_rules(quiet.caller, [AlertRule(name="look", kinds=["decision.*"], severity="low")])
    await quiet.silence("merchant", "M1", cause=made.reasons[1].code)
    await quiet.hear("decision.review", made.id, use_case=made.use_case)
    assert (await quiet.states())[made.id] == ("open", 1)
    again = await quiet.services.decisions.decide(quiet.caller, command)
    await quiet.silence("customer", "C1", cause=again.reasons[0].code, use_case="transaction-anomaly")
    await quiet.hear("decision.review", again.id, use_case=again.use_case)
    assert (await quiet.states())[again.id] == ("suppressed", 1)
