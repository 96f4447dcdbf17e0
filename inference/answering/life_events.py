"""What happened in a customer's life, when, what says so, and which goals that suggests."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, ScoredRow
from inference.features.customer_past import past_of
from inference.features.life_events import EVIDENCE_MAX, Trace, traces
from payments.facts import Transaction
from payments.history_facts import CustomerHistory

_LIKELY = 0.5
_FINDINGS_MAX = 3
_GOALS: Mapping[str, tuple[str, ...]] = {
    "salary_raise": ("raise-monthly-saving", "emergency-fund"),
    "salary_cut": ("trim-spending", "emergency-fund"),
    "rent_started": ("tenant-insurance", "home-deposit"),
    "moved": ("tenant-insurance", "home-deposit"),
    "emi_started": ("repay-early", "loan-insurance"),
    "travel": ("travel-fund", "travel-insurance"),
    "marriage": ("joint-budget", "term-insurance"),
    "new_child": ("education-fund", "health-insurance", "term-insurance"),
}


class EvidencePayment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment that says so. id: yours, if it was sent."""

    id: str | None
    occurred_at: datetime
    amount_minor: int
    category: str | None


class LifeEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened.

    event: salary_raise, salary_cut, rent_started, moved, emi_started, travel, marriage or new_child.
    probability: that it did, calibrated, 0 to 1.
    happened_at: when it seems to have begun.
    before_minor, after_minor: the level of payments before and after, where the trace is a change of level.
    evidence: payments that it is read from, the first few.
    goals: what people in that place often save for or protect.
    """

    event: str
    probability: float
    happened_at: datetime
    before_minor: int | None
    after_minor: int | None
    evidence: list[EvidencePayment]
    goals: list[str]


class LifeEventsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: of the likeliest happening, calibrated, 0 to 1.

    event: the likeliest happening; null where none is likely.
    events: all that are likelier than not, the likeliest first.
    goals: suggestions of all of them together.
    """

    probability: float
    event: str | None
    events: list[LifeEvent]
    goals: list[str]


def _answer(history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    found = traces(past_of(history, at))
    order = sorted(range(len(rows)), key=lambda place: (-rows[place].probability, place))
    likely = [
        _event(found[place], rows[place].probability)
        for place in order
        if rows[place].probability >= _LIKELY and found[place].at is not None
    ]
    findings = [
        Finding(code=f"happened.{each.event}", values={"day": f"{each.happened_at:%Y-%m-%d}"})
        for each in likely
    ]
    return Answered(
        LifeEventsAnswer(
            probability=rows[order[0]].probability,
            event=likely[0].event if likely else None,
            events=likely,
            goals=list(dict.fromkeys(goal for each in likely for goal in each.goals)),
        ),
        explained=order[0],
        findings=tuple(findings[:_FINDINGS_MAX]) or (Finding(code="nothing"),),
    )


def _event(trace: Trace, probability: float) -> LifeEvent:
    if trace.at is None:
        raise ValueError("an event has a trace")
    steps = trace.kind not in {"travel", "marriage", "new_child"}
    return LifeEvent(
        event=trace.kind,
        probability=probability,
        happened_at=trace.at,
        before_minor=round(trace.before) if steps else None,
        after_minor=round(trace.after) if steps else None,
        evidence=[_evidence(each) for each in trace.payments[:EVIDENCE_MAX]],
        goals=list(_GOALS[trace.kind]),
    )


def _evidence(payment: Transaction) -> EvidencePayment:
    return EvidencePayment(
        id=payment.id,
        occurred_at=payment.occurred_at,
        amount_minor=payment.amount_minor,
        category=payment.category,
    )


LIFE_EVENTS = EventAnswer(LifeEventsAnswer, CustomerHistory, _answer)
