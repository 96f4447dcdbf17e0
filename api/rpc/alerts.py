"""Alerts over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.cases.v1 import alerts_pb2 as pb
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
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from resolution.alert_entities import AlertRule, AlertState, RaiseAlert, Severity
from resolution.alerts import Alerts
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["AlertService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    state: AlertState | None = None
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    severity_min: Severity = "low"
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


CREATE = Codec(RaiseAlert, pb.CreateAlertRequest)
ALERT = Codec(AlertView, pb.Alert)
QUERY = Codec(_Query, pb.ListAlertsRequest)
PAGE = Codec(AlertPage, pb.ListAlertsResponse)
SET_RULES = Codec(SetAlertRules, pb.SetAlertRulesRequest)
RULES = Codec(AlertRulesView, pb.AlertRules)


@method(SERVICE, "CreateAlert", keyed=Keyed.OPTIONAL)
async def create_alert(caller: Principal, alerts: Alerts, request: pb.CreateAlertRequest) -> pb.Alert:
    return ALERT.message(alert_view(await alerts.create(caller, CREATE.struct(request))))


@method(SERVICE, "ListAlerts")
async def list_alerts(
    caller: Principal, alerts: Alerts, request: pb.ListAlertsRequest
) -> pb.ListAlertsResponse:
    query = QUERY.struct(request)
    cursor = None if query.after is None else parse("alr", query.after)
    page = await alerts.list(
        caller, state=query.state, kind=query.kind, severity_min=query.severity_min, after=cursor, limit=query.limit
    )  # fmt: skip
    return PAGE.message(alert_page(page))


@method(SERVICE, "GetAlert")
async def get_alert(caller: Principal, alerts: Alerts, request: pb.GetAlertRequest) -> pb.Alert:
    return ALERT.message(alert_view(await alerts.get(caller, parse("alr", request.alert_id))))


@method(SERVICE, "AcknowledgeAlert", keyed=Keyed.OPTIONAL)
async def acknowledge_alert(
    caller: Principal, alerts: Alerts, request: pb.AcknowledgeAlertRequest
) -> pb.Alert:
    return ALERT.message(alert_view(await alerts.acknowledge(caller, parse("alr", request.alert_id))))


@method(SERVICE, "ResolveAlert", keyed=Keyed.OPTIONAL)
async def resolve_alert(caller: Principal, alerts: Alerts, request: pb.ResolveAlertRequest) -> pb.Alert:
    return ALERT.message(alert_view(await alerts.resolve(caller, parse("alr", request.alert_id))))


@method(SERVICE, "GetAlertRules")
async def get_alert_rules(
    caller: Principal, alerts: Alerts, request: pb.GetAlertRulesRequest
) -> pb.AlertRules:
    del request
    return RULES.message(alert_rules_view(await alerts.rules(caller)))


@method(SERVICE, "SetAlertRules", keyed=Keyed.OPTIONAL)
async def set_alert_rules(
    caller: Principal, alerts: Alerts, request: pb.SetAlertRulesRequest
) -> pb.AlertRules:
    return RULES.message(alert_rules_view(await alerts.set_rules(caller, _rules(request))))


def _rules(request: pb.SetAlertRulesRequest) -> list[AlertRule]:
    """An empty list is not set on the wire, and means no rules at all."""
    return SET_RULES.struct(request).rules if request.rules else []


METHODS = [
    create_alert,
    list_alerts,
    get_alert,
    acknowledge_alert,
    resolve_alert,
    get_alert_rules,
    set_alert_rules,
]
