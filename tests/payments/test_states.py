import asyncio
import datetime as dt
import random
from collections.abc import Sequence
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database import Database
from payments import ingest, states
from payments.facts import LoginEvent, Transaction
from payments.history import History
from payments.movements import device_key, merchant_key, movement_of, sign_in_of
from payments.prepared import query_of
from payments.state import CustomerState, StateQuery
from tests.payments import oracle
from tests.payments.samples import NOON, Preparer, a_login, a_payment, a_vault, random_logins, random_payments

PROBES = (
    NOON,
    NOON + dt.timedelta(minutes=1),
    NOON + dt.timedelta(hours=2),
    NOON - dt.timedelta(seconds=61),
    NOON - dt.timedelta(minutes=31),
    NOON - dt.timedelta(hours=13),
    NOON - dt.timedelta(days=6, hours=5),
    NOON - dt.timedelta(days=40),
    NOON + dt.timedelta(days=95),
    NOON - dt.timedelta(days=400),
)


async def record_in_batches(
    database: Database,
    preparer: Preparer,
    payments: Sequence[Transaction],
    logins: Sequence[LoginEvent],
    rng: random.Random,
) -> None:
    """Write everything in batches of random sizes, each in a transaction of its own."""
    scope = preparer.vault.scope_id
    payments, logins = list(payments), list(logins)
    while payments or logins:
        size = rng.choice((1, 2, 7, 40))
        batch, payments = payments[:size], payments[size:]
        attempts, logins = logins[:size], logins[size:]
        async with database.transaction(scope) as tx:
            await ingest.record_many(tx, [preparer.payment(one) for one in batch])
            await ingest.record_logins(tx, [preparer.login(one) for one in attempts])


def expected(
    preparer: Preparer, payments: Sequence[Transaction], logins: Sequence[LoginEvent], query: StateQuery
) -> tuple[CustomerState, CustomerState]:
    """The state by brute force and by `History`."""
    prepared = [preparer.payment(one) for one in payments]
    movements = [one.movement for one in prepared if one.customer == query.customer]
    digest = preparer.vault.digest
    sign_ins = [
        sign_in_of(one, digest) for one in logins if preparer.vault.handle(one.customer_id) == query.customer
    ]
    keys = (query.at, query.currency, query.merchant_key, query.device_key)
    return oracle.state_of(movements, sign_ins, *keys), History(movements, sign_ins).state(*keys)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(0, 120))
