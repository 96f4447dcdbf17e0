"""The catalogue of events, as data: what happens that somebody outside the transaction may want to hear of.

A name is public (endpoints subscribe to it) and so never renamed; what `data` holds only grows. It names ids, codes, times
and money, never a person.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import cast

import msgspec

from core import event_data as of
from core import event_data_of_payments as paid
from core.json_values import JsonValue


@dataclasses.dataclass(frozen=True, kw_only=True)
class EventKind:
    """subject: the prefix of the public id that the event is about. typical: its data, in their own type."""

    name: str
    about: str
    subject: str
    typical: msgspec.Struct

    @property
    def data(self) -> type[msgspec.Struct]:
        """The type of its data."""
        return type(self.typical)

    @property
    def example(self) -> Mapping[str, JsonValue]:
        """What `data` looks like, as JSON."""
        return cast("Mapping[str, JsonValue]", msgspec.to_builtins(self.typical))

    def misfits(self, data: Mapping[str, object]) -> str | None:
        """Return what of some data is not as their type says, None where all is: a field too few, another one, another type."""
        unknown = data.keys() - set(self.data.__struct_encode_fields__)
        if unknown:
            return f"{self.data.__name__} has no {', '.join(sorted(unknown))}"
        try:
            msgspec.convert(dict(data), self.data)
        except msgspec.ValidationError as error:
            return f"{self.data.__name__}: {error}"
        return None


def _kind(name: str, subject: str, about: str, typical: msgspec.Struct) -> EventKind:
    return EventKind(name=name, subject=subject, about=about, typical=typical)


_WHEN = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
_SINCE = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
_MINOR, _INR = 1_250_000, "INR"
_RULES, _RULES_BEFORE = "rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", "rsv_06f3s6hr9xk5w2t7n4m8b1c6dv"
_VERSION, _PAYOUT = "ver_06f3s6hqhvp1r8t1q5s8w0cfgm", "pyt_06f3s6hqhvp1r8t1q5s8w0cfgm"
_ANOMALY, _CREDIT = "transaction-anomaly", "credit-score"
_LISTED = (
    _kind("webhook.ping", "whk", "A test that was asked for by API or CLI.", of.PingEventData(message="It works.")),
    _kind(
        "decision.review", "dec", "A decision waits for a person.",
        of.DecisionEventData(use_case=_ANOMALY, outcome="review", score=914_231, degraded=False),
    ),
    _kind(
        "decision.decline", "dec", "A decision declined.",
        of.DecisionEventData(use_case=_ANOMALY, outcome="decline", score=982_114, degraded=False),
    ),
    _kind(
        "ruleset.activated", "rls", "A version of a ruleset decides from now on.",
        of.RulesetEventData(use_case=_ANOMALY, version=_RULES, version_number=4),
    ),
    _kind(
        "ruleset.rolled_back", "rls", "An earlier version of a ruleset decides again.",
        of.RulesetEventData(use_case=_ANOMALY, version=_RULES, version_number=3),
    ),
    _kind(
        "ruleset.fell_back", "rls", "A ruleset could not be evaluated, and its last good version decides.",
        of.RulesetFellBackEventData(
            use_case=_ANOMALY, version=_RULES, version_number=3, failed_version=_RULES_BEFORE, reason="evaluation_failed",
        ),
    ),
    _kind(
        "approval.asked", "apr", "A change waits for a second member.",
        of.ApprovalAskedEventData(about=_RULES, permission="rules:approve"),
    ),
    _kind(
        "approval.given", "apr", "A second member approved or refused a change.",
        of.ApprovalGivenEventData(about=_RULES, verdict="approved"),
    ),
    _kind(
        "backtest.finished", "bkt", "A backtest has ended.",
        of.BacktestEventData(status="completed", decisions=1_000_000, changed=1_204),
    ),
    _kind(
        "deployment.ended", "dep", "A guardrail ended a deployment.",
        of.DeploymentEventData(
            use_case=_CREDIT, version=_VERSION, role="challenger", reason="guardrail", guardrail="declined",
        ),
    ),
    _kind(
        "drift.found", "drf", "What a version sees has moved.",
        of.DriftEventData(use_case=_CREDIT, version=_VERSION, role="champion", columns=["income_minor"]),
    ),
    _kind(
        "payout.credited", "pyt", "A payout has arrived.",
        paid.PayoutMovedEventData(stage="credited", at=_WHEN, amount_minor=_MINOR, currency=_INR),
    ),
    _kind(
        "payout.failed", "pyt", "A payout failed.",
        paid.PayoutFailedEventData(
            stage="failed", at=_WHEN, code="beneficiary_account_closed", amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.stuck", "pyt", "A payout stays in a stage for longer than is usual for its partner.",
        paid.PayoutStuckEventData(
            stage="at_bank", since=_SINCE, expected_by=_WHEN, usual_s=5_400, limit_s=9_000, basis="payee", count=84,
            method="imps", bank="hdfc", gateway="razorpay", amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.late", "pyt", "A payout was not credited when its payee was promised it.",
        paid.PayoutLateEventData(
            stage="at_bank", since=_SINCE, due_at=_WHEN, method="imps", bank="hdfc", gateway="razorpay",
            amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.failing", "pyt", "A payout failed in a burst of its gateway, bank or payee.",
        paid.PayoutFailingEventData(
            stage="failed", basis="gateway", failed=6, ended=9, count=1_840, usual_share=0.0125, error_code="bank_unavailable",
            method="imps", bank="hdfc", gateway="razorpay", amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.amount_unusual", "pyt", "A payout is far above what its payee is usually paid.",
        paid.PayoutAmountEventData(
            stage="created", basis="payee", count=84, z=4.2, usual_minor=90_000, method="imps", bank="hdfc", gateway=None,
            amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.documents_missing", "pyt", "A payout waits for documents of its payee.",
        paid.PayoutDocumentsEventData(
            stage="created", documents=["pan"], method="imps", bank="hdfc", gateway=None, amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.contradicted", "pyt", "What was told of a payout cannot all be true.",
        paid.PayoutContradictedEventData(
            stage="credited", at=_WHEN, contradictions=1, amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "payout.missing_document", "pyt", "A payout waits for a document of its payee.",
        paid.PayoutDocumentEventData(document="pan", amount_minor=_MINOR, currency=_INR),
    ),
    _kind(
        "commission.differs", "cos", "A partner was not paid what the agreement in force gives.",
        paid.CommissionEventData(
            status="short", difference_minor=-500_000, payable_minor=2_520_000, currency=_INR, reasons=["bonus_missing"],
            starts_at=_SINCE, ends_at=_WHEN, agreement="agr_06f3s6hqhvp1r8t1q5s8w0cfgm",
        ),
    ),
    _kind(
        "gateway.attempt_failed", "gat", "An attempt at a gateway failed by the gateway's own fault.",
        paid.AttemptEventData(gateway="razorpay", code="gateway_timeout", method="upi"),
    ),
    _kind(
        "gateway.degraded", "gin", "A gateway fails by its own fault, by one method.",
        paid.GatewayHealthEventData(gateway="razorpay", method="upi", since=_WHEN),
    ),
    _kind(
        "gateway.recovered", "gin", "A gateway that failed is well again.",
        paid.GatewayHealthEventData(gateway="razorpay", method="upi", since=_SINCE),
    ),
    _kind(
        "gateway.event", "gev", "A gateway's own signed webhook came in.",
        paid.GatewayHookEventData(
            connector="con_06f3s6hqhvp1r8t1q5s8w0cfgm", gateway="razorpay", type="payout.processed", occurred_at=_WHEN,
            reference="pout_FJgR2Yt0bB1sVx", amount_minor=_MINOR, currency=_INR,
        ),
    ),
    _kind(
        "feed.failed", "fed", "Something that came in by a feed could not be taken, or its work failed.",
        of.FeedFailedEventData(run="fdr_06f3s6hqhvp1r8t1q5s8w0cfgm", code="import_refused", failures=1),
    ),
    _kind(
        "feed.paused", "fed", "A feed failed ten times in a row and is paused.",
        of.FeedPausedEventData(code="http_404", failures=10),
    ),
    _kind(
        "cause.rising", "rtc", "A root cause grows: more fails by it, or more people write about it, than was to be expected.",
        of.CauseRisingEventData(
            kind="attempt", name="The gateway's own faults: at gateway razorpay", gateway="razorpay", method=None, bank=None,
            code=None, fault="gateway", count=412, expected=37.5, example="gat_06f3s6hqhvp1r8t1q5s8w0cfgm",
        ),
    ),
    _kind(
        "cause.subsided", "rtc", "A root cause grows no more.",
        of.CauseSubsidedEventData(kind="attempt", since=_SINCE),
    ),
    _kind(
        "alert.raised", "alr", "An alert was raised.",
        of.AlertEventData(kind="payout.stuck", subject=_PAYOUT, severity="high", count=1),
    ),
    _kind(
        "alert.acknowledged", "alr", "A member took note of an alert.",
        of.AlertEventData(kind="payout.stuck", subject=_PAYOUT, severity="high", count=1),
    ),
    _kind(
        "alert.resolved", "alr", "An alert is over.",
        of.AlertEventData(kind="payout.stuck", subject=_PAYOUT, severity="high", count=3),
    ),
    _kind(
        "case.opened", "cas", "A case waits in a queue.",
        of.CaseEventData(queue="fraud", priority="high", subject=_PAYOUT, result=None),
    ),
    _kind(
        "case.assigned", "cas", "A case has somebody who works on it.",
        of.CaseEventData(queue="fraud", priority="high", subject=_PAYOUT, result=None),
    ),
    _kind(
        "case.overdue", "cas", "A case is past its time.",
        of.CaseOverdueEventData(queue="fraud", priority="high", due=_WHEN),
    ),
    _kind(
        "case.closed", "cas", "A case has a result.",
        of.CaseEventData(queue="fraud", priority="high", subject=_PAYOUT, result="fraud_confirmed"),
    ),
    _kind(
        "workflow.started", "wfi", "An instance of a workflow began.",
        of.WorkflowStartedEventData(workflow="bank-timeout-retry"),
    ),
    _kind(
        "workflow.waiting", "wfi", "An instance waits for a person.",
        of.WorkflowWaitingEventData(workflow="missing-pan", step="ask_payee"),
    ),
    _kind(
        "workflow.finished", "wfi", "An instance of a workflow has ended well, or was cancelled.",
        of.WorkflowFinishedEventData(workflow="missing-pan", ending="completed"),
    ),
    _kind(
        "workflow.failed", "wfi", "An instance of a workflow has failed.",
        of.WorkflowFailedEventData(workflow="missing-pan", step="notify", code="connector_refused"),
    ),
    _kind(
        "workflow.trial_ended", "wft", "A trial of two versions of a workflow has ended, by a member or by its guardrail.",
        of.WorkflowTrialEventData(
            workflow="bank-timeout-retry", ended_as="guardrail", verdict="worse",
            control_version="wfv_06f3s6hqhvp1r8t1q5s8w0cfgm", candidate_version="wfv_06f3s6hr9xk5w2t7n4m8b1c6dv",
        ),
    ),
    _kind(
        "release.activated", "rel", "A release decides from now on.",
        of.ReleaseEventData(use_case=_ANOMALY, number=4),
    ),
    _kind(
        "release.rolled_back", "rel", "What decided before a release decides again.",
        of.ReleaseEventData(use_case=_ANOMALY, number=4),
    ),
    _kind(
        "release.promoted", "rel", "A release came from the sandbox, and waits to be activated.",
        of.ReleasePromotedEventData(use_case=_ANOMALY, number=5, promoted_from="rel_06f3s6hqhvp1r8t1q5s8w0cfgm"),
    ),
    _kind(
        "webhook.disabled", "whk", "An endpoint failed for too long and gets nothing more.",
        of.WebhookDisabledEventData(reason="failing", failing_since=_SINCE),
    ),
    _kind(
        "workflow.event", "wfi", "A workflow's own event, of its step `webhook.emit`.",
        of.WorkflowOwnEventData(name="refund.approved", facts={"payout": _PAYOUT}),
    ),
)  # fmt: skip

EVENT_KINDS: dict[str, EventKind] = {each.name: each for each in _LISTED}
