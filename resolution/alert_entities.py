"""Alerts, and the rules that say which events raise one."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, InvalidRequest, PlatformError
from resolution.case_entities import Priority, QueueName

RULES_MAX = 200
CONDITIONS_MAX = 8
GROUP_CHARS_MAX = 256

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
AlertState = Literal["open", "suppressed", "acknowledged", "resolved"]
"""suppressed: it is kept and counts, and tells nobody; it opens with the first event that nothing silences."""

Slug = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_.-]*$(?!\n)")]
KindPattern = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_.-]*(\*)?$(?!\n)")]
"""A kind of event, or the beginning of some with `*` behind it: `payout.*`."""
Value = Annotated[str, Meta(max_length=128)]


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Holds where a field of an event's data is one of these values; a field that is not there is none of them."""

    field: Slug
    values: Annotated[list[Value], Meta(min_length=1, max_length=64)]


class AlertRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of event does. Of the rules of an environment the first that matches counts.

    kinds: of events, or of alerts that are raised by API.
    where: what the event's data must be like; all of it.
    severity: of the alert; None raises none.
    group_by: what makes two events one alert: `subject`, `kind`, or a field of the data, such as `gateway`.
    resolves: kinds whose alerts of the same group this event ends.
    queue: opens a case in that queue with each new alert. priority: of that case.
    """

    name: Slug
    kinds: Annotated[list[KindPattern], Meta(min_length=1, max_length=32)]
    where: Annotated[list[Condition], Meta(max_length=CONDITIONS_MAX)] = []
    severity: Severity | None = None
    group_by: Slug = "subject"
    resolves: Annotated[list[KindPattern], Meta(max_length=32)] = []
    queue: QueueName | None = None
    priority: Priority = "normal"


class AlertRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of an environment. number: 0 for those that ship with the service."""

    number: int
    author: str
    changed_at: datetime | None
    rules: list[AlertRule]


class RaiseAlert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An alert of the tenant's own systems. It goes by the same rules as events, under `own.` and its kind; where no rule
    matches it is raised as it says.

    kind: `own.` is put before it. subject: what it is about, an id of ours or of theirs, never personal.
    """

    kind: Annotated[str, Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9_-]*$(?!\n)")]
    subject: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$(?!\n)")]
    severity: Severity = "medium"
    data: Annotated[dict[Slug, Value], Meta(max_length=32)] = {}


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person should know of. Repeats are absorbed for as long as it is not resolved.

    group: what its repeats have in common. count: events in it. subject, data: of the latest. case_id: that it opened.
    suppression_id: what silenced it, until it spoke.
    """

    id: UUID
    kind: str
    group: str
    subject: str
    severity: Severity
    state: AlertState
    count: int
    data: dict[str, object]
    raised_at: datetime
    last_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    case_id: UUID | None
    suppression_id: UUID | None


class AlertNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "alert_not_found"
    fix = "Use the id that the alert was listed with, in the environment that raised it."


class AlertOver(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "alert_resolved"
    fix = "It is over; what happens from now on raises another."


class AlertRulesRefused(InvalidRequest):
    code = "alert_rules_refused"
    fix = "Correct the named rules and send all of them again; the rules before still count."
