"""A suppression: nobody is to be troubled about one customer, merchant, payee or gateway, for a reason and until a moment.

It silences work, not money: an alert about them is kept and tells nobody, and a rule sees it as a fact; outcomes change only where
the tenant's own ruleset says so (docs/decisions/0042).
"""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from rules.list_entities import Line, SilencedKind, Value

PREFIX = "sup"
OPEN_MAX = 5_000
LONGEST = dt.timedelta(days=366)

SILENCED_BY: dict[SilencedKind, str] = {
    "customer": "customer_id",
    "merchant": "merchant_id",
    "payee": "payee_id",
    "device": "device_id",
    "partner": "partner_id",
    "vendor": "vendor_id",
    "gateway": "gateway",
}
"""The field that holds each kind, in events and facts."""
Cause = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
"""The code of a decision's reason; of another event its `code`, or what its name says behind the dot (`stuck`)."""
RuleId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$(?!\n)")]
"""The id of a node of a ruleset, or of an alert rule."""
UseCaseName = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9-]*$(?!\n)")]


class SuppressionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "suppression_not_found"
    fix = "List the suppressions of this environment."


class SuppressionsFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "suppressions_full"
    fix = "End those that are no longer needed, or change the rule that troubles so many."


class SuppressionEnd(PlatformError):
    kind = ErrorKind.INVALID
    code = "suppression_end_refused"
    fix = f"Name a moment to come, within {LONGEST.days} days, with its time zone."


class NewSuppression(msgspec.Struct, frozen=True, kw_only=True):
    """value: the caller's own id. use_case, cause, rule: what it is narrowed to; None for all."""

    kind: SilencedKind
    value: Value
    until: dt.datetime
    reason: Line
    use_case: UseCaseName | None = None
    cause: Cause | None = None
    rule: RuleId | None = None


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    environment_id: UUID
    id: UUID
    kind: SilencedKind
    digest: bytes
    use_case: str | None
    cause: str | None
    rule: str | None
    until: dt.datetime
    reason: str
    created_at: dt.datetime
    created_by: str
    ended_at: dt.datetime | None
    ended_by: str | None


class Silence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A suppression that covers whom a decision is about, as it is stored with the decision. id: public."""

    id: str
    cause: str | None = None
    rule: str | None = None
