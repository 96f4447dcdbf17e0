"""On which day to pay: late where waiting for money costs less than an overdraft, and never where it does not."""

import functools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference import artefacts, catalogue
from inference.answering.kinds import Answered
from inference.answering.payment_timing import PAYMENT_TIMING, PaymentTimingAnswer
from inference.artefacts import LoadedVersion
from inference.features.events import EVENT_SETS
from inference.features.portfolios import LATE_DAYS_MAX, choices, choices_in_time, days, row_of
from inference.predictions import Prediction, predict_many
from inference.starters import files
from payments.payment_costs import cost_of
from payments.portfolio_facts import ExpectedCash, OpenInvoice, PaymentPortfolio
from training.policy.months import AT as MONTH_START
from training.policy.months import month, tight_month

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOTHING = np.empty(0, np.float32)
WAIT, PAY = np.array([-1], np.float32), np.array([1], np.float32)


def short_of_cash(
    *,
    penalty_bps_a_day: int = 1,
    due_in: float = 5,
    comes_in: float = 15,
    cash_minor: int = 0,
    comes_minor: int = 50_000_000,
    fixed_minor: int = 0,
) -> PaymentPortfolio:
    """One invoice of 1.2 lakh rupees, and 5 lakh that come after it is due. due_in, comes_in: days."""
    invoice = OpenInvoice(
        id="inv", vendor_id="v", amount_minor=12_000_000, due_at=AT + timedelta(days=due_in),
        penalty_bps_a_day=penalty_bps_a_day, penalty_fixed_minor=fixed_minor,
    )  # fmt: skip
    return PaymentPortfolio(
        payer_id="p", currency="INR", cash_minor=cash_minor, overdraft_bps_a_year=3_600, invoices=[invoice],
        expected=[ExpectedCash(at=AT + timedelta(days=comes_in), amount_minor=comes_minor)],
    )  # fmt: skip


@functools.cache
def starter() -> LoadedVersion:
    return artefacts.load(files("payment-timing"))


def answered(portfolio: PaymentPortfolio, at: datetime, features: NDArray[np.float32]) -> PaymentTimingAnswer:
    (found,) = predict_many([starter()], [features])
    assert found is not None
    return said(PAYMENT_TIMING.answer(portfolio, at, found.rows or (found,)))


def said(made: Answered) -> PaymentTimingAnswer:
    assert isinstance(made.answer, PaymentTimingAnswer)
    return made.answer


def planned(portfolio: PaymentPortfolio, at: datetime = AT) -> PaymentTimingAnswer:
    return answered(
        portfolio, at, EVENT_SETS[catalogue.get("payment-timing").feature_set].compute(portfolio, at)
    )


def by_a_policy_of(
    portfolio: PaymentPortfolio, at: datetime, odds: NDArray[np.float32]
) -> PaymentTimingAnswer:
    """What is answered to a policy that would pay or wait as it is told, in all rows."""
    count = sum(len(choices(portfolio, invoice, at)) for invoice in portfolio.invoices)
    confidence = starter().confidence(0.5)
    row = Prediction(NOTHING, 0.0, 0.5, np.empty(0), confidence, {"pay_log_odds": odds})
    return said(PAYMENT_TIMING.answer(portfolio, at, [row] * count))


def paid_on(answer: PaymentTimingAnswer, at: datetime) -> dict[str, float]:
    return {each.id: days(at, each.pay_at) for each in answer.plan}


def late_of(answer: PaymentTimingAnswer, portfolio: PaymentPortfolio, at: datetime) -> dict[str, float]:
    """Day of every payment that is after the due date."""
    due = {invoice.id: max(0.0, days(at, invoice.due_at)) for invoice in portfolio.invoices}
    return {name: day for name, day in paid_on(answer, at).items() if day > due[name]}


@pytest.mark.parametrize("due_in", [1, 5, 12, 20])
@pytest.mark.parametrize("penalty", [0, 1, 2])
def test_it_waits_for_money_where_the_penalty_is_less_than_the_overdraft(due_in: int, penalty: int) -> None:
    """Ten days of an overdraft of 36 % a year cost 118,356; ten days late cost the penalty, and nothing later costs less."""
    answer = planned(short_of_cash(penalty_bps_a_day=penalty, due_in=due_in, comes_in=due_in + 10))
    assert paid_on(answer, AT) == {"inv": due_in + 10}
    assert answer.due_date_cost_minor == 118_356
    assert answer.cost_minor == penalty * 12_000
    assert answer.saved_minor == 118_356 - penalty * 12_000
    assert answer.probability == answer.plan[0].probability == 1.0


@pytest.mark.parametrize("overdue", [1, 10])
def test_what_is_overdue_waits_too(overdue: int) -> None:
    answer = planned(short_of_cash(due_in=-overdue, comes_in=10))
    assert paid_on(answer, AT) == {"inv": 10}


