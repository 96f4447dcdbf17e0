"""When an invoice will be paid."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Numbers, ScoredRow, head, rising
from payments.invoice_facts import Invoice


class PaymentDelayAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that it is paid after it is due, calibrated, 0 to 1.

    days_p50: days from now until it is paid, as likely sooner as later.
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
    """The heads speak of days after the due date; nothing is paid in the past."""
    row = rows[0]
    left = (invoice.due_at - at).total_seconds() / 86_400
    middle, late = rising([left + head(row, "days_late_p50"), left + head(row, "days_late_p90")])
    return Answered(
        PaymentDelayAnswer(
            probability=row.probability,
            days_p50=round(middle, 2),
            days_p90=round(late, 2),
            expected_at=at.replace(microsecond=0) + timedelta(hours=round(middle * 24)),
        )
    )


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
