"""On which day to pay each invoice, and what that saves against paying on the due date."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, ScoredRow, head
from inference.features.portfolios import choices, choices_in_time, days, due_day
from payments.payment_costs import PlanCost, cost_of
from payments.portfolio_facts import OpenInvoice, PaymentPortfolio


class PlannedPayment(msgspec.Struct, frozen=True, kw_only=True):
    """When to pay one invoice.

    id: yours.
    pay_at: when; after its due date where waiting for money costs less than an overdraft.
    probability: that no later day that matters costs less, calibrated, 0 to 1; 1 for a late payment after which none matters.
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
    """Each invoice is paid on the first day on which the policy would rather pay; late only where that costs less than on its due
    date. Should all of that cost more than paying on due dates, the due dates are the plan."""
    taken: dict[str, int] = {}
    due: dict[str, int] = {}
    last: set[int] = set()
    day_of: list[float] = []
    for offered in _offered(portfolio, at, len(rows)):
        first = len(day_of)
        day_of.extend(offered.days)
        inside = range(first, len(day_of))
        name = offered.invoice.id
        taken[name] = next((place for place in inside if head(rows[place], "pay_log_odds") > 0), inside[-1])
        last.add(inside[-1])
        due[name] = first + offered.days.index(due_day(offered.invoice, at))
    rule = _cost(portfolio, at, due, day_of)
    taken, ours = _late_only_where_cheaper(portfolio, at, taken, due, day_of)
    if ours.total > rule.total:
        taken, ours = due, rule
    late = {taken[name] for name, place in due.items() if taken[name] > place}
    settled = late & last
    largest = max(portfolio.invoices, key=lambda invoice: invoice.amount_minor)
    planned = [
        _planned(invoice, at, day_of[taken[invoice.id]], _told(taken[invoice.id], rows, settled))
        for invoice in portfolio.invoices
    ]
    today = [invoice for invoice in portfolio.invoices if day_of[taken[invoice.id]] == 0.0]
    return Answered(
        PaymentTimingAnswer(
            probability=_told(taken[largest.id], rows, settled),
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
            *([Finding(code="late", value=float(len(late)))] if late else []),
        ),
    )


def _told(place: int, rows: Sequence[ScoredRow], settled: set[int]) -> float:
    """How likely it is that no later day costs less. settled: places of late payments after which there is no day that matters."""
    return 1.0 if place in settled else rows[place].probability


class _Offered(NamedTuple):
    """An invoice with the days that its rows are about, in order."""

    invoice: OpenInvoice
    days: list[float]


def _offered(portfolio: PaymentPortfolio, at: datetime, row_count: int) -> list[_Offered]:
    """What was offered to the policy: no days after due dates in decisions of before there were such, which have fewer rows."""
    found = [_Offered(invoice, choices(portfolio, invoice, at)) for invoice in portfolio.invoices]
    if sum(len(each.days) for each in found) == row_count:
        return found
    return [_Offered(invoice, choices_in_time(portfolio, invoice, at)) for invoice in portfolio.invoices]


def _late_only_where_cheaper(
    portfolio: PaymentPortfolio,
    at: datetime,
    taken: dict[str, int],
    due: dict[str, int],
    day_of: Sequence[float],
) -> tuple[dict[str, int], PlanCost]:
    """Whatever the policy would rather: it is exactly known what a late payment costs. One pass does, because an invoice that is
    paid earlier leaves less cash to the others, and waiting saves them no less."""
    cost = _cost(portfolio, at, taken, day_of)
    for name, place in due.items():
        if taken[name] > place:
            in_time = {**taken, name: place}
            prompt = _cost(portfolio, at, in_time, day_of)
            if prompt.total <= cost.total:
                taken, cost = in_time, prompt
    return taken, cost


def _cost(
    portfolio: PaymentPortfolio, at: datetime, taken: dict[str, int], day_of: Sequence[float]
) -> PlanCost:
    return cost_of(portfolio, at, {name: day_of[place] for name, place in taken.items()})


def _planned(invoice: OpenInvoice, at: datetime, day: float, probability: float) -> PlannedPayment:
    pay_at = (at + timedelta(days=day)).replace(microsecond=0)
    in_time = invoice.discount_until is not None and day <= days(at, invoice.discount_until)
    return PlannedPayment(
        id=invoice.id,
        pay_at=pay_at,
        probability=probability,
        takes_discount=in_time and invoice.discount_bps > 0,
        days_early=round(max(0.0, days(at, invoice.due_at) - day), 2),
    )


PAYMENT_TIMING = EventAnswer(PaymentTimingAnswer, PaymentPortfolio, _answer)
