"""The catalogue of events, as data: what happens that somebody outside the transaction may want to hear of.

A name is public (endpoints subscribe to it) and so never renamed; what `data` holds only grows. It names ids, codes, times
and money, never a person.
"""

import dataclasses
from collections.abc import Mapping

from core.json_values import JsonValue


@dataclasses.dataclass(frozen=True, kw_only=True)
class EventKind:
    """subject: the prefix of the public id that the event is about. example: what `data` looks like."""

    name: str
    about: str
    subject: str
    example: Mapping[str, JsonValue]


def _kind(name: str, subject: str, about: str, /, **example: JsonValue) -> EventKind:
    return EventKind(name=name, subject=subject, about=about, example=example)


_WHEN = "2026-11-21T12:00:00Z"
_LISTED = (
    _kind("webhook.ping", "whk", "A test that was asked for by API or CLI.", message="It works."),
    _kind(
        "decision.review", "dec", "A decision waits for a person.",
        use_case="transaction-anomaly", outcome="review", degraded=False, score=914_231,
    ),
    _kind(
        "decision.decline", "dec", "A decision declined.",
        use_case="transaction-anomaly", outcome="decline", degraded=False, score=982_114,
    ),
    _kind(
        "ruleset.activated", "rls", "A version of a ruleset decides from now on.",
        use_case="transaction-anomaly", version="rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", version_number=4,
    ),
    _kind(
        "ruleset.rolled_back", "rls", "An earlier version of a ruleset decides again.",
        use_case="transaction-anomaly", version="rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", version_number=3,
    ),
    _kind(
        "ruleset.fell_back", "rls", "A ruleset could not be evaluated, and its last good version decides.",
        use_case="transaction-anomaly", version="rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", version_number=3,
        failed_version="rsv_06f3s6hr9xk5w2t7n4m8b1c6dv", reason="evaluation_failed",
    ),
    _kind(
        "approval.asked", "apr", "A change waits for a second member.",
        about="rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", permission="rules:approve",
    ),
    _kind(
        "approval.given", "apr", "A second member approved or refused a change.",
        about="rsv_06f3s6hqhvp1r8t1q5s8w0cfgm", verdict="approved",
    ),
    _kind("backtest.finished", "bkt", "A backtest has ended.", status="succeeded", decisions=1_000_000, changed=1_204),
    _kind("deployment.ended", "dep", "A guardrail ended a deployment.", use_case="credit-score", reason="guardrail"),
    _kind("drift.found", "drf", "What a version sees has moved.", use_case="credit-score", columns=["income_minor"]),
    _kind(
        "payout.credited", "pyt", "A payout has arrived.",
        stage="credited", at=_WHEN, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.failed", "pyt", "A payout failed.",
        stage="failed", at=_WHEN, code="beneficiary_account_closed", amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.stuck", "pyt", "A payout stays in a stage for longer than is usual for its partner.",
        stage="at_bank", since=_WHEN, usual_s=7_200, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.late", "pyt", "A payout was not credited when its payee was promised it.",
        stage="at_bank", due_at=_WHEN, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.failing", "pyt", "A payout failed in a burst of its gateway, bank or payee.",
        stage="failed", basis="gateway", failed=6, ended=9, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.amount_unusual", "pyt", "A payout is far above what its payee is usually paid.",
        stage="created", basis="payee", z=4.2, usual_minor=90_000, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.documents_missing", "pyt", "A payout waits for documents of its payee.",
        stage="created", documents=["pan"], amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.contradicted", "pyt", "What was told of a payout cannot all be true.",
        stage="credited", contradictions=1, amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "payout.missing_document", "pyt", "A payout waits for a document of its payee.",
        document="pan", amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "commission.differs", "cos", "A partner was not paid what the agreement in force gives.",
        status="short", difference_minor=-500_000, payable_minor=2_520_000, currency="INR", reasons=["bonus_missing"],
        starts_at=_WHEN, ends_at=_WHEN, agreement="agr_06f3s6hqhvp1r8t1q5s8w0cfgm",
    ),
    _kind(
        "gateway.attempt_failed", "gat", "An attempt at a gateway failed by the gateway's own fault.",
        gateway="razorpay", code="gateway_timeout", method="upi",
    ),
    _kind("gateway.degraded", "gin", "A gateway fails by its own fault, by one method.", gateway="razorpay", method="upi", since=_WHEN),
    _kind("gateway.recovered", "gin", "A gateway that failed is well again.", gateway="razorpay", method="upi", since=_WHEN),
    _kind(
        "gateway.event", "gev", "A gateway's own signed webhook came in.",
        connector="con_06f3s6hqhvp1r8t1q5s8w0cfgm", gateway="razorpay", type="payout.processed",
        reference="pout_FJgR2Yt0bB1sVx", amount_minor=1_250_000, currency="INR",
    ),
    _kind(
        "feed.failed", "fed", "Something that came in by a feed could not be taken, or its work failed.",
        run="fdr_06f3s6hqhvp1r8t1q5s8w0cfgm", code="import_refused", failures=1,
    ),
    _kind("feed.paused", "fed", "A feed failed ten times in a row and is paused.", code="http_404", failures=10),
    _kind(
        "cause.rising", "rtc", "A root cause grows: more fails by it, or more people write about it, than was to be expected.",
        kind="attempt", name="The gateway's own faults: at gateway razorpay", gateway="razorpay", method=None, bank=None, code=None,
        fault="gateway", count=412, expected=37.5, example="gat_06f3s6hqhvp1r8t1q5s8w0cfgm",
    ),
    _kind("cause.subsided", "rtc", "A root cause grows no more.", kind="attempt", since=_WHEN),
    _kind("alert.raised", "alr", "An alert was raised.", kind="payout.stuck", severity="high", count=1),
    _kind("alert.acknowledged", "alr", "A member took note of an alert.", kind="payout.stuck", severity="high"),
    _kind("alert.resolved", "alr", "An alert is over.", kind="payout.stuck", severity="high", count=3),
    _kind("case.opened", "cas", "A case waits in a queue.", queue="fraud", priority="high", due=_WHEN),
    _kind("case.assigned", "cas", "A case has somebody who works on it.", queue="fraud", priority="high"),
    _kind("case.overdue", "cas", "A case is past its time.", queue="fraud", priority="high", due=_WHEN),
    _kind("case.closed", "cas", "A case has a result.", queue="fraud", result="fraud_confirmed"),
    _kind("workflow.started", "wfi", "An instance of a workflow began.", workflow="bank-timeout-retry", version=2),
    _kind("workflow.waiting", "wfi", "An instance waits for a person.", workflow="missing-pan", step="ask_payee"),
    _kind("workflow.finished", "wfi", "An instance of a workflow has ended well.", workflow="missing-pan", version=2),
    _kind("workflow.failed", "wfi", "An instance of a workflow has failed.", workflow="missing-pan", step="notify", code="connector_refused"),
    _kind(
        "workflow.trial_ended", "wft", "A trial of two versions of a workflow has ended, by a member or by its guardrail.",
        workflow="bank-timeout-retry", ended_as="guardrail", verdict="worse",
        control_version="wfv_06f3s6hqhvp1r8t1q5s8w0cfgm", candidate_version="wfv_06f3s6hr9xk5w2t7n4m8b1c6dv",
    ),
    _kind("release.activated", "rel", "A release decides from now on.", use_case="transaction-anomaly", number=4),
    _kind("release.rolled_back", "rel", "What decided before a release decides again.", use_case="transaction-anomaly", number=4),
    _kind(
        "release.promoted", "rel", "A release came from the sandbox, and waits to be activated.",
        use_case="transaction-anomaly", number=5, promoted_from="rel_06f3s6hqhvp1r8t1q5s8w0cfgm",
    ),
    _kind("webhook.disabled", "whk", "An endpoint failed for too long and gets nothing more.", reason="failing", failing_since=_WHEN),
    _kind("workflow.event", "wfi", "A workflow's own event, of its step `webhook.emit`.", name="refund.approved", facts={"payout": "pyt_06f3s6hqhvp1r8t1q5s8w0cfgm"}),
)  # fmt: skip

EVENT_KINDS: dict[str, EventKind] = {each.name: each for each in _LISTED}
