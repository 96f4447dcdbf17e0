"""A customer's payments as months: what forecasts, segments, life events and leads are computed from.

A month is 30 days that end with the moment of the question, so the newest one is always whole. Spending is debits. Where
months were sent instead of payments, they are those of the calendar, and the moment is the end of the last of them.
Several questions of one call read one past, and an answer is made of the past that its features were made of.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import nan

from core.memos import Memo
from payments.facts import Transaction
from payments.history_facts import CustomerHistory, begin_of, is_over, month_number

MONTHS_MAX = 12
_MONTH = timedelta(days=30)
UNKNOWN = "other"


@dataclasses.dataclass(frozen=True, slots=True, weakref_slot=True)
class Past:
    """payments: in order of time. months: how many the payments span, 1 to 12; index 0 is the newest.

    spent: minor units by category and month. earned: credits by month. debits, credits: the payments of each direction.
    of_months: whether months were sent: then nothing is known of payments and of what was earned.
    """

    at: datetime
    payments: Sequence[Transaction]
    months: int
    spent: Mapping[str, Sequence[float]]
    earned: Sequence[float]
    debits: Sequence[Transaction]
    credits: Sequence[Transaction]
    of_months: bool = False

    @property
    def total(self) -> list[float]:
        """Spending of all categories by month."""
        return [sum(values[month] for values in self.spent.values()) for month in range(self.months)]

    def share(self, *categories: str) -> float:
        """Return the part of all spending that goes to categories; NaN without spending."""
        total = sum(self.total)
        return sum(sum(self.spent.get(name, ())) for name in categories) / total if total else nan


def past_of(history: CustomerHistory, at: datetime) -> Past:
    """Return the past as of a moment; worked out once for a history and a moment."""
    known = _PASTS.of(history)
    found = known.get(at)
    if found is None:
        found = known[at] = _past_of(history, at)
    return found


def _no_pasts(history: CustomerHistory) -> dict[datetime, Past]:
    del history
    return {}


_PASTS = Memo(_no_pasts)


def _past_of(history: CustomerHistory, at: datetime) -> Past:
    return _of_months(history, at) if history.spending else _of_payments(history, at)


def _of_months(history: CustomerHistory, at: datetime) -> Past:
    known = [
        (month_number(each.month), each.category or UNKNOWN, each.amount_minor)
        for each in history.spending
        if is_over(each.month, at)
    ]
    last = max(number for number, _, _ in known)
    months = min(MONTHS_MAX, 1 + last - min(number for number, _, _ in known))
    spent: dict[str, list[float]] = defaultdict(lambda: [0.0] * months)
    for number, category, amount in sorted(known):
        if last - number < months:
            spent[category][last - number] += amount
    return Past(begin_of(last + 1), (), months, dict(spent), (), (), (), of_months=True)


def _of_payments(history: CustomerHistory, at: datetime) -> Past:
    payments = sorted(
        (
            each
            for each in history.transactions
            if each.occurred_at <= at and each.currency == history.currency
        ),
        key=_in_order,
    )
    span = (at - payments[0].occurred_at) if payments else timedelta(0)
    months = min(MONTHS_MAX, max(1, -(-span // _MONTH)))
    spent: dict[str, list[float]] = defaultdict(lambda: [0.0] * months)
    earned = [0.0] * months
    for payment in payments:
        month = (at - payment.occurred_at) // _MONTH
        if month < months and payment.direction == "debit":
            spent[payment.category or UNKNOWN][month] += payment.amount_minor
        elif month < months:
            earned[month] += payment.amount_minor
    debits = [each for each in payments if each.direction == "debit"]
    received = [each for each in payments if each.direction == "credit"]
    return Past(at, payments, months, dict(spent), earned, debits, received)


def _in_order(payment: Transaction) -> tuple[datetime, str, int, str, str, str]:
    """By time; payments of one instant in an order of their own, so that the order they came in changes nothing."""
    return (
        payment.occurred_at,
        payment.direction,
        payment.amount_minor,
        payment.category or "",
        payment.merchant_id or "",
        payment.id or "",
    )


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else nan


def ratio(above: float, below: float) -> float:
    return above / below if below > 0 else nan
