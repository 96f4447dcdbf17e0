"""On which day to pay each invoice, and what that saves against paying on the due date."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, ScoredRow, head
from inference.features.portfolios import choices, days
from payments.payment_costs import PlanCost, cost_of
from payments.portfolio_facts import OpenInvoice, PaymentPortfolio


class PlannedPayment(msgspec.Struct, frozen=True, kw_only=True):
    """When to pay one invoice.

    id: yours.
    pay_at: when; now for one that is overdue.
    probability: that no later day that matters costs less, calibrated, 0 to 1.
    takes_discount: whether it is paid in time for its discount.
    days_early: before its due date.
    """

    id: str
    pay_at: datetime
    probability: float
    takes_discount: bool
    days_early: float


class PaymentTimingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that no later day costs less for the largest invoice, calibrated, 0 to 1.

    cost_minor: what the plan costs in overdrafts, penalties, discounts missed and interest forgone, in minor units.
    due_date_cost_minor: the same of paying every invoice on its due date.
    saved_minor: the difference.
    pay_today_minor: what the plan pays today.
    plan: every invoice, the earliest payment first.
    """

    probability: float
    cost_minor: int | None
    due_date_cost_minor: int | None
    saved_minor: int | None
    pay_today_minor: int | None
    plan: list[PlannedPayment]


def _answer(portfolio: PaymentPortfolio, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    """Each invoice is paid on the first day on which the policy would rather pay; should all of that cost more than paying
    on due dates, the due dates are the plan."""
    taken: dict[str, int] = {}
    last: dict[str, int] = {}
    day_of: list[float] = []
    for invoice in portfolio.invoices:
        first = len(day_of)
        day_of.extend(choices(portfolio, invoice, at))
        inside = range(first, len(day_of))
        taken[invoice.id] = next(
            (place for place in inside if head(rows[place], "pay_log_odds") > 0), inside[-1]
        )
        last[invoice.id] = inside[-1]
    rule = _cost(portfolio, at, last, day_of)
    ours = _cost(portfolio, at, taken, day_of)
    if ours.total > rule.total:
        taken, ours = last, rule
    largest = max(portfolio.invoices, key=lambda invoice: invoice.amount_minor)
    planned = [
        _planned(invoice, at, day_of[taken[invoice.id]], rows[taken[invoice.id]])
        for invoice in portfolio.invoices
    ]
    today = [invoice for invoice in portfolio.invoices if day_of[taken[invoice.id]] == 0.0]
    return Answered(
        PaymentTimingAnswer(
            probability=rows[taken[largest.id]].probability,
            cost_minor=round(ours.total),
            due_date_cost_minor=round(rule.total),
            saved_minor=round(rule.total - ours.total),
            pay_today_minor=sum(invoice.amount_minor for invoice in today),
            plan=sorted(planned, key=lambda each: (each.pay_at, each.id)),
        ),
        explained=taken[largest.id],
        findings=(
            Finding(code="saves", value=rule.total - ours.total),
            Finding(code="discounts", value=float(sum(each.takes_discount for each in planned))),
            Finding(code="overdraft", value=ours.overdraft),
        ),
    )


def _cost(
    portfolio: PaymentPortfolio, at: datetime, taken: dict[str, int], day_of: Sequence[float]
) -> PlanCost:
    return cost_of(portfolio, at, {name: day_of[place] for name, place in taken.items()})


def _planned(invoice: OpenInvoice, at: datetime, day: float, row: ScoredRow) -> PlannedPayment:
    pay_at = (at + timedelta(days=day)).replace(microsecond=0)
    in_time = invoice.discount_until is not None and day <= days(at, invoice.discount_until)
    return PlannedPayment(
        id=invoice.id,
        pay_at=pay_at,
        probability=row.probability,
        takes_discount=in_time and invoice.discount_bps > 0,
        days_early=round(max(0.0, days(at, invoice.due_at) - day), 2),
    )


PAYMENT_TIMING = EventAnswer(PaymentTimingAnswer, PaymentPortfolio, _answer)
