"""How a customer earns, spends and stays: feature sets `credit/1` and `churn/1`, pure functions of the state.

Money appears as ratios only, so that they mean the same in every currency.
"""

from collections.abc import Sequence
from math import expm1

import numpy as np
from numpy.typing import NDArray

from payments.facts import Transaction
from payments.state import CustomerState

NAN = float("nan")
CREDIT_NAMES = (
    "days_known", "income_minor_d30", "income_month_ratio", "credits_d30", "credits_d90", "spend_to_income_d30",
    "spend_to_income_d90", "spend_month_ratio", "emi_to_income_d90", "emi_to_income_lifetime", "emi_month_ratio",
    "cash_share_d90", "cash_share_lifetime", "usual_amount_minor", "amount_spread", "payments_d30", "payments_d90",
    "merchants_d30", "merchants_d90", "days_since_last", "failed_logins_h24", "devices_d90", "spend_to_income_lifetime",
    "income_a_day_minor",
)  # fmt: skip
CHURN_NAMES = (
    "days_known", "days_since_last", "payments_h24", "payments_d7", "payments_d30", "payments_d90", "pace_d7",
    "pace_d30", "pace_d30_lifetime", "payments_a_day", "merchants_d7", "merchants_d30", "merchants_d90",
    "merchants_month_ratio", "spend_week_ratio", "spend_month_ratio", "credits_d30", "income_month_ratio",
    "spend_to_income_d90", "emi_to_income_d90", "cash_share_d90", "usual_amount_minor", "amount_spread", "logins_h24",
    "devices_d90",
)  # fmt: skip


def compute_credit(
    states: Sequence[CustomerState], _transactions: Sequence[Transaction] = ()
) -> NDArray[np.float32]:
    """float32[n, len(CREDIT_NAMES)], C order, NaN where missing."""
    return _matrix([_credit(state) for state in states], len(CREDIT_NAMES))


def compute_churn(
    states: Sequence[CustomerState], _transactions: Sequence[Transaction] = ()
) -> NDArray[np.float32]:
    """float32[n, len(CHURN_NAMES)], C order, NaN where missing."""
    return _matrix([_churn(state) for state in states], len(CHURN_NAMES))


def _matrix(rows: list[tuple[float, ...]], width: int) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32).reshape(len(rows), width)


def _credit(state: CustomerState) -> tuple[float, ...]:
    d30, d90, life = state.d30, state.d90, state.lifetime
    known = _days_known(state)
    return (
        known,
        float(d30.credit_minor),
        _ratio(3 * d30.credit_minor, d90.credit_minor),
        float(d30.credit_count),
        float(d90.credit_count),
        _ratio(d30.debit_minor, d30.credit_minor),
        _ratio(d90.debit_minor, d90.credit_minor),
        _ratio(3 * d30.debit_minor, d90.debit_minor),
        _ratio(d90.emi_minor, d90.credit_minor),
        _ratio(life.emi_minor, life.credit_minor),
        _ratio(3 * d30.emi_minor, d90.emi_minor),
        _ratio(d90.cash_minor, d90.debit_minor),
        _ratio(life.cash_minor, life.debit_minor),
        _usual(state),
        _spread(state),
        float(d30.count),
        float(d90.count),
        state.merchants_d30,
        state.merchants_d90,
        _days_since_last(state),
        float(state.failed_logins_h24),
        state.devices_d90,
        _ratio(life.debit_minor, life.credit_minor),
        life.credit_minor / max(known, 1.0),  # NaN where nothing is known: max keeps its first argument then
    )


def _churn(state: CustomerState) -> tuple[float, ...]:
    h24, d7, d30, d90 = state.h24, state.d7, state.d30, state.d90
    known = _days_known(state)
    rate = state.lifetime.count / max(
        known, 1.0
    )  # NaN where nothing is known: max keeps its first argument then
    return (
        known,
        _days_since_last(state),
        float(h24.count),
        float(d7.count),
        float(d30.count),
        float(d90.count),
        _ratio(30 * d7.count, 7 * d30.count),
        _ratio(3 * d30.count, d90.count),
        _ratio(d30.count / 30, rate),
        rate,
        state.merchants_d7,
        state.merchants_d30,
        state.merchants_d90,
        _ratio(3 * state.merchants_d30, state.merchants_d90),
        _ratio(30 * d7.debit_minor, 7 * d30.debit_minor),
        _ratio(3 * d30.debit_minor, d90.debit_minor),
        float(d30.credit_count),
        _ratio(3 * d30.credit_minor, d90.credit_minor),
        _ratio(d90.debit_minor, d90.credit_minor),
        _ratio(d90.emi_minor, d90.credit_minor),
        _ratio(d90.cash_minor, d90.debit_minor),
        _usual(state),
        _spread(state),
        float(state.logins_h24),
        state.devices_d90,
    )


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else NAN


def _days_known(state: CustomerState) -> float:
    return NAN if state.first_at is None else max((state.at - state.first_at).total_seconds(), 0.0) / 86_400.0


def _days_since_last(state: CustomerState) -> float:
    return NAN if state.last_at is None else max((state.at - state.last_at).total_seconds(), 0.0) / 86_400.0


def _usual(state: CustomerState) -> float:
    mean = state.log_amount_mean
    return NAN if mean is None else expm1(mean)


def _spread(state: CustomerState) -> float:
    deviation = state.log_amount_deviation
    return NAN if deviation is None else deviation
