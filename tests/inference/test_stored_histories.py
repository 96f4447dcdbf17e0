"""A past that is stored is the past that was sent: the same features to the last bit, and clear errors where there is none."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from inference.entities import DecideCommand
from inference.event_kinds import EVENTS
from inference.features.events import EVENT_SETS
from inference.stored_histories import HistoryTooShort, StoredHistories
from payments.checks import PaymentRefused
from payments.entities import CustomerNotFound
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, CustomerHistory
from payments.statement_facts import LINES_MAX, Statement, StatementLine
from payments.transactions import Payments
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.payments.conftest import caller, cpu, payments, stranger, tenancy

__all__ = ["caller", "cpu", "payments", "stranger", "tenancy"]
SETS = ("forecast/1", "lead/1", "life/1", "segment/1")
CATEGORIES = (None, "salary", "rent", "emi", "groceries", "travel", "baby", "jewellery", "events", "food")
INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.fixture
def stored(database: Database, tenancy: TenantServices, clock: ManualClock) -> StoredHistories:
    return StoredHistories(database, tenancy.vaults, clock)


def life(dice: random.Random, clock: ManualClock, count: int) -> list[Transaction]:
    """Payments at few instants, so that many share one, in two currencies and with two ways to write a time."""
    instants = [clock.now() - timedelta(hours=dice.randrange(1, 9_000)) for _ in range(max(3, count // 2))]
    instants[0] = clock.now() - timedelta(days=200)
    return [
        Transaction(
            id=dice.choice([None, str(uuid4())]),
            customer_id="asha",
            amount_minor=dice.choice([dice.randrange(1, 10**7), 5_000]),
            currency="USD" if dice.random() < 0.1 else "INR",
            occurred_at=instants[0]
            if at < 6
            else dice.choice(instants).astimezone(dice.choice([INDIA, None])),
            direction=dice.choice(["debit", "debit", "credit"]),
            method=dice.choice(["upi", "card", "neft"]),
            channel=dice.choice([None, "app", "web", "atm"]),
            category=dice.choice(CATEGORIES),
            merchant_id=dice.choice([None, "m-1", "m-2"]),
            country=dice.choice([None, "IN", "AE"]),
            description=dice.choice([None, "POS 4411 BIG BAZAAR"]),
        )
        for at in range(count)
    ]


def bits(history: CustomerHistory, clock: ManualClock) -> list[bytes]:
    return [EVENT_SETS[name].compute(history, clock.now()).tobytes() for name in SETS]


@pytest.mark.parametrize("seed", range(10))
async def test_stored_and_sent_give_equal_bits(
    stored: StoredHistories, payments: Payments, caller: Principal, clock: ManualClock, seed: int
) -> None:
    """In whatever order they are sent, and however their times are written."""
    dice = random.Random(seed)
    sent = life(dice, clock, dice.randrange(20, 120))
    await payments.ingest_many(caller, sent)
    asked = CustomerHistory(customer_id="asha", currency="INR")
    read = await stored.history(caller, asked, None)
    assert len(read.transactions) == len(sent)
    dice.shuffle(sent)
    assert bits(read, clock) == bits(msgspec.structs.replace(asked, transactions=sent), clock)


async def test_a_long_past_ends_at_its_bound(
    stored: StoredHistories, payments: Payments, caller: Principal, clock: ManualClock
) -> None:
    """Of more than a thousand payments the newest thousand are read, without those of another customer or of later."""
    sent = sorted(life(random.Random(7), clock, 1_000), key=lambda each: each.occurred_at)
    later = msgspec.structs.replace(sent[0], id="later", occurred_at=clock.now() + timedelta(hours=2))
    older = [
        msgspec.structs.replace(sent[0], id=f"old-{n}", occurred_at=clock.now() - timedelta(days=900))
        for n in range(5)
    ]
    others = [msgspec.structs.replace(each, id=None, customer_id="ravi") for each in sent[:5]]
    await payments.ingest_many(caller, sent)
    await payments.ingest_many(caller, [later, *older, *others])
    read = await stored.history(caller, CustomerHistory(customer_id="asha", currency="INR"), None)
    assert len(read.transactions) == HISTORY_MAX
    assert bits(read, clock) == bits(msgspec.structs.replace(read, transactions=sent), clock)


async def test_lines_are_the_newest_that_say_something(
    stored: StoredHistories, payments: Payments, caller: Principal, clock: ManualClock
) -> None:
    sent = life(random.Random(3), clock, 200)
    await payments.ingest_many(caller, sent)
    read = await stored.statement(caller, Statement(customer_id="asha", currency="INR"), None)
    told = [each for each in sent if each.description and each.currency == "INR"]
    newest = sorted(each.occurred_at for each in told)[-LINES_MAX:]
    assert [line.occurred_at for line in read.lines] == newest
    assert {line.text for line in read.lines} == {"POS 4411 BIG BAZAAR"}


@pytest.mark.parametrize(
    ("days", "wanted"),
    [((40, 30, 20, 10, 1), None), ((40, 30, 20, 1), HistoryTooShort), ((29, 20, 9, 5, 1), HistoryTooShort)],
)  # fmt: skip
async def test_too_little_is_said(
    stored: StoredHistories,
    payments: Payments,
    caller: Principal,
    clock: ManualClock,
    days: Sequence[int],
    wanted: type[Exception] | None,
) -> None:
    """Five payments over thirty days are enough, four or fewer days are not; the same sent are answered as they are."""
    sent = [
        Transaction(customer_id="asha", amount_minor=100 + day, currency="INR", occurred_at=clock.now() - timedelta(days=day))
        for day in days
    ]  # fmt: skip
    await payments.ingest_many(caller, sent)
    asked = CustomerHistory(customer_id="asha")
    if wanted is None:
        assert (await stored.history(caller, asked, None)).currency == "INR"
    else:
        with pytest.raises(wanted):
            await stored.history(caller, asked, None)
    kept = await stored.history(caller, msgspec.structs.replace(asked, transactions=sent), None)
    assert (kept.currency, kept.transactions) == ("INR", sent)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (CustomerHistory(customer_id="a", currency="INR"), "history.transactions"),
        (Statement(customer_id="a", currency="INR"), "statement.lines"),
        (
            Statement(
                customer_id="a",
                lines=[StatementLine(text="x", amount_minor=1, occurred_at=datetime.now(UTC))],
            ),
            "statement.currency",
        ),
    ],
)
def test_where_nothing_is_read_nothing_may_be_missing(facts: msgspec.Struct, field: str) -> None:
    """A row of a file, which reads no stored past, is refused by field and never scored as an empty life."""
    kind = EVENTS["history" if isinstance(facts, CustomerHistory) else "statement"]
    with pytest.raises(PaymentRefused) as refused:
        kind.check(facts, datetime.now(UTC))
    assert [each.field for each in refused.value.fields] == [field]


async def test_nobody_of_another_tenant_is_known(
    stored: StoredHistories, payments: Payments, caller: Principal, stranger: Principal, clock: ManualClock
) -> None:
    """A customer of one tenant is unknown to the other, as is one that nobody has heard of."""
    await payments.ingest_many(caller, life(random.Random(1), clock, 20))
    command = DecideCommand(use_case="segment", event=CustomerHistory(customer_id="asha"))
    assert (await stored.fill(caller, command)).event != command.event
    with pytest.raises(CustomerNotFound):
        await stored.fill(stranger, command)
