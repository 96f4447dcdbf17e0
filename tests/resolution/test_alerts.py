"""Alerts: an event raises one, repeats are absorbed, another ends it, and the tenant's own rules say so."""

import datetime as dt
import pathlib
import uuid
from collections.abc import AsyncIterator

import msgspec
import pytest

from core.events import Event
from core.ids import parse, public
from core.postgres import EmbeddedPostgres
from resolution.alert_entities import (
    Alert,
    AlertOver,
    AlertRule,
    AlertRulesRefused,
    Condition,
    RaiseAlert,
    Severity,
)
from resolution.alert_rules import SHIPPED, first_match, group_of
from resolution.case_entities import QueueNotFound, QueueSettings
from tests.product import Product, product

AT = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


def an_event(running: Product, kind: str, subject: str, /, minutes: int = 0, **data: object) -> Event:
    return Event(
        environment_id=running.asha.system.environment_id,
        id=uuid.uuid4(),
        kind=kind,
        subject=subject,
        at=AT + dt.timedelta(minutes=minutes),
        data=data,
    )


async def alerts_of(running: Product, severity_min: Severity = "low") -> list[Alert]:
    page = await running.services.alerts.list(
        running.asha.system, state=None, kind=None, severity_min=severity_min, after=None, limit=50
    )
    return page.data


async def test_a_standing_alert_absorbs_its_repeats(running: Product) -> None:
    """Three events of one payout are one alert, which says the latest and knows since when; another payout has its own."""
    one, two = public("pyt", uuid.uuid4()), public("pyt", uuid.uuid4())
    for minutes, subject in ((0, one), (10, one), (5, one), (7, two)):
        await running.services.alerts.heard(
            an_event(running, "payout.stuck", subject, minutes, stage=f"at {minutes}")
        )
    found = {alert.subject: alert for alert in await alerts_of(running)}
    assert {subject: alert.count for subject, alert in found.items()} == {one: 3, two: 1}
    assert (found[one].raised_at, found[one].last_at) == (AT, AT + dt.timedelta(minutes=10))
    assert found[one].data == {"stage": "at 10"}


async def test_an_event_that_is_told_twice_counts_once(running: Product) -> None:
    """The outbox delivers at least once; the alert hears each event once."""
    told = an_event(running, "payout.stuck", public("pyt", uuid.uuid4()))
    await running.services.alerts.heard(told)
    await running.services.alerts.heard(told)
    (alert,) = await alerts_of(running)
    assert alert.count == 1


async def test_what_ends_it_ends_it_and_the_next_is_another(running: Product) -> None:
    """A credited payout resolves its alert; a gateway that is up again ends the alert of that gateway and of no other."""
    payout, policy = public("pyt", uuid.uuid4()), public("rtp", uuid.uuid4())
    hear = running.services.alerts.heard
    await hear(an_event(running, "payout.stuck", payout))
    await hear(an_event(running, "payout.credited", payout))
    await hear(an_event(running, "payout.stuck", payout))
    assert sorted(alert.state for alert in await alerts_of(running)) == ["open", "resolved"]
    for gateway in ("razorpay", "stripe"):
        await hear(an_event(running, "gateway.down", policy, gateway=gateway))
    await hear(an_event(running, "gateway.up", policy, gateway="stripe"))
    states = {alert.group: alert.state for alert in await alerts_of(running, "critical")}
    assert states == {"razorpay": "open", "stripe": "resolved"}


async def test_nobody_knows_it_twice(running: Product) -> None:
    """Acknowledging names who did, absorbs further repeats, and is over once it is resolved."""
    services, caller = running.services, running.asha.system
    made = await services.alerts.create(
        caller, RaiseAlert(kind="late-file", subject="file-7", severity="high")
    )
    known = await services.alerts.acknowledge(caller, made.id)
    assert (known.state, known.acknowledged_by) == ("acknowledged", caller.id)
    again = await services.alerts.create(caller, RaiseAlert(kind="late-file", subject="file-7"))
    assert (again.id, again.state, again.count, again.severity) == (made.id, "acknowledged", 2, "high")
    assert (await services.alerts.resolve(caller, made.id)).state == "resolved"
    with pytest.raises(AlertOver):
        await services.alerts.acknowledge(caller, made.id)


