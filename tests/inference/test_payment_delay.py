"""An answer about an invoice is of what is known now: it is unpaid, and so many days have gone by."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference import artefacts, catalogue
from inference.answering.payment_delay import PAYMENT_DELAY, PaymentDelayAnswer
from inference.features.events import EVENT_SETS
from inference.predictions import predict_many
from inference.starters import files
from payments.invoice_facts import Invoice, PastInvoice

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOTHING = np.empty(0, np.float32)
days = st.floats(-400, 400)


@dataclasses.dataclass(frozen=True)
class Row:
    probability: float
    heads: Mapping[str, NDArray[np.float32]]
    row: NDArray[np.float32] = dataclasses.field(default_factory=lambda: NOTHING)
    margin: float = 0.0


def invoice(due_in: float, issued: float = -30.0, history: list[PastInvoice] | None = None) -> Invoice:
    """due_in: days from now. issued: days from when it is due."""
    due = AT + due_in * DAY
    return Invoice(
        debtor_id="d", amount_minor=4_500_000, currency="INR", issued_at=due + issued * DAY, due_at=due, history=history or []
    )  # fmt: skip


def told(due_in: float, probability: float, median: float, ninth: float) -> PaymentDelayAnswer:
    heads = {
        name: np.array([value], np.float32)
        for name, value in (("days_late_p50", median), ("days_late_p90", ninth))
    }
    answer = PAYMENT_DELAY.answer(invoice(due_in), AT, [Row(probability, heads)]).answer
    assert isinstance(answer, PaymentDelayAnswer)
    return answer


def starter_says(asked: Invoice) -> PaymentDelayAnswer:
    version = artefacts.load(files("payment-delay"))
    (found,) = predict_many([version], [EVENT_SETS["invoice/1"].compute(asked, AT)[0]])
    assert found is not None
    answer = catalogue.get("payment-delay").kind.answer(asked, AT, [found]).answer
    assert isinstance(answer, PaymentDelayAnswer)
    return answer


@given(
    due_in=st.integers(-9_600, 9_600).map(lambda hour: hour / 24),
    probability=st.floats(0.0, 1.0),
    median=days,
    ninth=days,
)
def test_days_and_probability_never_contradict(
    due_in: float, probability: float, median: float, ninth: float
) -> None:
    """Half of the invoices are paid after they are due exactly where that is likelier than not; an overdue one is late."""
    found = told(due_in, probability, median, ninth)
    assert found.days_p50 is not None
    assert found.days_p90 is not None
    assert 0 <= found.days_p50 <= found.days_p90
    if due_in <= 0:
        assert found.probability == 1.0
        assert 0 < found.days_p50 <= found.days_p90
        return
    assert found.probability == probability
    hundredth = 0.005  # days are rounded
    for level, quantile in ((0.5, found.days_p50), (0.1, found.days_p90)):
        if probability > level:
            assert quantile >= due_in - hundredth
    if probability <= 0.5:
        assert found.days_p50 <= due_in + hundredth


def test_the_longer_it_waits_the_longer_it_will() -> None:
    """Past what the model expects, the days to come grow with the days gone, and never fall back to nought."""
    waits = [told(-late, 0.9, 4.0, 9.0) for late in (5, 20, 90, 270)]
    middles = [each.days_p50 or 0.0 for each in waits]
    assert middles == sorted(middles)
    assert middles[-1] > 10 * middles[0] > 0
    assert told(-1, 0.9, 4.0, 9.0).days_p50 == 3.0  # the model knew of the day that it is late


@pytest.mark.parametrize("late", [0.5, 3, 10, 270])
def test_the_starter_of_an_overdue_invoice(late: float) -> None:
    """Whatever the debtor did before, it is late, and is not paid at this moment."""
    early = [
        PastInvoice(amount_minor=4_500_000, issued_at=due - 30 * DAY, due_at=due, paid_at=due - 5 * DAY)
        for due in (AT - (60 + 35 * number) * DAY for number in range(7))
    ]
    for history in ([], early):
        found = starter_says(invoice(-late, history=history))
        assert found.probability == 1.0
        assert 0.25 < (found.days_p50 or 0) < (found.days_p90 or 0)
        assert found.expected_at is not None
        assert found.expected_at > AT


def test_the_starter_of_an_invoice_due_tomorrow() -> None:
    """More than half pay after it is due, so half have not paid when it is."""
    early = [
        PastInvoice(amount_minor=4_500_000, issued_at=due - 30 * DAY, due_at=due, paid_at=due - 5 * DAY)
        for due in (AT - (60 + 35 * number) * DAY for number in range(7))
    ]
    found = starter_says(invoice(1.0, history=early))
    assert (found.probability > 0.5) == ((found.days_p50 or 0) > 1.0)
    assert (found.days_p50 or 0) > 0
