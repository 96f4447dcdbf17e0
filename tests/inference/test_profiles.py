"""A customer's financial shape, from stored payments and sign-ins: by hand, and equal to the same history sent along."""

import datetime as dt
import math
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database import Database
from inference.features import profiles as features
from inference.features.customer_past import past_of
from payments import ingest, profiles
from payments.facts import LoginEvent, Transaction
from payments.history_facts import CustomerHistory
from payments.prepared import query_of
from payments.profiles import Profile, ProfileQuery
from tests.payments.samples import NOON, Preparer, a_login, a_payment, a_vault

DAY = dt.timedelta(days=1)
CUSTOMER = "customer-1"


async def stored(
    database: Database, preparer: Preparer, payments: list[Transaction], logins: list[LoginEvent]
) -> None:
    async with database.transaction(preparer.vault.scope_id) as tx:
        await ingest.record_many(tx, [preparer.payment(each) for each in payments])
        await ingest.record_logins(tx, [preparer.login(each) for each in logins])


async def read(database: Database, *queries: ProfileQuery) -> list[Profile]:
    async with database.transaction([query.environment_id for query in queries]) as tx:
        return await profiles.read_many(tx, queries)


def asked(preparer: Preparer, at: dt.datetime = NOON, currency: str | None = "INR") -> ProfileQuery:
    return ProfileQuery(preparer.vault.scope_id, preparer.vault.handle(CUSTOMER), at, currency)


def months_of_living() -> list[Transaction]:
    """Three months of one salary of 1,000.00 each, 300.00 of rent, 100.00 of instalments, 60.00 of travel, 140.00 of food."""
    spent = {"rent": 30_000, "emi": 10_000, "travel": 6_000, "food": 14_000}
    found = []
    for month in range(3):
        at = NOON - month * 30 * DAY - 10 * DAY
        found.append(a_payment(direction="credit", category="salary", amount_minor=100_000, occurred_at=at))
        found += [
            a_payment(category=name, amount_minor=each, occurred_at=at + DAY) for name, each in spent.items()
        ]
    return found


async def test_the_named_features_by_hand(database: Database) -> None:
    """Rent 30 %, instalments 10 %, 40 % left, a tenth of spending for risk; half the sign-ins of before."""
    preparer = Preparer(a_vault(uuid4()))
    recent = [a_login(occurred_at=NOON - day * DAY) for day in (1, 2, 3, 29)]
    earlier = [a_login(occurred_at=NOON - (31 + 3 * number) * DAY) for number in range(16)]
    failed = [a_login(occurred_at=NOON - DAY, succeeded=False)]
    strange = a_payment(category="rent", amount_minor=10**9, currency="USD", occurred_at=NOON - DAY)
    later = a_payment(category="rent", amount_minor=10**9, occurred_at=NOON + DAY)
    other = a_payment(category="rent", amount_minor=10**9, customer_id="customer-2")
    payments = [*months_of_living(), strange, later, other]
    await stored(database, preparer, payments, [*recent, *earlier, *failed])
    (found,) = await read(database, asked(preparer))
    values = features.of_profile(found)
    by_hand = {
        "months_known": 3.0, "rent_to_income": 0.3, "emi_load": 0.1, "cash_flow": 0.4, "saving_share": 0.4,
        "risk_appetite": 0.1, "travel_share": 0.1, "investment_share": 0.0, "income_trend": 1.0,
        "logins_d30": 4.0, "login_drop": 0.5,
    }  # fmt: skip
    assert {name: values[name] for name in by_hand} == pytest.approx(by_hand, rel=1e-6)


async def test_a_drop_has_a_sign(database: Database) -> None:
    """No sign-in any more is 1, more than before is below 0, none before is missing."""
    gone, grown, new = (Preparer(a_vault(uuid4())) for _ in range(3))
    await stored(database, gone, [], [a_login(occurred_at=NOON - 40 * DAY)])
    more = [a_login(occurred_at=NOON - day * DAY) for day in (1, 2, 3, 40, 50)]
    await stored(database, grown, [], more)
    await stored(database, new, [], [a_login(occurred_at=NOON - DAY)])
    found = await read(database, *(asked(each) for each in (gone, grown, new)))
    drops = [features.of_profile(each)["login_drop"] for each in found]
    assert drops[:2] == [1.0, -2.0]
    assert math.isnan(drops[2])


async def test_the_scored_payment_is_left_out(database: Database) -> None:
    """A payment that was ingested before it is asked about does not count itself."""
    preparer = Preparer(a_vault(uuid4()))
    own = a_payment(category="rent", amount_minor=70_000, occurred_at=NOON - DAY)
    await stored(database, preparer, months_of_living(), [])
    (without,) = await read(database, asked(preparer))
    await stored(database, preparer, [own], [])
    (counted,) = await read(database, asked(preparer))
    query = asked(preparer)
    exclude = query_of(preparer.payment(own)).exclude
    (left_out,) = await read(
        database, ProfileQuery(query.environment_id, query.customer, query.at, "INR", exclude)
    )
    assert left_out == without
    assert counted != without


@st.composite
def lives(draw: st.DrawFn) -> list[Transaction]:
    """Payments over up to 500 days, some exactly a whole number of months back."""
    moments = st.one_of(
        st.integers(-5, 500 * 86_400).map(float), st.integers(0, 14).map(lambda n: n * 30 * 86_400.0)
    )
    categories = st.sampled_from(("rent", "emi", "travel", "investment", "insurance", "food", None))
    return [
        a_payment(
            id=draw(st.sampled_from((None, f"p-{number}"))),
            amount_minor=draw(st.integers(1, 10**10)),
            occurred_at=NOON - dt.timedelta(seconds=draw(moments)),
            direction=draw(st.sampled_from(("debit", "debit", "credit"))),
            category=draw(categories),
            currency=draw(st.sampled_from(("INR", "INR", "USD"))),
        )
        for number in range(draw(st.integers(1, 25)))
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=lives(), back=st.integers(-400, 400))
async def test_stored_and_sent_histories_are_the_same(
    database: Database, payments: list[Transaction], back: int
) -> None:
    """The same from rows summed by month in the database as from the payments themselves, opened or sent, as of any moment."""
    preparer = Preparer(a_vault(uuid4()))
    logins = [a_login(occurred_at=NOON - n * 10 * DAY, succeeded=n % 5 > 0) for n in range(20)]
    await stored(database, preparer, payments, logins)
    moments = [NOON, NOON - back * DAY]
    found = await read(database, *(asked(preparer, at) for at in moments))
    in_order = sorted(payments, key=lambda each: each.occurred_at)
    signed_in = sorted(each.occurred_at for each in logins if each.succeeded)
    for at, profile in zip(moments, found, strict=True):
        assert profiles.of_past(in_order, signed_in, at, "INR") == profile
        history = CustomerHistory(customer_id=CUSTOMER, currency="INR", transactions=payments)
        sent, kept = features.of_past(past_of(history, at)), features.of_profile(profile)
        for name in features.OF_LEADS:
            assert sent[name] == kept[name] or (math.isnan(sent[name]) and math.isnan(kept[name])), name
