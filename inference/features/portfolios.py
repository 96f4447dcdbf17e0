"""What says whether to pay an invoice on a day: feature set `portfolio/1`, a row for each invoice and day that matters.

The days that matter are today, the last day of the discount, days on which money comes in, and the due date; after it, where cash
falls short until money comes in and a day late costs less than a day of overdraft, the day on which the next money comes in and the
first on which the cash is enough. Each row shows the cash of that day when every other invoice is paid on its due date.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from payments.payment_costs import HORIZON_DAYS
from payments.portfolio_facts import OpenInvoice, PaymentPortfolio

NAMES = (
    "days_ahead", "days_to_due", "days_to_discount_end", "discount_share", "penalty_a_day", "penalty_fixed_share",
    "cash_after", "lowest_cash_after", "days_to_inflow", "inflow_share", "owed_before_inflow", "overdraft_rate",
    "interest_rate", "is_last_day",
)  # fmt: skip
CHOICES_MAX = 6
LATE_DAYS_MAX = 30
"""No invoice is left unpaid for longer than that after its due date, whatever it would save."""
_FAR = 60.0
_DAY = 86_400.0
_YEAR = 365
_BOUND = 20.0


def rows(portfolio: PaymentPortfolio, at: datetime) -> Sequence[tuple[float, ...]]:
    """Rows of each invoice in order, of each its days in order."""
    return [
        row_of(portfolio, invoice, day, at)
        for invoice in portfolio.invoices
        for day in choices(portfolio, invoice, at)
    ]


def choices(portfolio: PaymentPortfolio, invoice: OpenInvoice, at: datetime) -> list[float]:
    """Days from now on which it may be paid: at most six in time, and two late."""
    return choices_in_time(portfolio, invoice, at) + _late(portfolio, invoice, at)


def due_day(invoice: OpenInvoice, at: datetime) -> float:
    """Days from now to the due date; today when that is past."""
    return max(0.0, days(at, invoice.due_at))


def choices_in_time(portfolio: PaymentPortfolio, invoice: OpenInvoice, at: datetime) -> list[float]:
    """Days up to the due date, which is the last."""
    due = due_day(invoice, at)
    found = {0.0, due}
    if invoice.discount_until is not None and invoice.discount_until >= at:
        found.add(min(due, days(at, invoice.discount_until)))
    for coming in sorted(portfolio.expected, key=lambda each: each.at):
        day = days(at, coming.at)
        if 0 < day < due and len(found) < CHOICES_MAX:
            found.add(day)
    return sorted(found)


def _late(portfolio: PaymentPortfolio, invoice: OpenInvoice, at: datetime) -> list[float]:
    """Days after the due date for which waiting may cost less, within what costs are counted for: see above."""
    if invoice.penalty_bps_a_day * _YEAR >= portfolio.overdraft_bps_a_year:
        return []
    due, latest = due_day(invoice, at), days(at, invoice.due_at) + LATE_DAYS_MAX
    inflows = sorted((days(at, each.at), each.amount_minor) for each in portfolio.expected)
    coming = [day for day, _ in inflows if due < day <= latest and day < HORIZON_DAYS]
    if not coming:
        return []
    others = [
        (due_day(other, at), -other.amount_minor) for other in portfolio.invoices if other.id != invoice.id
    ]
    moves = sorted([each for each in inflows if each[0] >= 0] + others)
    when = [day for day, _ in moves]
    cash = list(accumulate((money for _, money in moves), initial=portfolio.cash_minor))
    waiting = cash[bisect_right(when, due) : bisect_left(when, coming[0]) + 1]
    if min(waiting) >= invoice.amount_minor:
        return []
    enough = (day for day in coming if cash[bisect_right(when, day)] >= invoice.amount_minor)
    return sorted({coming[0], next(enough, coming[0])})


def row_of(portfolio: PaymentPortfolio, invoice: OpenInvoice, day: float, at: datetime) -> tuple[float, ...]:
    amount = float(invoice.amount_minor)
    due = days(at, invoice.due_at)
    inflows = sorted((days(at, each.at), float(each.amount_minor)) for each in portfolio.expected)
    cash = cash_on(portfolio, invoice, day, at) - amount
    following = [(when, money) for when, money in inflows if when > day]
    until = following[0][0] if following else _FAR
    owed = sum(
        float(other.amount_minor)
        for other in portfolio.invoices
        if other.id != invoice.id and day < max(0.0, days(at, other.due_at)) <= until
    )
    discount = 0.0
    if invoice.discount_until is not None and days(at, invoice.discount_until) >= day:
        discount = invoice.discount_bps / 10_000
    return (
        day,
        min(due - day, _FAR),
        min(days(at, invoice.discount_until) - day, _FAR) if invoice.discount_until is not None else -1.0,
        100 * discount,
        invoice.penalty_bps_a_day / 100,
        100 * invoice.penalty_fixed_minor / amount,
        bounded(cash / amount),
        bounded((cash - owed) / amount),
        min(until - day, _FAR),
        bounded((following[0][1] if following else 0.0) / amount),
        bounded(owed / amount),
        portfolio.overdraft_bps_a_year / 1_000,
        portfolio.interest_bps_a_year / 1_000,
        float(day >= max(0.0, due)),
    )


def cash_on(portfolio: PaymentPortfolio, invoice: OpenInvoice, day: float, at: datetime) -> float:
    """Cash of a day, with what came in and with every other invoice that was due by then paid."""
    came = sum(each.amount_minor for each in portfolio.expected if 0 <= days(at, each.at) <= day)
    paid = sum(
        other.amount_minor
        for other in portfolio.invoices
        if other.id != invoice.id and max(0.0, days(at, other.due_at)) <= day
    )
    return float(portfolio.cash_minor + came - paid)


def days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / _DAY


def bounded(value: float) -> float:
    return min(max(value, -_BOUND), _BOUND)
