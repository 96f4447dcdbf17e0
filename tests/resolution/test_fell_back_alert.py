"""A ruleset that fails on live facts: from the decisions to the alert that somebody reads, and to its end."""

import datetime as dt

import msgspec

from core.clock import ManualClock
from core.database import Database
from core.events import Event, event_of
from core.outbox import Message
from inference.feedback import Feedbacks
from inference.rule_health import IN_A_ROW_MAX
from resolution.alert_entities import Alert
from resolution.alerts import Alerts
from resolution.cases import Cases
from resolution.silences import Silences
from tenants.services import TenantServices
from tests.inference.rule_desk import FRAUD, RuleDesk, by_amount
from tests.inference.test_rule_fall_back import activate_unreadable, caller, cpu, desk, tenancy

SECOND = dt.timedelta(seconds=1)
__all__ = ["caller", "cpu", "desk", "tenancy"]


async def test_a_fall_back_is_an_alert_until_somebody_activates(
    desk: RuleDesk, database: Database, tenancy: TenantServices, clock: ManualClock
) -> None:
    """Without any rule of the tenant's own it is critical and one, about the ruleset; the next activation resolves it."""
    feedback = Feedbacks(database, tenancy.vaults, clock)
    cases = Cases(database, tenancy.vaults, clock, feedback, tenancy.members)
    alerts = Alerts(database, clock, cases, Silences(tenancy.vaults, clock))
    await desk.activate(by_amount(1_000))
    bad = await activate_unreadable(desk)
    clock.advance(SECOND)
    await desk.decide(*[500] * (IN_A_ROW_MAX + 1))
    await desk.services.rule_health.close()
    for event in await announced(desk):
        await alerts.heard(event)
    (raised,) = await standing(alerts, desk)
    assert (raised.kind, raised.severity, raised.state) == ("ruleset.fell_back", "critical", "open")
    clock.advance(SECOND)
    await desk.rulesets.activate(desk.caller, FRAUD, bad, "mended, we think")
    for event in await announced(desk):
        await alerts.heard(event)
    (ended,) = await standing(alerts, desk)
    assert (ended.id, ended.state) == (raised.id, "resolved")


async def announced(desk: RuleDesk) -> list[Event]:
    """What the outbox holds for whoever asks, in order of time; the tests keep a second between what follows from each other."""
    async with desk.database.transaction(desk.caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = 'event' ORDER BY id"
        )
    told = [event_of(msgspec.convert(dict(row), Message)) for row in rows]
    return sorted(told, key=lambda each: each.at)


async def standing(alerts: Alerts, desk: RuleDesk) -> list[Alert]:
    page = await alerts.list(
        desk.caller, state=None, kind=None, severity_min="critical", after=None, limit=50
    )
    return page.data
