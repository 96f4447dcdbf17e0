"""When an invoice will be paid.

The model speaks of days after the due date, whatever has passed since; the answer speaks of days from now, of an invoice that
is known to be unpaid now. So what it says is conditioned on the days that went by without a payment.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import log

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, Numbers, ScoredRow, head, rising
from payments.invoice_facts import Invoice

_DAY_S = 86_400
_MEDIAN, _LATE = 0.5, 0.1  # the part of such invoices that is still unpaid then
_SPREAD_DAYS = 0.5  # at least between the two quantiles: heads may agree to the hour, payments do not
_NEVER = 1e-12
_TAIL = 3.0
"""Waiting past what was usual goes by a law whose scale grows with the wait (Lomax 1954): whoever has not paid 200 days after
that will hardly pay within the week. A shape of 3 has a finite variance; on unseen worlds 3, 5 and 50 measure alike."""


class PaymentDelayAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that it is paid after it is due, calibrated, 0 to 1; of an invoice that is overdue it is 1.

    days_p50: days from now until it is paid, as likely sooner as later; after it is due where `probability` is above a half.
    days_p90: the same, in nine of ten cases at most.
    days_p10: the same, in one of ten cases at most; of a version of your own that learned days.
    expected_at: when it is paid by `days_p50`.
    """

    probability: float
    days_p50: float | None
    days_p90: float | None
    expected_at: datetime | None
    days_p10: float | None = None


def _answer(invoice: Invoice, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    row = rows[0]
    left = (invoice.due_at - at).total_seconds() / _DAY_S
    probability = row.probability if left > 0 else 1.0
    middle, late = _days(left, probability, head(row, "days_late_p50"), head(row, "days_late_p90"))
    overdue = () if left > 0 else (Finding(code="overdue", value=-left),)
    return Answered(
        PaymentDelayAnswer(
            probability=probability,
            days_p50=round(middle, 2),
            days_p90=round(late, 2),
            expected_at=at.replace(microsecond=0) + timedelta(hours=round(middle * 24)),
        ),
        findings=overdue,
    )


def _days(left: float, probability: float, median: float, ninth: float) -> list[float]:
    """Days from now in which half and nine tenths of such invoices are paid. left: until it is due, negative when overdue.

    median, ninth: quantiles of the days late. probability: that it is paid late; no quantile contradicts it.
    """
    growth = 1 / _TAIL
    scale = max(ninth - median, _SPREAD_DAYS) / ((_MEDIAN / _LATE) ** growth - 1)
    quantiles = ((median, _MEDIAN), (ninth, _LATE))
    if left <= 0:
        waited = scale + max(
            -left - median, 0.0
        )  # longer than half of such invoices: of a slower kind than they
        return rising([max(left + late, waited * (unpaid**-growth - 1)) for late, unpaid in quantiles])
    torn = probability > _MEDIAN and median <= 0
    found = []
    for late, unpaid in quantiles:
        if probability <= unpaid:  # before it is due
            share = log(unpaid) / log(max(probability, _NEVER))
            found.append(left + late if -left < late <= 0 else left * share)
        elif torn or late <= 0:
            found.append(left + scale * ((probability / unpaid) ** growth - 1))
        else:
            found.append(left + late)
    return rising(found)


def _of_numbers(probability: float, days: Numbers, at: datetime) -> Mapping[str, object]:
    """A version of a tenant's own speaks of days from the question."""
    del probability
    low, middle, late = rising([days.p10, days.p50, days.p90])
    return {
        "days_p10": round(low, 2),
        "days_p50": round(middle, 2),
        "days_p90": round(late, 2),
        "expected_at": at.replace(microsecond=0) + timedelta(hours=round(middle * 24)),
    }


PAYMENT_DELAY = EventAnswer(PaymentDelayAnswer, Invoice, _answer, numbers=_of_numbers)
