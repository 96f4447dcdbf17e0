"""One question, one currency: the scored payment's, or the customer's usual one, which one payment does not change."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.database import Database
from payments import ingest, states
from payments.currencies import usual_of
from payments.facts import Transaction
from payments.history import History
from payments.movements import movement_of
from payments.prepared import query_of
from payments.state import CustomerState, StateQuery
from tests.payments import oracle
from tests.payments.samples import NOON, Preparer, a_payment, a_vault, random_payments

DAY = dt.timedelta(days=1)
WINDOWS = ("h1", "h24", "d7", "d30", "d90", "lifetime")
OF_SUMS = ("debit_count", "debit_minor", "credit_count", "credit_minor", "cash_minor", "emi_minor")


def sums_of(state: CustomerState) -> list[object]:
    """All that is of one currency."""
    windows = [getattr(getattr(state, name), field) for name in WINDOWS for field in OF_SUMS]
    return [state.currency, *windows, state.log_count, state.log_sum, state.log_square_sum]


def a_life(days: int, currency: str = "INR") -> list[Transaction]:
    """A salary a month and something bought every other day, until yesterday."""
    bought = [
        a_payment(amount_minor=40_000 + day, occurred_at=NOON - day * DAY, currency=currency)
        for day in range(1, days, 2)
    ]
    paid = [
        a_payment(amount_minor=5_000_000, direction="credit", occurred_at=NOON - day * DAY, currency=currency)
        for day in range(2, days, 30)
    ]
    return bought + paid


async def read(
    database: Database, preparer: Preparer, payments: list[Transaction], *queries: StateQuery
) -> list[CustomerState]:
    async with database.transaction(preparer.vault.scope_id) as tx:
        await ingest.record_many(tx, [preparer.payment(each) for each in payments])
        return await states.read_many(tx, queries)


def asked(preparer: Preparer, **changes: object) -> StateQuery:
    query = StateQuery(preparer.vault.scope_id, preparer.vault.handle("customer-1"), NOON)
    return replace(query, **changes)


@pytest.mark.parametrize("days_ago", [0, 1, 45, 200])
async def test_one_payment_abroad_changes_no_sum(database: Database, days_ago: int) -> None:
    """Neither as the latest payment nor before: it is counted as one in another currency, and as a payment of all."""
    preparer = Preparer(a_vault())
    (before,) = await read(database, preparer, a_life(150), asked(preparer))
    abroad = a_payment(amount_minor=1_500, currency="USD", occurred_at=NOON - days_ago * DAY)
    after, in_dollars = await read(
        database, preparer, [abroad], asked(preparer), asked(preparer, currency="USD")
    )
    assert before.currency == "INR"
    assert before.d90.credit_minor == 15_000_000
    assert sums_of(after) == sums_of(before)
    assert after.lifetime.other_debit_count == 1
    assert after.lifetime.count == before.lifetime.count + 1
    assert (in_dollars.lifetime.debit_count, in_dollars.lifetime.debit_minor) == (1, 1_500)
    assert in_dollars.lifetime.other_credit_count == before.lifetime.credit_count


@pytest.mark.parametrize(
    ("dollars", "days_ago", "usual"),
    [
        (1, 0, "INR"),  # one payment after a long silence
        (4, 0, "INR"),
        (5, 0, "USD"),  # who moved is followed
        (5, 100, "INR"),  # but not because of what is 90 days ago
    ],
)
def test_who_moves_is_followed(dollars: int, days_ago: int, usual: str) -> None:
    """Five payments of 90 days are a habit; fewer say less than those of a lifetime."""
    old = [replace(each, occurred_at=each.occurred_at - 200 * DAY) for each in a_life(60)]
    new = [
        a_payment(currency="USD", occurred_at=NOON - days_ago * DAY - each * DAY) for each in range(dollars)
    ]
    assert usual_of(old + new, NOON) == usual


def test_ties_go_to_the_latest() -> None:
    """As many of each: the latest that happened; those to come are not known, and of one instant the name decides."""
    rupee, dollar = a_payment(), a_payment(currency="USD", occurred_at=NOON - DAY)
    assert usual_of([rupee, dollar], NOON) == "INR"
    assert usual_of([rupee, dollar], NOON - DAY) == "USD"
    assert usual_of([rupee, replace(rupee, currency="EUR")], NOON) == "EUR"
    assert usual_of([rupee], NOON - DAY) is None
    assert usual_of([], NOON) is None


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 14), order=st.randoms(use_true_random=False))
def test_memory_and_brute_force_agree_on_mixed_currencies(
    seed: int, count: int, order: random.Random
) -> None:
    """Few payments in three currencies, so that ties are common, in any order, as of moments before and after them."""
    dice = random.Random(seed)
    payments = [
        replace(each, currency=dice.choice(("INR", "USD", "EUR")))
        for each in random_payments(seed, count, customers=1, span_days=200)
    ]
    order.shuffle(payments)
    digest = a_vault().digest
    moves = [movement_of(each, digest, order=bytes([at])) for at, each in enumerate(payments)]
    for at in (NOON, NOON - 3 * DAY, NOON - 95 * DAY):
        for currency in (None, "USD"):
            assert History(moves).state(at, currency) == oracle.state_of(moves, (), at, currency)
        assert usual_of(payments, at) == History(moves).state(at).currency


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 20))
async def test_a_customer_is_seen_without_a_payment_in_any_currency(
    database: Database, seed: int, count: int
) -> None:
    """Stored payments, one of them taken out again: the usual currency and all sums are those of the others; and a state
    read for several currencies at once is the one that is read for each."""
    dice, preparer = random.Random(seed), Preparer(a_vault())
    payments = [
        replace(each, customer_id="customer-1", currency=dice.choice(("INR", "USD", "EUR")))
        for each in random_payments(seed, count, span_days=120)
    ]
    own = preparer.payment(payments[0])
    queries = [replace(query_of(own), currency=currency) for currency in (None, "INR", "USD", "EUR", "JPY")]
    found = await read(database, preparer, payments, *queries)
    others = [preparer.payment(each).movement for each in payments[1:]]
    for query, state in zip(queries, found, strict=True):
        keys = (query.merchant_key, query.device_key)
        assert state == oracle.state_of(others, (), query.at, query.currency, *keys)
    async with database.transaction(preparer.vault.scope_id) as tx:
        assert await states.read_shared(tx, queries) == found
