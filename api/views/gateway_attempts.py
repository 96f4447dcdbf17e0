"""Attempts at gateways, what their failures have in common, and the codes that are known, as both faces show them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from payments.attempts.facts import (
    BULK_MAX,
    AttemptFact,
    RecordedAttempt,
    Result,
    Standing,
    StoredAttempt,
)
from payments.attempts.failure_codes import FAILURE_KINDS, FailureKind
from payments.attempts.pattern_figures import Counted, FailurePattern
from payments.attempts.patterns import CodeCount, Incident, PatternReport, RateChange
from payments.facts import Method


class AttemptBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Attempts and results to be recorded in one commit.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[AttemptFact], Meta(min_length=1, max_length=BULK_MAX)]


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt as it stands.

    id: our id.
    own_id: the `id` that was sent.
    payment_id: your own id of the payment.
    choice_id: the choice that it follows.
    gateway: as a slug.
    method: how it was paid.
    bank: the payer's.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    started_at: when it was tried.
    recorded_at: when it was recorded.
    result: pending until it is known.
    error_code: why it failed; `unknown` where no code was told.
    fault: whether it failed by the gateway's own fault, and so counts against it.
    cost_minor: what the try cost.
    latency_ms: how long the gateway took.
    finished_at: when the result was known, as it was told.
    settled_at: when the result was recorded.
    """

    id: str
    own_id: str
    payment_id: str
    choice_id: str | None
    gateway: str
    method: Method
    bank: str | None
    amount_minor: int
    currency: str
    started_at: datetime
    recorded_at: datetime
    result: Result
    error_code: str | None
    fault: bool
    cost_minor: int
    latency_ms: int | None
    finished_at: datetime | None
    settled_at: datetime | None


class AttemptPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of attempts, newest first by their start.

    data: the attempts.
    has_more: whether more follow.
    next_after: what to send as `after` for the page that follows.
    """

    data: list[AttemptView]
    has_more: bool
    next_after: str | None


class AttemptResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one attempt of several.

    id: our id of the attempt that has this own id now.
    own_id: the `id` that was sent.
    status: `recorded` is new; `settled` has its result now; `existing` changed nothing; `conflict` was recorded otherwise before.
    """

    id: str
    own_id: str
    status: Standing


class AttemptResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each attempt, in the order of the request.

    data: the results.
    """

    data: list[AttemptResult]


class IncidentView(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which a gateway failed by its own fault, as the worker found it.

    id: of the incident, which the events `gateway.degraded` and `gateway.recovered` are about.
    gateway: as a slug.
    method: by which it failed.
    began_at: the minute since which it likely failed.
    found_at: when that was sure enough.
    fault_rate: the share of attempts that failed by its fault, as it looked then.
    usual_rate: the same when it is well.
    ended_at: null while it lasts.
    """

    id: str
    gateway: str
    method: str | None
    began_at: datetime
    found_at: datetime
    fault_rate: float
    usual_rate: float
    ended_at: datetime | None


class FailurePatternReport(msgspec.Struct, frozen=True, kw_only=True):
    """What failures of a time have in common.

    since: included.
    until: not included.
    counted: all failures, or the gateways' own faults alone.
    tries: attempts with a result.
    failures: how many failed.
    faults: how many by the gateways' own fault.
    level: of all intervals at once.
    bin_s: how finely the times of changes are known, in seconds.
    codes: how often each code was told, the most frequent first.
    patterns: groups that fail more or less than all others, the greatest excess first.
    changes: when failure rates changed, the newest first.
    incidents: that the worker found in this time, the newest first.
    """

    since: datetime
    until: datetime
    counted: Counted
    tries: int
    failures: int
    faults: int
    level: float
    bin_s: int
    codes: list[CodeCount]
    patterns: list[FailurePattern]
    changes: list[RateChange]
    incidents: list[IncidentView]


class FailureCodeList(msgspec.Struct, frozen=True, kw_only=True):
    """The codes that are known, and whose fault each is. Only `gateway` counts against a gateway.

    data: the codes.
    """

    data: list[FailureKind]


def attempt_view(attempt: StoredAttempt) -> AttemptView:
    fields = msgspec.structs.asdict(attempt)
    fields["id"] = public("gat", attempt.id)
    fields["choice_id"] = None if attempt.choice_id is None else public("gch", attempt.choice_id)
    return AttemptView(**fields)


def attempt_page(page: Page[StoredAttempt]) -> AttemptPage:
    data = [attempt_view(each) for each in page.data]
    return AttemptPage(data=data, has_more=page.has_more, next_after=page.next_after)


def attempt_results(recorded: list[RecordedAttempt]) -> AttemptResults:
    return AttemptResults(
        data=[
            AttemptResult(id=public("gat", each.id), own_id=each.own_id, status=each.standing)
            for each in recorded
        ]
    )


def pattern_report(report: PatternReport) -> FailurePatternReport:
    fields = msgspec.structs.asdict(report)
    fields["incidents"] = [_incident(each) for each in report.incidents]
    return FailurePatternReport(**fields)


def failure_code_list() -> FailureCodeList:
    return FailureCodeList(data=list(FAILURE_KINDS.values()))


def _incident(incident: Incident) -> IncidentView:
    return IncidentView(**{**msgspec.structs.asdict(incident), "id": public("gin", incident.id)})
