"""What is strange about one payment, given what is known of its customer: feature set `payment/1`.

One row costs about 10 us. Every value is computed row by row in float64 and rounded once to float32, so a row is the same
in a batch of a thousand and alone. Hours are UTC: facts carry no time zone.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import asin, cos, expm1, log1p, radians, sin, sqrt
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from payments.facts import Channel, Method, Transaction
from payments.state import CustomerState

NAN = float("nan")
METHODS: tuple[str, ...] = get_args(Method)
CHANNELS: tuple[str, ...] = get_args(Channel)
# The vocabulary of spending that the starter model knows; any other category counts as missing.
CATEGORIES = (
    "groceries", "food", "transport", "fuel", "shopping", "pharmacy", "entertainment", "education", "travel",
    "electronics", "gaming", "transfer", "salary", "rent", "emi", "income", "refund",
)  # fmt: skip
NAMES = (
    "amount_minor", "is_credit", "method", "channel", "category", "hour", "weekday",
    "amount_ratio", "amount_deviations", "amount_share_of_income", "minutes_since_last", "minutes_since_same_amount",
    "payments_h1", "payments_h24", "payments_d7", "pace_h24", "spent_h1_ratio", "spent_h24_ratio",
    "credited_h1_ratio", "credits_h24", "merchants_h24", "merchant_seen", "device_seen", "devices_d90",
    "logins_h24", "failed_logins_h24", "km_from_last", "speed_kmh", "country_changed", "days_known",
)  # fmt: skip

_METHOD_CODE = {name: float(code) for code, name in enumerate(METHODS)}
_CHANNEL_CODE = {name: float(code) for code, name in enumerate(CHANNELS)}
_CATEGORY_CODE = {name: float(code) for code, name in enumerate(CATEGORIES)}
_DEVIATION_MIN = 0.1  # of ln(amount): below it a customer's habit is too narrow to divide by
_EARTH_KM = 6371.0
_FASTEST_HOURS = 0.25  # two places within a quarter of an hour: the clock is coarser than the journey


def compute(states: Sequence[CustomerState], transactions: Sequence[Transaction]) -> NDArray[np.float32]:
    """float32[n, len(NAMES)], C order, NaN where missing. States are as of the payment and without it."""
    rows = [_row(transaction, state) for transaction, state in zip(transactions, states, strict=True)]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def _row(payment: Transaction, state: CustomerState) -> tuple[float, ...]:
    amount = payment.amount_minor
    at = payment.occurred_at.astimezone(UTC)
    h1, h24, d30 = state.h1, state.h24, state.d30
    mean, deviation = state.log_amount_mean, state.log_amount_deviation
    usual = expm1(mean) if mean is not None else NAN
    last = (state.last_amount_minor, state.last_currency, state.last_direction)
    same = last == (amount, payment.currency, payment.direction)
    minutes = _hours(state.last_at, at) * 60.0
    km = _distance_km(payment, state)
    return (
        float(amount),
        1.0 if payment.direction == "credit" else 0.0,
        _METHOD_CODE[payment.method],
        _CHANNEL_CODE.get(payment.channel, NAN) if payment.channel else NAN,
        _CATEGORY_CODE.get(payment.category, NAN) if payment.category else NAN,
        at.hour + at.minute / 60.0,
        float(at.weekday()),
        _ratio(amount, usual),
        (log1p(amount) - mean) / max(deviation, _DEVIATION_MIN) if mean is not None and deviation is not None else NAN,
        _ratio(amount, d30.credit_minor),
        minutes,
        minutes if same else NAN,
        float(h1.count),
        float(h24.count),
        float(state.d7.count),
        _ratio(30 * h24.count, d30.count),
        _ratio(h1.debit_minor, usual),
        _ratio(30 * h24.debit_minor, d30.debit_minor),
        h1.credit_minor / amount,
        float(h24.credit_count + h24.other_credit_count),
        state.merchants_h24,
        _flag(state.merchant_seen),
        _flag(state.device_seen),
        state.devices_d90,
        float(state.logins_h24),
        float(state.failed_logins_h24),
        km,
        km / max(_hours(state.placed_at, at), _FASTEST_HOURS),
        _flag(payment.country != state.placed_country if payment.country and state.placed_country else None),
        _hours(state.first_at, at) / 24.0,
    )  # fmt: skip


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else NAN


def _flag(value: bool | None) -> float:  # noqa: FBT001 - a fact, not an option
    return NAN if value is None else float(value)


def _hours(since: datetime | None, at: datetime) -> float:
    """Hours from one moment to the next, never negative: events of one minute may arrive out of order."""
    return NAN if since is None else max((at - since).total_seconds(), 0.0) / 3600.0


def _distance_km(payment: Transaction, state: CustomerState) -> float:
    """Great-circle distance to the last known place (haversine)."""
    if (
        payment.latitude is None
        or payment.longitude is None
        or state.placed_latitude is None
        or state.placed_longitude is None
    ):
        return NAN
    here, there = radians(payment.latitude), radians(state.placed_latitude)
    turn = radians(payment.longitude - state.placed_longitude)
    half = sin((here - there) / 2) ** 2 + cos(here) * cos(there) * sin(turn / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(half, 1.0)))