@pytest.mark.parametrize(
    "portfolio",
    [
        short_of_cash(penalty_bps_a_day=10),
        short_of_cash(penalty_bps_a_day=50),
        short_of_cash(fixed_minor=200_000),
        short_of_cash(cash_minor=12_000_000),
        short_of_cash(comes_in=5 + LATE_DAYS_MAX + 1),
        short_of_cash(due_in=45, comes_in=61),
    ],
    ids=["a dear day", "dearer", "a dear first day", "cash is there", "comes too late", "nobody counts"],
)
def test_it_pays_in_time_where_waiting_costs_no_less(portfolio: PaymentPortfolio) -> None:
    """Also under a policy that would rather wait for ever."""
    for answer in (planned(portfolio), by_a_policy_of(portfolio, AT, WAIT)):
        assert not late_of(answer, portfolio, AT)
        assert answer.cost_minor is not None
        assert answer.due_date_cost_minor is not None
        assert answer.cost_minor <= answer.due_date_cost_minor


def test_the_days_after_the_due_date_are_when_money_comes_and_when_it_is_enough() -> None:
    portfolio = short_of_cash(comes_minor=1_000_000)
    more = [ExpectedCash(at=AT + timedelta(days=day), amount_minor=6_000_000) for day in (17, 18, 19)]
    portfolio = PaymentPortfolio(
        payer_id="p", currency="INR", cash_minor=0, overdraft_bps_a_year=3_600,
        expected=[*portfolio.expected, *more], invoices=portfolio.invoices,
    )  # fmt: skip
    assert choices(portfolio, portfolio.invoices[0], AT) == [0, 5, 15, 18]


def test_a_day_after_the_due_date_says_so_to_the_policy() -> None:
    portfolio = short_of_cash()
    row = row_of(portfolio, portfolio.invoices[0], 15, AT)
    assert row[:2] == (15, -10)
    assert row[-1] == 1


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), tight=st.booleans(), odds=st.sampled_from(["learnt", "wait"]))
def test_no_payment_is_late_that_would_cost_less_in_time(seed: int, *, tight: bool, odds: str) -> None:
    """Of whatever policy: putting any late payment of a plan on its due date costs more, and the plan costs no more than due dates."""
    portfolio = tight_month(seed) if tight else month(seed)
    answer = (
        planned(portfolio, MONTH_START) if odds == "learnt" else by_a_policy_of(portfolio, MONTH_START, WAIT)
    )
    plan = paid_on(answer, MONTH_START)
    cost = cost_of(portfolio, MONTH_START, plan).total
    assert cost == pytest.approx(answer.cost_minor or 0, abs=1)
    assert (answer.cost_minor or 0) <= (answer.due_date_cost_minor or 0)
    for name, day in late_of(answer, portfolio, MONTH_START).items():
        due_at = next(invoice.due_at for invoice in portfolio.invoices if invoice.id == name)
        due = days(MONTH_START, due_at)
        assert day <= due + LATE_DAYS_MAX
        assert cost < cost_of(portfolio, MONTH_START, {**plan, name: max(0.0, due)}).total


def test_late_payments_save_where_cash_is_tight() -> None:
    """Held-out months of little cash: a fifth less than on due dates at least, with some payments late."""
    ours = rule = late = 0
    for number in range(600_000, 600_060):
        portfolio = tight_month(number)
        answer = planned(portfolio, MONTH_START)
        ours, rule = ours + (answer.cost_minor or 0), rule + (answer.due_date_cost_minor or 0)
        late += len(late_of(answer, portfolio, MONTH_START))
    assert ours <= 0.8 * rule
    assert late >= 20


def test_a_decision_from_before_late_days_is_made_of_its_own_rows() -> None:
    """Its stored rows end with due dates, and so does its plan."""
    portfolio = short_of_cash()
    stored: Sequence[tuple[float, ...]] = [
        row_of(portfolio, invoice, day, AT)
        for invoice in portfolio.invoices
        for day in choices_in_time(portfolio, invoice, AT)
    ]
    answer = answered(portfolio, AT, np.array(stored, np.float32))
    assert not late_of(answer, portfolio, AT)
    assert answer.cost_minor == answer.due_date_cost_minor == 118_356


def test_it_says_how_many_are_late() -> None:
    portfolio = short_of_cash()
    codes = {
        odds is WAIT: [
            each.code
            for each in PAYMENT_TIMING.answer(
                portfolio, AT, [Prediction(NOTHING, 0.0, 0.5, np.empty(0), starter().confidence(0.5), {"pay_log_odds": odds})] * 3
            ).findings
        ]
        for odds in (WAIT, PAY)
    }  # fmt: skip
    assert codes == {
        True: ["saves", "discounts", "overdraft", "late"],
        False: ["saves", "discounts", "overdraft"],
    }
