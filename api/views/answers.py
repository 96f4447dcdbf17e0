"""The fields of every use case's answer in one Struct: a name means the same wherever it stands.

A decision of one use case has its own type on its own route; where decisions of several are read (`getDecision`, gRPC) they
have this one, with the fields of their own use case and no others.
"""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from inference.answering.categorize import CategorizedLine
from inference.answering.gateway_route import GatewayChoice
from inference.answering.lead_score import ProductLead
from inference.answering.life_events import LifeEvent
from inference.answering.payment_timing import PlannedPayment
from inference.answering.payout_delay import StageHours
from inference.answering.registry import ANSWERS
from inference.answering.segment import SegmentDistance, SegmentTrait
from inference.answering.spend_forecast import MonthForecast
from inference.answering.ticket_triage import TicketCause
from inference.catalogue import Answer


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the use case's answer.

    probability: of the event that the use case is about, calibrated, 0 to 1. points: 300 to 900, of `credit-score`.
    days_p50: days from now until it is paid, as likely sooner as later. days_p90: the same, in nine of ten cases at most.
    days_p10: the same, in one of ten cases at most; of a version of your own that learned days.
    expected_at: when it is paid by `days_p50`.
    stage: the last stage that it reached: created, approved or sent.
    hours_in_stage: since then.
    z_score: how unusual that is, in standard deviations of the payee's own payouts, else of its bank's, else of its rail's.
    partner_z_score: the same against the payee's own payouts alone; null where fewer than five are known.
    stage_z_score: the same against all payouts in this stage on the rail; null where fewer than five are known.
    hours_p50: hours from now until it is credited, as likely sooner as later.
    hours_p90: the same, in nine of ten cases at most.
    hours_p95: the same, in nineteen of twenty cases at most.
    hours_p10: the same, in one of ten cases at most; of a version of your own that learned days.
    cause: what it most likely waits for.
    stages: the same hours for every stage ahead.
    gateway: the chosen one.
    best_gateway: the one of least cost; the chosen one is another when the payment explores.
    explores: whether it does.
    advice: send (a first try), retry (now, at the chosen gateway), requeue (later: none is well now) or stop.
    failure_cause: the code that fails most at the best gateway or, without one, anywhere within 15 minutes.
    choices: all gateways, the cheapest first.
    explore_share: of such payments that go to another than the best, so that its figures stay fresh; 0 where none is well, and
        of payments that were tried before.
    spend_minor_p50: of the next 30 days in minor units, as likely less as more.
    spend_minor_p90: the same, in nine of ten cases at most.
    spend_minor_p10: the same, in one of ten cases at most.
    usual_spend_minor: the mean of the last three months.
    forecast: month by month and by category.
    product: the likeliest of those asked about.
    leads: all of them, the likeliest first.
    event: the likeliest happening; null where none is likely.
    events: all that are likelier than not, the likeliest first.
    goals: suggestions of all of them together.
    category: of the largest line.
    lines: all of them, as they were sent.
    root_cause: the cluster that the ticket belongs to.
    route: who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
    urgent: whether money or access is at stake now.
    causes: the likeliest, the first is `root_cause`.
    segment: the nearest by k-means.
    dense_segment: the one that DBSCAN puts the customer into; `none` where the customer is like nobody.
    distances: to every segment, the nearest first.
    traits: what speaks for the segment, against all others, the strongest first.
    expected_minor: what the agreement gives for the sales of the period, in minor units.
    expected_model_minor: what statements like this one come to, in five of ten cases less.
    expected_model_minor_p10: the same, in one of ten cases at most; of a version of your own that learned amounts.
    expected_model_minor_p90: the same, in nine of ten cases at most.
    difference_minor: what was paid less what the agreement gives; negative when the partner got too little.
    codes: what explains the difference, the nearest first; empty when there is none.
    cost_minor: what the plan costs in overdrafts, penalties, discounts missed and interest forgone, in minor units.
    due_date_cost_minor: the same of paying every invoice on its due date.
    saved_minor: the difference.
    pay_today_minor: what the plan pays today.
    plan: every invoice, the earliest payment first.
    customer_usual_minor: the customer's usual payment (geometric mean of all debits), in minor units.
    customer_deviations: how many standard deviations ln(amount) lies above the customer's mean.
    compared_with: others in the payment's `segment`, or in the `environment` where no segment is told or it is too small.
    population_payments: how many of their debits of 90 days that rests on.
    population_usual_minor: the usual payment of those.
    population_deviations: how many standard deviations ln(amount) lies above their mean.
    """

    probability: float
    points: int | UnsetType = UNSET
    days_p50: float | UnsetType | None = UNSET
    days_p90: float | UnsetType | None = UNSET
    expected_at: datetime | UnsetType | None = UNSET
    stage: str | UnsetType | None = UNSET
    hours_in_stage: float | UnsetType | None = UNSET
    z_score: float | UnsetType | None = UNSET
    hours_p50: float | UnsetType | None = UNSET
    hours_p90: float | UnsetType | None = UNSET
    hours_p95: float | UnsetType | None = UNSET
    cause: str | UnsetType | None = UNSET
    stages: list[StageHours] | UnsetType = UNSET
    gateway: str | UnsetType | None = UNSET
    best_gateway: str | UnsetType | None = UNSET
    explores: bool | UnsetType | None = UNSET
    advice: str | UnsetType | None = UNSET
    failure_cause: str | UnsetType | None = UNSET
    choices: list[GatewayChoice] | UnsetType = UNSET
    spend_minor_p50: int | UnsetType | None = UNSET
    spend_minor_p90: int | UnsetType | None = UNSET
    usual_spend_minor: int | UnsetType | None = UNSET
    forecast: list[MonthForecast] | UnsetType = UNSET
    product: str | UnsetType | None = UNSET
    leads: list[ProductLead] | UnsetType = UNSET
    event: str | UnsetType | None = UNSET
    events: list[LifeEvent] | UnsetType = UNSET
    goals: list[str] | UnsetType = UNSET
    category: str | UnsetType | None = UNSET
    lines: list[CategorizedLine] | UnsetType = UNSET
    root_cause: str | UnsetType | None = UNSET
    route: str | UnsetType | None = UNSET
    urgent: bool | UnsetType | None = UNSET
    causes: list[TicketCause] | UnsetType = UNSET
    segment: str | UnsetType | None = UNSET
    dense_segment: str | UnsetType | None = UNSET
    distances: list[SegmentDistance] | UnsetType = UNSET
    traits: list[SegmentTrait] | UnsetType = UNSET
    expected_minor: int | UnsetType | None = UNSET
    expected_model_minor: int | UnsetType | None = UNSET
    difference_minor: int | UnsetType | None = UNSET
    codes: list[str] | UnsetType = UNSET
    cost_minor: int | UnsetType | None = UNSET
    due_date_cost_minor: int | UnsetType | None = UNSET
    saved_minor: int | UnsetType | None = UNSET
    pay_today_minor: int | UnsetType | None = UNSET
    plan: list[PlannedPayment] | UnsetType = UNSET
    customer_usual_minor: int | UnsetType | None = UNSET
    customer_deviations: float | UnsetType | None = UNSET
    compared_with: str | UnsetType | None = UNSET
    population_payments: int | UnsetType | None = UNSET
    population_usual_minor: int | UnsetType | None = UNSET
    population_deviations: float | UnsetType | None = UNSET
    days_p10: float | UnsetType | None = UNSET
    hours_p10: float | UnsetType | None = UNSET
    spend_minor_p10: int | UnsetType | None = UNSET
    expected_model_minor_p10: int | UnsetType | None = UNSET
    expected_model_minor_p90: int | UnsetType | None = UNSET
    partner_z_score: float | UnsetType | None = UNSET
    stage_z_score: float | UnsetType | None = UNSET
    explore_share: float | UnsetType | None = UNSET


def answer_view(answer: Answer) -> AnswerView:
    return AnswerView(**{name: getattr(answer, name) for name in answer.__struct_fields__})


def _check() -> None:
    """Refuse at start a kind of answer with a field that is not shown, or that means something else here."""
    shown = {field.name: field.type for field in msgspec.structs.fields(AnswerView)}
    for name, kind in ANSWERS.items():
        for field in msgspec.structs.fields(kind.fields):
            if shown.get(field.name) not in {field.type, field.type | UnsetType}:
                raise TypeError(f"the field {field.name} of {name} is not that of AnswerView")


_check()
