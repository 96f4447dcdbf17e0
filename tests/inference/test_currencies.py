"""A question is answered in one currency (docs/decisions/0035): one payment abroad makes nobody poor, alone or beside others."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence

import msgspec
import pytest
from msgspec.structs import replace

from core.database import Database
from core.errors import PlatformError
from inference.catalogue import Answer
from inference.declared.computing import Known, Subject, Wanted, read_known
from inference.declared.then import Named, PastFeatures, Then
from inference.entities import DecideCommand, Decision
from inference.feature_catalogue import STORED_NAMES
from inference.features.customers import CHURN_NAMES, CREDIT_NAMES
from inference.features.profiles import OF_LEADS
from inference.stored_histories import StoredHistories
from payments.history_facts import CustomerHistory
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import simulate
from tenants.services import TenantServices
from tests.inference.test_several import Desk, desk
from tests.payments.conftest import caller, cpu, payments, tenancy
from tests.payments.samples import random_payments

__all__ = ["caller", "cpu", "desk", "payments", "tenancy"]
CUSTOMERS, DAYS = 12, 100
# What is about every payment, whatever its currency: only these may tell that there is one more.
OF_ALL = {
    "days_known", "days_since_last", "payments_h24", "payments_d7", "payments_d30", "payments_d90", "pace_d7", "pace_d30",
    "pace_d30_lifetime", "payments_a_day", "merchants_d7", "merchants_d30", "merchants_d90", "merchants_month_ratio",
    "devices_d90",
}  # fmt: skip


async def living(desk: Desk) -> Sequence[str]:
    """Ingest a hundred days of simulated payments in rupees, the last of them an hour ago. Returns: the customers."""
    config = SimulatorConfig(seed=7, days=DAYS, customers=CUSTOMERS)
    found = [each.transaction for each in simulate(config) if isinstance(each, SimulatedPayment)]
    later = desk.clock.now() - dt.timedelta(hours=1) - max(each.occurred_at for each in found)
    moved = [replace(each, occurred_at=each.occurred_at + later) for each in found]
    for first in range(0, len(moved), 1_000):
        await desk.payments.ingest_many(desk.caller, moved[first : first + 1_000])
    return sorted({each.customer_id for each in moved})


async def asked(desk: Desk, use_case: str, customer: str) -> Decision[Answer]:
    command = DecideCommand(use_case=use_case, customer_id=customer, include_features=True)
    return await desk.services.decisions.decide(desk.caller, command)


def features_of(decision: Decision[Answer]) -> Mapping[str, float | None]:
    assert decision.explanation is not None
    return decision.explanation.features


@pytest.mark.parametrize(
    ("use_case", "names"), [("credit-score", CREDIT_NAMES), ("churn-score", CHURN_NAMES)]
)
async def test_one_payment_abroad_takes_nobody_their_income(
    desk: Desk, use_case: str, names: Sequence[str]
) -> None:
    """After 15 dollars no sum of anybody differs, no reason is about income that was there, and the score is the one that
    the same payment in rupees would have but for what it spent."""
    customers = await living(desk)
    before = {customer: await asked(desk, use_case, customer) for customer in customers}
    for customer in customers:
        await desk.payments.ingest(desk.caller, desk.payment(customer, amount_minor=1_500, currency="USD"))
    changed = set()
    for customer, old in before.items():
        new = await asked(desk, use_case, customer)
        was, now = features_of(old), features_of(new)
        changed |= {name for name in names if was[name] != now[name]}
        assert new.outcome == old.outcome
        assert {each.code for each in new.reasons if each.code.endswith(".missing")} <= {
            each.code for each in old.reasons
        }
    assert "payments_d30" in changed
    assert changed <= OF_ALL


async def test_beside_a_payment_abroad_a_customer_is_who_they_are_alone(desk: Desk) -> None:
    """In a call about 15 dollars the score of credit is of rupees, the payment is seen in dollars, of which there are none
    yet, and the past that is read is that of most payments; also when the payment was ingested before."""
    await desk.past("asha")
    alone = features_of(await asked(desk, "credit-score", "asha"))
    week = features_of(await asked(desk, "churn-score", "asha"))["payments_d7"]
    abroad = desk.payment("asha", amount_minor=1_500, currency="USD", occurred_at=desk.clock.now())
    for _ in range(2):
        anomaly, credit, segment = await desk.ask(
            abroad, ["transaction-anomaly", "credit-score", "segment"], include=["explanation"]
        )
        assert features_of(credit) == alone
        assert (features_of(anomaly)["payments_d7"], features_of(anomaly)["amount_ratio"]) == (week, None)
        assert segment.answer is not None


@pytest.mark.parametrize("seed", range(6))
async def test_stored_sent_and_learned_features_are_of_one_currency(
    desk: Desk, database: Database, tenancy: TenantServices, seed: int
) -> None:
    """What is stored, what is sent along and what a job computes again of the past are the same floats, of every feature
    of a customer, with payments in three currencies that came in any order."""
    dice = random.Random(seed)
    shift = desk.clock.now() - dt.datetime(2026, 3, 10, 12, 0, 30, tzinfo=dt.UTC)
    sent = [
        replace(
            each, customer_id="mira", currency=dice.choice(("INR", "USD", "EUR")), amount_minor=each.amount_minor % 10**9 + 1,
            occurred_at=each.occurred_at + shift, category=dice.choice((None, "rent", "emi", "travel")),
        )
        for each in random_payments(seed, 8 + 9 * seed)
    ]  # fmt: skip
    dice.shuffle(sent)
    await desk.payments.ingest_many(desk.caller, sent)
    vault = await tenancy.vaults.of(desk.caller.environment_id)
    names = tuple(sorted(set(STORED_NAMES) & {*CREDIT_NAMES, *CHURN_NAMES, *OF_LEADS}))
    command = DecideCommand(use_case="credit-score", customer_id="mira")
    stored = Subject(
        vault=vault, customer=vault.handle("mira"), at=desk.clock.now(), mode=desk.caller.mode, command=command
    )  # fmt: skip
    along = Subject(
        vault=vault, customer=stored.customer, at=stored.at, mode=stored.mode,
        command=replace(command, transactions=tuple(sent)),
    )  # fmt: skip
    read, of_sent = await read_known(database, [Wanted(stored, names), Wanted(along, names)])
    assert read == of_sent
    assert sum(value is not None for value in read.values()) > len(names) / 2
    rows = await PastFeatures(database, tenancy.vaults).read(
        desk.caller.environment_id, Named(names, (), stored.mode), [Then(stored.customer, command, stored.at)]
    )
    assert _known(names, rows.matrix[0].tolist()) == read


def _known(names: Sequence[str], values: Sequence[float]) -> Known:
    return {name: None if value != value else value for name, value in zip(names, values, strict=True)}  # noqa: PLR0124


async def test_a_named_currency_is_that_of_all_features(
    desk: Desk, database: Database, tenancy: TenantServices
) -> None:
    """A history that names a currency has its running state in it too, whatever most of its payments are in."""
    vault = await tenancy.vaults.of(desk.caller.environment_id)
    at = desk.clock.now()
    rupees = [desk.payment("lena", occurred_at=at - dt.timedelta(days=day)) for day in range(1, 9)]
    dollars = [
        desk.payment("lena", currency="USD", amount_minor=700, occurred_at=at - dt.timedelta(days=day))
        for day in (3, 60)
    ]
    found = []
    for currency, payments_ in (("USD", [*rupees, *dollars]), (None, [*rupees, *dollars]), ("USD", dollars)):
        history = CustomerHistory(customer_id="lena", currency=currency, transactions=payments_)
        filled = await StoredHistories(database, tenancy.vaults, desk.clock).fill(
            desk.caller, DecideCommand(use_case="segment", event=history)
        )
        subject = Subject(
            vault=vault, customer=vault.handle("lena"), at=at, mode=desk.caller.mode, command=filled, event="history"
        )  # fmt: skip
        (values,) = await read_known(database, [Wanted(subject, ("usual_amount_minor", "months_known"))])
        found.append(values)
    assert found[0] == found[2]
    assert found[0]["usual_amount_minor"] == pytest.approx(700, rel=1e-3)
    assert found[1] == {"usual_amount_minor": pytest.approx(250_000, rel=1e-3), "months_known": 1.0}


@pytest.mark.parametrize("use_case", ["segment", "life-events", "lead-score", "spend-forecast"])
async def test_a_past_without_the_currency_is_refused(desk: Desk, use_case: str) -> None:
    """Alone and beside a payment; of what is stored too, and with the field named."""
    abroad = [desk.payment("ravi", currency="USD", occurred_at=desk.clock.now() - dt.timedelta(days=40))]
    history = CustomerHistory(customer_id="ravi", currency="INR", transactions=abroad)
    with pytest.raises(PlatformError) as refused:
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=history))
    assert [each.field for each in refused.value.fields] == ["history.currency"]
    assert "they are in USD" in refused.value.fields[0].reason
    with pytest.raises(PlatformError) as beside:
        await desk.ask(desk.payment("ravi"), [use_case], history=msgspec.to_builtins(history))
    assert [each.field for each in beside.value.fields] == ["use_cases[0]", "history.currency"]
    await desk.past("ravi")
    stored = CustomerHistory(customer_id="ravi", currency="EUR")
    with pytest.raises(PlatformError) as unknown:
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=stored))
    assert (unknown.value.code, unknown.value.fields[0].field) == ("history_too_short", "history.currency")
    to_come = replace(
        history,
        currency=None,
        transactions=[desk.payment("ravi", occurred_at=desk.clock.now() + dt.timedelta(hours=2))],
    )
    with pytest.raises(PlatformError) as later:
        await desk.services.decisions.decide(desk.caller, DecideCommand(use_case=use_case, event=to_come))
    assert [each.field for each in later.value.fields] == ["history.transactions"]