async def test_any_order_and_batching_gives_the_state_of_brute_force(
    database: Database, seed: int, count: int
) -> None:
    """Database, memory and brute force agree exactly, at moments past and future, however events arrived."""
    rng = random.Random(seed)
    payments, logins = random_payments(seed, count), random_logins(seed, count // 3)
    preparer = Preparer(a_vault())
    shuffled, attempts = rng.sample(payments, len(payments)), rng.sample(logins, len(logins))
    await record_in_batches(database, preparer, shuffled, attempts, rng)
    digest = preparer.vault.digest
    queries = [
        StateQuery(
            preparer.vault.scope_id,
            preparer.vault.handle(f"customer-{number}"),
            at,
            rng.choice((None, "INR", "USD")),
            merchant_key(digest, rng.choice((None, "mer-1", "mer-99"))),
            device_key(digest, rng.choice((None, "dev-1", "dev-99"))),
        )
        for at in PROBES
        for number in range(3)
    ]
    async with database.transaction(preparer.vault.scope_id) as tx:
        found = await states.read_many(tx, queries)
    for query, state in zip(queries, found, strict=True):
        brute, memory = expected(preparer, payments, logins, query)
        assert state == brute
        assert memory == brute


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_a_payment_ingested_before_it_is_scored_is_left_out(database: Database, seed: int) -> None:
    """Scoring a payment that is on record gives the state that all other payments make, sketches included."""
    payments, logins = random_payments(seed, 40, customers=1), random_logins(seed, 6, customers=1)
    preparer = Preparer(a_vault())
    await record_in_batches(database, preparer, payments, logins, random.Random(seed))
    scored = payments[:12]
    async with database.transaction(preparer.vault.scope_id) as tx:
        found = await states.read_many(tx, [query_of(preparer.payment(one)) for one in scored])
    for payment, state in zip(scored, found, strict=True):
        others = [one for one in payments if one is not payment]
        brute, _ = expected(preparer, others, logins, query_of(preparer.payment(payment)))
        assert state == brute


async def test_repeats_count_once(database: Database) -> None:
    """The same own id again, in the same call or a later one, leaves the state as it was."""
    preparer = Preparer(a_vault())
    payment = a_payment()
    scope = preparer.vault.scope_id
    async with database.transaction(scope) as tx:
        first, again = await ingest.record_many(tx, [preparer.payment(payment), preparer.payment(payment)])
    async with database.transaction(scope) as tx:
        (later,) = await ingest.record_many(tx, [preparer.payment(payment)])
        (state,) = await states.read_many(tx, [StateQuery(scope, preparer.vault.handle("customer-1"), NOON)])
    assert (first.new, again.new, later.new) == (True, False, False)
    assert first.id == again.id == later.id
    assert not again.conflict
    assert not later.conflict
    assert state.lifetime.count == state.h1.count == 1


async def test_an_own_id_with_other_content_is_a_conflict(database: Database) -> None:
    """A second payment under a taken id is refused, whoever is its customer, and touches no state."""
    preparer = Preparer(a_vault())
    payment = a_payment(id="taken")
    other = a_payment(id="taken", amount_minor=5, customer_id="customer-2")
    async with database.transaction(preparer.vault.scope_id) as tx:
        await ingest.record_many(tx, [preparer.payment(payment)])
        (outcome,) = await ingest.record_many(tx, [preparer.payment(other)])
        query = StateQuery(preparer.vault.scope_id, preparer.vault.handle("customer-2"), NOON)
        (state,) = await states.read_many(tx, [query])
    assert (outcome.new, outcome.conflict) == (False, True)
    assert state.lifetime.count == 0


async def test_duplicates_without_ids_are_kept_and_flagged(database: Database) -> None:
    """Same customer, amount, time and description without an id: each is stored and names the first."""
    preparer = Preparer(a_vault())
    twin = a_payment(id=None, description="TEA")
    others = [
        a_payment(id=None, description="COFFEE"),
        a_payment(id=None, description="TEA", amount_minor=1),
        a_payment(id=None, description="TEA", customer_id="customer-2"),
        a_payment(id="own", description="TEA"),
    ]
    async with database.transaction(preparer.vault.scope_id) as tx:
        first, second, *rest = await ingest.record_many(
            tx, [preparer.payment(one) for one in (twin, twin, *others)]
        )
        (third,) = await ingest.record_many(tx, [preparer.payment(twin)])
    assert first.duplicate_of is None
    assert second.duplicate_of == third.duplicate_of == first.id
    assert all(one.new and one.duplicate_of is None for one in rest)


async def test_rivals_with_the_same_ids_agree(database: Database) -> None:
    """Eight transactions at once, each with the same payments in another order: one wins each, nobody deadlocks."""
    preparer = Preparer(a_vault())
    scope = preparer.vault.scope_id
    payments = random_payments(7, 60, customers=3)

    async def write(seed: int) -> list[ingest.RecordedTransaction]:
        mine = random.Random(seed).sample(payments, len(payments))
        async with database.transaction(scope) as tx:
            outcomes = await ingest.record_many(tx, [preparer.payment(one) for one in mine])
        return [outcome for _, outcome in sorted(zip([one.id for one in mine], outcomes, strict=True))]

    results = await asyncio.gather(*(write(seed) for seed in range(8)))
    for outcomes in zip(*results, strict=True):
        assert sum(outcome.new for outcome in outcomes) == 1
        assert len({outcome.id for outcome in outcomes}) == 1
    query = StateQuery(scope, preparer.vault.handle("customer-1"), NOON)
    async with database.transaction(scope) as tx:
        (state,) = await states.read_many(tx, [query])
    assert state == expected(preparer, payments, [], query)[0]


async def test_rivals_for_the_same_customers_add_up(database: Database) -> None:
    """Hot customers written by many transactions at once lose no payment."""
    preparer = Preparer(a_vault())
    scope = preparer.vault.scope_id
    payments = random_payments(8, 400, customers=3)

    async def write(batch: list[Transaction]) -> None:
        async with database.transaction(scope) as tx:
            await ingest.record_many(tx, [preparer.payment(one) for one in batch])

    await asyncio.gather(*(write(payments[start : start + 10]) for start in range(0, 400, 10)))
    query = StateQuery(scope, preparer.vault.handle("customer-0"), NOON, "INR")
    async with database.transaction(scope) as tx:
        (state,) = await states.read_many(tx, [query])
    assert state == expected(preparer, payments, [], query)[0]


async def test_another_environment_sees_nothing(database: Database) -> None:
    """State and ids of one environment do not exist for another, even for the same customer id."""
    mine, theirs = Preparer(a_vault()), Preparer(a_vault())
    payment = a_payment(id="same")
    async with database.transaction((mine.vault.scope_id, theirs.vault.scope_id)) as tx:
        outcomes = await ingest.record_many(tx, [mine.payment(payment), theirs.payment(payment)])
    assert all(outcome.new for outcome in outcomes)
    customer = mine.vault.handle("customer-1")
    async with database.transaction(theirs.vault.scope_id) as tx:
        (state,) = await states.read_many(tx, [StateQuery(mine.vault.scope_id, customer, NOON)])
    assert state.lifetime.count == 0


async def test_absurd_sums_stop_instead_of_overflowing(database: Database) -> None:
    """A sum of more money than 63 bits hold is capped; the write does not fail."""
    preparer = Preparer(a_vault())
    scope = preparer.vault.scope_id
    most = 10**14
    async with database.transaction(scope) as tx:
        await ingest.record_many(tx, [preparer.payment(a_payment(amount_minor=most))])
        await tx.execute(
            "UPDATE customer_bucket SET debit_minor = 9000000000000000000 - 1 WHERE environment_id = $1",
            scope,
        )
        await ingest.record_many(tx, [preparer.payment(a_payment(amount_minor=most))])
        query = StateQuery(scope, preparer.vault.handle("customer-1"), NOON)
        (state,) = await states.read_many(tx, [query])
    assert state.d90.debit_minor == 9_000_000_000_000_000_000
    assert state.d90.debit_count == 2


async def test_pruning_changes_no_recent_state(database: Database) -> None:
    """After pruning, states as of a customer's latest day and the three before are what they were."""
    preparer = Preparer(a_vault())
    scope = preparer.vault.scope_id
    payments, logins = random_payments(9, 300), random_logins(9, 40)
    await record_in_batches(database, preparer, payments, logins, random.Random(9))
    queries = [
        StateQuery(scope, preparer.vault.handle("customer-0"), NOON - dt.timedelta(hours=hours), "INR")
        for hours in (-30, 0, 1, 30, 60)
    ]
    async with database.transaction(scope) as tx:
        before = await states.read_many(tx, queries)
        removed = await states.prune(tx, scope)
        after = await states.read_many(tx, queries)
    assert removed > 0
    assert after == before


async def test_unknown_customer_has_an_empty_state(database: Database) -> None:
    """Nobody has paid yet: zeros and None, and a merchant that was not seen."""
    scope = uuid4()
    async with database.transaction(scope) as tx:
        (state,) = await states.read_many(tx, [StateQuery(scope, uuid4(), NOON, "INR", b"m" * 16, None)])
    assert state == CustomerState(at=NOON, currency="INR", merchant_seen=False)


def test_minutes_of_extreme_moments_are_floored() -> None:
    """The last microsecond of a minute belongs to it, in 2000 and in 2100."""
    digest = a_vault().digest
    for year in (2000, 2026, 2100):
        edge = dt.datetime(year, 1, 1, 0, 0, 59, 999_999, tzinfo=dt.UTC)
        moves = [movement_of(a_payment(occurred_at=edge), digest)]
        assert History(moves).state(edge).h1.count == 1
        assert History(moves).state(edge - dt.timedelta(minutes=1)).h1.count == 0


@pytest.mark.parametrize("succeeded", [True, False])
async def test_a_device_is_known_once_it_signed_in(database: Database, succeeded: bool) -> None:
    """A successful sign-in makes a device known; a failed one does not."""
    preparer = Preparer(a_vault())
    scope = preparer.vault.scope_id
    login = a_login(succeeded=succeeded, device_id="phone")
    key = device_key(preparer.vault.digest, "phone")
    query = StateQuery(scope, preparer.vault.handle("customer-1"), NOON, None, None, key)
    async with database.transaction(scope) as tx:
        (first,) = await ingest.record_logins(tx, [preparer.login(login)])
        (again,) = await ingest.record_logins(tx, [preparer.login(login)])
        (state,) = await states.read_many(tx, [query])
    assert (first.new, again.new) == (True, False)
    assert state.device_seen is succeeded
    assert (state.logins_h24, state.failed_logins_h24) == (1, 0 if succeeded else 1)
