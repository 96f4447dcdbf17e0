"""Months sent instead of payments: the same features of the same sums, begun where the last month ends, and nothing made up."""

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from core.errors import InvalidRequest
from inference import catalogue
from inference.answering.kinds import Answered
from inference.answering.spend_forecast import SpendForecastAnswer
from inference.features.customer_past import past_of
from inference.features.events import EVENT_SETS
from inference.features.forecasts import NAMES
from payments.facts import Transaction
from payments.history_facts import CustomerHistory, MonthSpend
from tests.inference.test_answering import Row

BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
ASKED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
NOT_OF_MONTHS = ("income_ratio", "income_trend", "payments_d30")
SPENT = {"rent": [9_000.0] * 13, "food": [100.0, 0.0, 300.0, *[200.0] * 10], "toys": [0.0, 50.0]}
"""By month before `BEGUN`, the newest first."""


def months(*, until: datetime = BEGUN) -> CustomerHistory:
    last = until.year * 12 + until.month - 2
    found = [
        MonthSpend(
            month=f"{(last - back) // 12}-{(last - back) % 12 + 1:02d}",
            category=name,
            amount_minor=int(spent),
        )
        for name, values in SPENT.items()
        for back, spent in enumerate(values)
        if spent
    ]
    return CustomerHistory(customer_id="asha", currency="INR", spending=found[::-1])


def payments() -> CustomerHistory:
    found = [
        Transaction(
            customer_id="asha", amount_minor=int(spent), currency="INR", category=name,
            occurred_at=BEGUN - timedelta(days=30 * back + 3),
        )
        for name, values in SPENT.items()
        for back, spent in enumerate(values)
        if spent
    ]  # fmt: skip
    return CustomerHistory(customer_id="asha", currency="INR", transactions=found)


def test_equal_sums_have_equal_features() -> None:
    """Whichever way they were told: to the last bit, but for what months do not say."""
    told, paid = (EVENT_SETS["forecast/1"].compute(each, BEGUN) for each in (months(), payments()))
    unknown = [NAMES.index(name) for name in NOT_OF_MONTHS]
    assert np.isnan(told[:, unknown]).all()
    assert np.delete(told, unknown, 1).tobytes() == np.delete(paid, unknown, 1).tobytes()
    assert not np.isnan(paid[:, NAMES.index("payments_d30")]).any()


def test_a_month_that_is_not_over_is_left_out() -> None:
    """Asked three weeks later, with November so far: the same; a month that ends anywhere on Earth is over."""
    so_far = MonthSpend(month="2026-11", category="rent", amount_minor=5)
    later = msgspec.structs.replace(months(), spending=[*months().spending, so_far])
    assert past_of(later, ASKED).spent == past_of(months(), BEGUN).spent
    assert past_of(later, datetime(2026, 11, 30, 11, tzinfo=UTC)).spent["rent"][0] == 5.0
    assert past_of(later, datetime(2026, 11, 30, 9, tzinfo=UTC)).spent["rent"][0] == 9_000.0


def test_the_forecast_begins_after_the_last_month() -> None:
    """In months of the calendar, over the turn of a year, whenever it is asked."""
    asked = msgspec.structs.replace(months(), months=3)
    rows = [
        Row(np.zeros(1, np.float32), 0.7, heads={f"log_ratio_p{each}": np.zeros(1, np.float32) for each in (10, 50, 90)})
    ] * 12  # fmt: skip
    answered = catalogue.get("spend-forecast").kind.answer(asked, ASKED, rows)
    assert isinstance(answered, Answered)
    found = answered.answer
    assert isinstance(found, SpendForecastAnswer)
    assert [each.starts_at.date().isoformat() for each in found.forecast] == [
        "2026-11-01", "2026-12-01", "2027-01-01",
    ]  # fmt: skip
    assert [each.category for each in found.forecast[0].categories] == ["total", "rent", "food", "toys"]
    assert found.usual_spend_minor == round((9_100 + 9_050 + 9_300) / 3)
    assert [each.code for each in answered.findings] == ["usual.month", "expect.usual"]


@pytest.mark.parametrize(
    ("use_case", "changed", "field"),
    [
        ("spend-forecast", {"currency": None}, "history.currency"),
        ("spend-forecast", {"transactions": payments().transactions}, "history.spending"),
        ("spend-forecast", {"spending": [MonthSpend(month="2027-01", amount_minor=1)]}, "history.spending"),
        ("segment", {}, "history.spending"),
        ("life-events", {}, "history.spending"),
        ("lead-score", {}, "history.spending"),
    ],
)
def test_what_cannot_be_told_from_months_is_refused(
    use_case: str, changed: dict[str, object], field: str
) -> None:
    """By the field, and with what to send."""
    asked = msgspec.structs.replace(months(), **changed)
    with pytest.raises(InvalidRequest) as refused:
        catalogue.get(use_case).check_event(asked, ASKED)
    assert refused.value.fields[0].field == field
    catalogue.get("spend-forecast").check_event(months(), ASKED)