async def test_own_rules_route_to_a_queue(running: Product) -> None:
    """A rule of the tenant's gives severity and group, and opens one case for each new alert; what matches none raises none."""
    services, caller = running.services, running.asha.system
    rule = AlertRule(
        name="upi", kinds=["gateway.*"], where=[Condition(field="method", values=["upi"])], severity="critical",
        group_by="gateway", queue="ops", priority="urgent",
    )  # fmt: skip
    with pytest.raises(QueueNotFound):
        await services.alerts.set_rules(caller, [rule])
    await services.case_queues.set(caller, "ops", QueueSettings(team="Operations"))
    assert (await services.alerts.set_rules(caller, [rule])).number == 1
    policy = public("rtp", uuid.uuid4())
    for method in ("upi", "upi", "card"):
        await services.alerts.heard(
            an_event(running, "gateway.down", policy, gateway="razorpay", method=method)
        )
    (alert,) = await alerts_of(running)
    assert (alert.count, alert.group, alert.severity) == (2, "razorpay", "critical")
    page = await services.cases.list(
        caller, queue="ops", state="open", assignee=None, subject=None, after=None, limit=9
    )
    (case,) = page.data
    assert (case.id, case.priority, case.alert_id) == (alert.case_id, "urgent", alert.id)
    assert case.evidence == [public("alr", alert.id), policy]


async def test_rules_of_one_name_are_refused(running: Product) -> None:
    """The refusal names the second of them, and the rules before still count."""
    rule = AlertRule(name="twice", kinds=["payout.*"], severity="low")
    with pytest.raises(AlertRulesRefused) as refused:
        await running.services.alerts.set_rules(running.asha.system, [rule, rule])
    assert [each.field for each in refused.value.fields] == ["rules[1].name"]
    assert (await running.services.alerts.rules(running.asha.system)).rules == list(SHIPPED)


async def test_what_happens_to_an_alert_is_in_the_ledger_and_told(running: Product) -> None:
    """Raised, acknowledged and resolved are an entry and an event each; a repeat is neither."""
    services, caller = running.services, running.asha.system
    wanted = RaiseAlert(kind="late-file", subject="file-8")
    made = await services.alerts.create(caller, wanted)
    await services.alerts.create(caller, wanted)
    await services.alerts.acknowledge(caller, made.id)
    await services.alerts.resolve(caller, made.id)
    async with running.base.database.transaction(caller.environment_id) as tx:
        told = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY id")
        entries = await tx.fetchval(
            "SELECT count(*) FROM ledger_intake WHERE environment_id = $1", caller.environment_id
        )
    kinds = [msgspec.json.decode(row["payload"])["kind"] for row in told]
    assert kinds == ["alert.raised", "alert.acknowledged", "alert.resolved"]
    assert isinstance(entries, int)
    assert entries >= 3


def test_the_first_rule_that_matches_counts() -> None:
    """Order decides; a pattern with a star is the beginning of a kind; a condition on a missing field holds for none."""
    rules = [
        AlertRule(name="one", kinds=["payout.*"], where=[Condition(field="stage", values=["at_bank"])]),
        AlertRule(name="two", kinds=["payout.stuck"], group_by="kind"),
    ]
    for kind, data, name in (
        ("payout.stuck", {"stage": "at_bank"}, "one"),
        ("payout.stuck", {"stage": "approved"}, "two"),
        ("payout.stuck", {}, "two"),
        ("payouts", {"stage": "at_bank"}, None),
    ):
        found = first_match(rules, kind, data)
        assert (None if found is None else found.name) == name
    assert group_of(rules[1], "pyt_1", {}) == ""
    assert parse("alr", public("alr", uuid.UUID(int=7))) == uuid.UUID(int=7)
