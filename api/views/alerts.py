"""Alerts and their rules as both faces take and show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from api.views.rulesets import JsonAny
from core.ids import public
from core.pages import Page
from resolution.alert_entities import RULES_MAX, Alert, AlertRule, AlertRules, AlertState, Severity


class AlertView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person should know of. While it is not resolved it absorbs its repeats.

    group: what its repeats have in common. count: how often it happened. subject, data: of the latest time.
    state: `suppressed` is kept and counts, and tells nobody; it opens with the first event that nothing silences.
    case_id: the case that it opened. suppression_id: what silenced it, until it spoke.
    """

    id: str
    kind: str
    group: str
    subject: str
    severity: Severity
    state: AlertState
    count: int
    data: dict[str, JsonAny]
    raised_at: datetime
    last_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    case_id: str | None
    suppression_id: str | None


class AlertPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of alerts, newest first."""

    data: list[AlertView]
    has_more: bool
    next_after: str | None


class SetAlertRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """rules: all of them, in order; of those that match an event the first counts. None at all raise nothing."""

    rules: Annotated[list[AlertRule], Meta(max_length=RULES_MAX)]


class AlertRulesView(msgspec.Struct, frozen=True, kw_only=True):
    """The rules that count. number: of the change that made them; 0 for those that ship with the service."""

    number: int
    author: str
    changed_at: datetime | None
    rules: list[AlertRule]


def alert_view(alert: Alert) -> AlertView:
    fields = msgspec.structs.asdict(alert)
    fields |= {
        "id": public("alr", alert.id),
        "case_id": None if alert.case_id is None else public("cas", alert.case_id),
        "suppression_id": None if alert.suppression_id is None else public("sup", alert.suppression_id),
    }
    return AlertView(**fields)


def alert_page(page: Page[Alert]) -> AlertPage:
    return AlertPage(
        data=[alert_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def alert_rules_view(rules: AlertRules) -> AlertRulesView:
    return AlertRulesView(**msgspec.structs.asdict(rules))
