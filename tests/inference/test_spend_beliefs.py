"""What is said of coming spending is of one distribution: amounts, probabilities, words and outcome agree, and categories add up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import artefacts, catalogue, starters
from inference.answering.kinds import Answered, ScoredRow
from inference.answering.spend_beliefs import Belief, Told, added_up, believed
from inference.answering.spend_forecast import CategorySpend, SpendForecastAnswer
from inference.features.events import EVENT_SETS
from inference.predictions import predict_many
from payments.history_facts import CustomerHistory, MonthSpend
from rules.shipped import SHIPPED
from tests.inference.test_answering import Row

USE_CASE = "spend-forecast"
AT = datetime(2026, 11, 20, tzinfo=UTC)
LAST = 2026 * 12 + 9
HEADS = ("log_ratio_p10", "log_ratio_p50", "log_ratio_p90")
STARTER = artefacts.load(Path(starters.__file__).parent / "starter" / USE_CASE)
RENT = 1_800_000
Spent = Mapping[str, Sequence[int]]
"""By category and month, the newest first."""


def history(spent: Spent, months: int = 3) -> CustomerHistory:
    spending = [
        MonthSpend(month=f"{(LAST - back) // 12}-{(LAST - back) % 12 + 1:02d}", category=name, amount_minor=amount)
        for name, values in spent.items()
        for back, amount in enumerate(values)
        if amount
    ]  # fmt: skip
    return CustomerHistory(customer_id="asha", currency="INR", months=months, spending=spending)


def told(spent: Spent, months: int = 3) -> tuple[SpendForecastAnswer, str, str]:
    """By the starter. Returns: answer, code of the words, outcome."""
    asked = history(spent, months)
    (scored,) = predict_many([STARTER], [EVENT_SETS["forecast/1"].compute(asked, AT)])
    assert scored is not None
    return said(asked, scored.rows or (scored,))


def said(asked: CustomerHistory, rows: Sequence[ScoredRow]) -> tuple[SpendForecastAnswer, str, str]:
    answered = catalogue.get(USE_CASE).kind.answer(asked, AT, rows)
    assert isinstance(answered, Answered)
    answer = answered.answer
    assert isinstance(answer, SpendForecastAnswer)
    facts = {"probability": answer.probability, "answer": answer}
    return answer, answered.findings[1].code, SHIPPED.prepared(USE_CASE).evaluate(facts).outcome


def row(probability: float, *ratios: float) -> Row:
    heads = dict(zip(HEADS, (np.array([each], np.float32) for each in ratios), strict=True))
    return Row(np.zeros(1, np.float32), probability, heads=heads)


def check(found: CategorySpend, usual: float) -> None:
    """Quantiles rise and say nothing else than the probability does."""
    amounts = (found.minor_p10, found.minor_p50, found.minor_p90)
    assert 0 <= amounts[0] <= amounts[1] <= amounts[2]
    for amount, above in zip(amounts, (0.9, 0.5, 0.1), strict=True):
        assert found.probability >= above - 1e-9 if amount > usual + 1 else True
        assert found.probability <= above + 1e-9 if amount < usual - 1 else True


def check_all(answer: SpendForecastAnswer, spent: Spent, code: str, outcome: str) -> None:
    for month in answer.forecast:
        total, *parts = month.categories
        for each in parts:
            check(each, sum(spent[each.category][:3]) / min(3, max(map(len, spent.values()))))
            assert total.minor_p50 >= each.minor_p50
        assert abs(total.minor_p50 - sum(each.minor_p50 for each in parts)) <= len(parts)
        assert answer.usual_spend_minor is not None
        check(total, answer.usual_spend_minor)
    assert code == f"expect.{outcome}"


MONTHS = st.integers(min_value=1, max_value=12)
LEVEL = st.integers(min_value=10_000, max_value=5_000_000)
SHAPES: Mapping[str, Callable[[int, int], int]] = {
    "steady": lambda level, back: level,
    "rising": lambda level, back: level * (112 - 7 * back) // 112,
    "seasonal": lambda level, back: level * (10 + 7 * (back % 12 < 3)) // 10,
    "sparse": lambda level, back: level if back % 5 == 2 else 0,
    "paused": lambda level, back: level * (back >= 3),
    "uneven": lambda level, back: level * (100 + 37 * back % 61) // 100,
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(SHAPES)), LEVEL), min_size=1, max_size=8), MONTHS)
def test_whatever_the_past_all_of_an_answer_agrees(kinds: list[tuple[str, int]], count: int) -> None:
    """Of one category and many, steady and not, of one month and twelve: amounts, probabilities, words, outcome and sums."""
    months = [[SHAPES[shape](level, back) for back in range(count)] for shape, level in kinds]
    months[0][0] = months[0][0] or kinds[0][1]
    months[0][-1] = months[0][-1] or kinds[0][1]
    spent = {f"kind-{place}": values for place, values in enumerate(months) if any(values)}
    answer, code, outcome = told(spent, months=6)
    check_all(answer, spent, code, outcome)
    digits = {
        tuple(each.categories[0].__getattribute__(name) for name in ("minor_p10", "minor_p50", "minor_p90"))
        for each in answer.forecast
    }
    assert len(digits) == 6  # no month is the one before


@given(
    st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12).filter(lambda each: sum(each[:3]) > 0),
    st.tuples(*[st.floats(0, 5_000_000)] * 3), st.floats(0, 1), st.integers(1, 6), st.integers(0, 4),
)  # fmt: skip
def test_whatever_a_version_says_its_belief_is_one(
    values: list[int], amounts: tuple[float, float, float], more: float, ahead: int, blind: int
) -> None:
    """Heads that cross or contradict the probability: quantiles rise, part, and leave so much above the usual as is said."""
    usual = sum(values[:3]) / len(values[:3])
    low, middle, high = sorted(amounts)
    belief = believed(Told([float(each) for each in values], usual, (low, middle, high), more, ahead, blind))
    found = [belief.at(share) for share in (0.1, 0.5, 0.9)]
    assert 0 <= found[0] <= found[1] <= found[2]
    assert found[1] < found[2] or found[1] == 0  # nought, as the version's own median
    assert found[0] < found[1] or found[0] < usual
    if not belief.steady:
        assert belief.above(usual) == pytest.approx(min(max(more, 0.001), 0.999), abs=1e-9)


def test_a_rent_is_forecast_as_itself() -> None:
    """To the last digit the same, a rupee more each month, or raised lately: it is what it was, in a narrow band, and as usual."""
    for spent in (
        [RENT] * 10,
        [RENT + 100 * (10 - back) for back in range(10)],
        [RENT] * 4 + [RENT * 9 // 10] * 6,
    ):
        answer, code, outcome = told({"rent": spent}, months=6)
        assert (code, outcome) == ("expect.usual", "usual")
        for month in answer.forecast:
            total, rent = month.categories
            assert total == CategorySpend(
                category="total", **{n: getattr(rent, n) for n in rent.__struct_fields__ if n != "category"}
            )
            assert abs(rent.minor_p50 - spent[0]) <= 600
            assert RENT * 0.97 < rent.minor_p10 < rent.minor_p50 < rent.minor_p90 < RENT * 1.03


def test_a_rent_beside_uneven_spending_stays() -> None:
    """What must add up is taken from what is uneven."""
    food = [410_000, 180_000, 520_000, 300_000, 150_000, 610_000]
    answer, _, _ = told({"rent": [RENT] * 6, "food": food})
    for month in answer.forecast:
        total, rent, uneven = month.categories
        assert rent.minor_p50 == RENT
        assert abs(total.minor_p50 - RENT - uneven.minor_p50) <= 2
        assert total.minor_p90 - total.minor_p10 > 100_000


def test_what_paused_comes_back_as_likely_as_is_said() -> None:
    """Nothing in three months, and a probability of .6 that it comes: the median is then what came before, not nought."""
    asked = history({"rent": [RENT] * 6, "travel": [0, 0, 0, 0, 900_000, 0]}, months=1)
    nan = float("nan")
    rows = [row(0.4, -0.1, 0.0, 0.1), row(0.1, -0.1, 0.0, 0.1), row(0.6, nan, nan, nan)]
    travel = said(asked, rows)[0].forecast[0].categories[2]
    assert travel.minor_p10 == 0
    assert 0 < travel.minor_p50 < travel.minor_p90
    assert travel.probability == pytest.approx(0.6)
    alone = believed(Told([0, 0, 0, 0, 900_000, 0], 0.0, (0.0, 0.0, 0.0), 0.6))
    assert [alone.at(share) for share in (0.1, 0.5, 1.0)] == pytest.approx([0, 600_000, 1_350_000])


def test_a_version_that_knows_no_horizon_is_less_sure_of_later_months() -> None:
    """Months told alike widen and lean to the whole past; months told apart are as they are told."""
    values = [300_000, 350_000, 280_000, 500_000, 450_000, 520_000]
    asked = history({"food": values}, months=4)
    alike = said(asked, [row(0.4, -0.3, 0.0, 0.3)] * 8)[0].forecast
    widths = [each.categories[1].minor_p90 - each.categories[1].minor_p10 for each in alike]
    assert widths == sorted(set(widths))
    middles = [each.categories[1].minor_p50 for each in alike]
    assert len(set(middles)) == 4
    apart = said(
        asked, [each for ahead in range(4) for each in [row(0.4, -0.3, 0.0, 0.3 + ahead / 1e3)] * 2]
    )[0].forecast
    narrow = [each.categories[1].minor_p90 - each.categories[1].minor_p10 for each in apart]
    assert max(narrow) < widths[1]


def test_small_moves_of_medians_go_to_the_uneven() -> None:
    """By the variance of each: the total too gives way."""

    def flat(middle: float, width: float) -> Belief:
        return Belief(((0.0, middle - width), (0.5, middle), (1.0, middle + width)))

    pasts = [[400.0, 400.0], [500.0, 700.0]]
    total, parts = added_up(
        flat(1_200.0, 100.0), [900.0, 1_100.0], [flat(400.0, 1.0), flat(600.0, 100.0)], pasts
    )
    assert parts[0].at(0.5) == pytest.approx(400, abs=0.1)
    assert parts[1].at(0.5) == pytest.approx(700, abs=0.5)
    assert total.at(0.5) == pytest.approx(parts[0].at(0.5) + parts[1].at(0.5))
