"""Alerts: raised, listed, acknowledged, resolved, and the rules that say which events raise one."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.alerts import (
    AlertPage,
    AlertRulesView,
    AlertView,
    SetAlertRules,
    alert_page,
    alert_rules_view,
    alert_view,
)
from core.ids import parse
from resolution.alert_entities import AlertState, RaiseAlert, Severity
from resolution.alerts import Alerts
from tenants.principals import Principal

Kind = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None

_ALERT = {
    "id": "alr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "kind": "payout.stuck",
    "group": "pyt_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "subject": "pyt_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "severity": "high",
    "state": "open",
    "count": 3,
    "data": {"stage": "at_bank", "usual_s": 7200},
    "raised_at": "2026-11-21T12:00:00Z",
    "last_at": "2026-11-21T13:30:00Z",
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolved_at": None,
    "resolved_by": None,
    "case_id": None,
    "suppression_id": None,
}
_RULE = {
    "name": "gateway-down",
    "kinds": ["gateway.down"],
    "where": [{"field": "method", "values": ["upi"]}],
    "severity": "critical",
    "group_by": "gateway",
    "resolves": [],
    "queue": None,
    "priority": "normal",
}


@post(
    "/alerts",
    operation_id="createAlert",
    summary="Raise an alert",
    tag="alerts",
    status=201,
    keyed=Keyed.OPTIONAL,
    example={
        "kind": "settlement-missing",
        "subject": "batch-2026-11-20",
        "severity": "high",
        "data": {"bank": "axis"},
    },
    answer_example=_ALERT,
)
async def create_alert(caller: Principal, alerts: Alerts, data: RaiseAlert) -> AlertView:
    """For what your own systems notice. It goes by the same rules as events, as kind `own.…`; an alert of its group that is not
    resolved absorbs it, and is answered.
    """
    return alert_view(await alerts.create(caller, data))


@get(
    "/alerts",
    operation_id="listAlerts",
    summary="List alerts",
    tag="alerts",
    answer_example={"data": [_ALERT], "has_more": False, "next_after": None},
)
async def list_alerts(
    caller: Principal,
    alerts: Alerts,
    *,
    state: AlertState | None = None,
    kind: Kind = None,
    severity_min: Severity = "low",
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> AlertPage:
    """Newest first. `severity_min`: of at least this severity."""
    cursor = None if after is None else parse("alr", after)
    page = await alerts.list(
        caller, state=state, kind=kind, severity_min=severity_min, after=cursor, limit=limit
    )
    return alert_page(page)


@get(
    "/alerts/{alert_id:str}",
    operation_id="getAlert",
    summary="Get an alert",
    tag="alerts",
    answer_example=_ALERT,
)
async def get_alert(caller: Principal, alerts: Alerts, alert_id: str) -> AlertView:
    return alert_view(await alerts.get(caller, parse("alr", alert_id)))


@post(
    "/alerts/{alert_id:str}/acknowledge",
    operation_id="acknowledgeAlert",
    summary="Acknowledge an alert",
    tag="alerts",
    keyed=Keyed.OPTIONAL,
    answer_example={**_ALERT, "state": "acknowledged"},
)
async def acknowledge_alert(caller: Principal, alerts: Alerts, alert_id: str) -> AlertView:
    """Says that somebody knows. It goes on absorbing repeats until it is resolved."""
    return alert_view(await alerts.acknowledge(caller, parse("alr", alert_id)))


@post(
    "/alerts/{alert_id:str}/resolve",
    operation_id="resolveAlert",
    summary="Resolve an alert",
    tag="alerts",
    keyed=Keyed.OPTIONAL,
    answer_example={**_ALERT, "state": "resolved"},
)
async def resolve_alert(caller: Principal, alerts: Alerts, alert_id: str) -> AlertView:
    """Says that it is over; what happens from then on raises another."""
    return alert_view(await alerts.resolve(caller, parse("alr", alert_id)))


@get(
    "/alert-rules",
    operation_id="getAlertRules",
    summary="Show which events raise alerts",
    tag="alerts",
    answer_example={
        "number": 1,
        "author": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "changed_at": "2026-11-21T12:00:00Z",
        "rules": [_RULE],
    },
)
async def get_alert_rules(caller: Principal, alerts: Alerts) -> AlertRulesView:
    return alert_rules_view(await alerts.rules(caller))


@put(
    "/alert-rules",
    operation_id="setAlertRules",
    summary="Say which events raise alerts",
    tag="alerts",
    keyed=Keyed.OPTIONAL,
    example={"rules": [_RULE]},
    responses={404: "A rule names a queue that is not there."},
)
async def set_alert_rules(caller: Principal, alerts: Alerts, data: SetAlertRules) -> AlertRulesView:
    """Puts them in place of all those before. A rule gives a severity, says which events are one alert, ends alerts of others, and
    may open a case with each new alert.
    """
    return alert_rules_view(await alerts.set_rules(caller, data.rules))


HANDLERS = [
    create_alert,
    list_alerts,
    get_alert,
    acknowledge_alert,
    resolve_alert,
    get_alert_rules,
    set_alert_rules,
]
