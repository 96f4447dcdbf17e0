"""What says when an invoice will be paid: feature set `invoice/1`, of the invoice and its debtor's earlier ones.

Only what was known at the moment of the question counts: an earlier invoice that was paid later counts as unpaid.
"""

from collections.abc import Sequence
from datetime import datetime
from math import exp2, log1p, nan, sqrt

from payments.invoice_facts import Invoice, PastInvoice

NAMES = (
    "amount_minor", "amount_ratio", "term_days", "days_since_issue", "days_to_due", "term_share_passed", "disputed",
    "reminders", "due_weekday", "due_month_day", "settled_count", "late_share", "late_share_last3", "days_late_mean",
    "days_late_deviation", "days_late_last", "days_late_worst", "days_late_weighted", "days_late_disputed",
    "days_late_plain", "disputed_share", "open_count", "overdue_count", "overdue_days_worst", "open_amount_ratio",
    "punctuality",
)  # fmt: skip
_DAY = 86_400.0
_HALF_LIFE = 4.0  # invoices


def rows(invoice: Invoice, at: datetime) -> Sequence[tuple[float, ...]]:
    """One row, as of `at`."""
    earlier = sorted((past for past in invoice.history if past.issued_at <= at), key=lambda past: past.due_at)
    settled = sorted((past for past in earlier if _paid(past, at)), key=lambda past: past.paid_at or at)
    waiting = [past for past in earlier if not _paid(past, at)]
    late = [_days_late(past) for past in settled]
    overdue = [_days(past.due_at, at) for past in waiting if past.due_at < at]
    amounts = [past.amount_minor for past in earlier]
    usual = _mean([log1p(amount) for amount in amounts])
    term, passed = _days(invoice.issued_at, invoice.due_at), _days(invoice.issued_at, at)
    mean, spread = _mean(late), _deviation(late)
    left = _days(at, invoice.due_at)
    return [
        (
            float(invoice.amount_minor),
            log1p(invoice.amount_minor) - usual,
            term,
            passed,
            left,
            passed / term if term > 0 else nan,
            float(invoice.disputed),
            float(invoice.reminders),
            float(invoice.due_at.weekday()),
            float(invoice.due_at.day),
            float(len(settled)),
            _mean([float(days > 0) for days in late]),
            _mean([float(days > 0) for days in late[-3:]]),
            mean,
            spread,
            late[-1] if late else nan,
            max(late, default=nan),
            _weighted(late),
            _mean([days for days, past in zip(late, settled, strict=True) if past.disputed]),
            _mean([days for days, past in zip(late, settled, strict=True) if not past.disputed]),
            _mean([float(past.disputed) for past in settled]),
            float(len(waiting)),
            float(len(overdue)),
            max(overdue, default=0.0),
            sum(past.amount_minor for past in waiting) / invoice.amount_minor,
            mean / (spread + 1.0),
        )
    ]


def _paid(past: PastInvoice, at: datetime) -> bool:
    return past.paid_at is not None and past.paid_at <= at


def _days_late(past: PastInvoice) -> float:
    return _days(past.due_at, past.paid_at or past.due_at)


def _days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / _DAY


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else nan


def _deviation(values: Sequence[float]) -> float:
    if len(values) < 2:
        return nan
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _weighted(values: Sequence[float]) -> float:
    """Mean in which an invoice counts half as much as one four later."""
    if not values:
        return nan
    weights = [exp2((place + 1 - len(values)) / _HALF_LIFE) for place in range(len(values))]
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)
