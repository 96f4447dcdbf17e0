"""Features are the same floats in a batch of any size, finite where known and missing where not."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from inference.features.sets import FEATURE_SETS
from payments.facts import Transaction
from payments.history import History
from payments.movements import device_key, merchant_key, movement_of, sign_in_of
from payments.simulator.events import SimulatedLogin, SimulatedPayment, SimulatorConfig
from payments.simulator.stream import simulate
from payments.state import CustomerState, Window
from training.starters import plain_digest

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Pairs = list[tuple[Transaction, CustomerState]]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Every payment of a small simulated world with the state that it found."""
    histories: dict[str, History] = {}
    found: Pairs = []
    for event in simulate(SimulatorConfig(seed=31, days=20, customers=25, fraud_level=5)):
        if isinstance(event, SimulatedLogin):
            history = histories.setdefault(event.login.customer_id, History())
            history.add_sign_in(sign_in_of(event.login, plain_digest))
        elif isinstance(event, SimulatedPayment):
            payment = event.transaction
            history = histories.setdefault(payment.customer_id, History())
            keys = (
                merchant_key(plain_digest, payment.merchant_id),
                device_key(plain_digest, payment.device_id),
            )
            found.append((payment, history.state(payment.occurred_at, payment.currency, *keys)))
            history.add(movement_of(payment, plain_digest))
    return found


@pytest.mark.parametrize("name", FEATURE_SETS)
def test_batch_and_online_give_equal_bits(name: str, pairs: Pairs) -> None:
    """Training computes thousands of rows, serving one or sixteen: the same float32 bits for all 1,000 and more rows."""
    feature_set = FEATURE_SETS[name]
    payments = [payment for payment, _ in pairs]
    states = [state for _, state in pairs]
    whole = feature_set.compute(states, payments)
    assert whole.dtype == np.float32
    assert whole.shape == (len(pairs), len(feature_set.names))
    assert len(pairs) > 1_000
    for size in (1, 16):
        parts = [
            feature_set.compute(states[at : at + size], payments[at : at + size])
            for at in range(0, len(pairs), size)
        ]
        assert np.concatenate(parts).tobytes() == whole.tobytes()


@pytest.mark.parametrize("name", FEATURE_SETS)
def test_no_feature_is_infinite_or_always_missing(name: str, pairs: Pairs) -> None:
    """Divisions by nothing are missing, not infinite, and each column says something for some rows."""
    found = FEATURE_SETS[name].compute([state for _, state in pairs], [payment for payment, _ in pairs])
    assert not np.isinf(found).any()
    assert not np.isnan(found).all(axis=0).any()


@pytest.mark.parametrize("name", FEATURE_SETS)
def test_a_stranger_has_features_too(name: str) -> None:
    """A customer nobody has heard of gets a row of known and missing values, never an error."""
    payment = Transaction(customer_id="c", amount_minor=100_000_000_000_000, currency="INR", occurred_at=AT)
    row = FEATURE_SETS[name].compute([CustomerState(at=AT)], [payment])[0]
    assert not np.isinf(row).any()
    assert np.isnan(row).any()


def test_payment_features_by_hand() -> None:
    """Values of one payment worked out on paper."""
    state = CustomerState(
        at=AT, currency="INR", first_at=AT - timedelta(days=10), last_at=AT - timedelta(minutes=30),
        h1=Window(1, 5_000, 0, 0, 0, 0), h24=Window(3, 9_000, 1, 20_000, 0, 0), d7=Window(9, 0, 1, 0, 0, 0),
        d30=Window(20, 90_000, 10, 40_000, 0, 0), log_count=2, log_sum=2 * 9_211, log_square_sum=2 * 9_211**2 + 200_000,
        merchant_seen=False, last_amount_minor=20_000, last_direction="debit", last_currency="INR",
        placed_at=AT - timedelta(hours=2), placed_country="IN", placed_latitude=19.1, placed_longitude=72.9,
    )  # fmt: skip
    payment = Transaction(
        customer_id="c", amount_minor=20_000, currency="INR", occurred_at=AT, method="card", channel="pos",
        country="AE", latitude=25.2, longitude=55.3,
    )  # fmt: skip
    feature_set = FEATURE_SETS["payment/1"]
    row = dict(zip(feature_set.names, feature_set.compute([state], [payment])[0].tolist(), strict=True))
    assert row["amount_minor"] == 20_000
    assert row["hour"] == 12.0
    assert row["weekday"] == 4.0
    assert row["amount_ratio"] == pytest.approx(2.0, rel=1e-3)
    assert row["amount_share_of_income"] == 0.5
    assert row["minutes_since_last"] == row["minutes_since_same_amount"] == 30.0
    dollars = replace(payment, currency="USD")
    of_dollars = dict(
        zip(feature_set.names, feature_set.compute([state], [dollars])[0].tolist(), strict=True)
    )
    assert math.isnan(of_dollars["minutes_since_same_amount"])  # as many minor units are not the same amount
    assert (row["payments_h1"], row["payments_h24"], row["payments_d7"]) == (1, 4, 10)
    assert row["pace_h24"] == 4.0
    assert row["spent_h24_ratio"] == 3.0
    assert row["merchant_seen"] == 0.0
    assert np.isnan(row["device_seen"])
    assert row["km_from_last"] == pytest.approx(1_933, abs=3)
    assert row["speed_kmh"] == pytest.approx(row["km_from_last"] / 2)
    assert row["country_changed"] == 1.0
    assert row["days_known"] == 10.0
