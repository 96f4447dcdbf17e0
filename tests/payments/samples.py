"""Payments for tests: plain ones, and random ones of a few customers, merchants, currencies and moments."""

import datetime as dt
import hashlib
import random
from uuid import UUID, uuid4

from msgspec.structs import replace

from core.clock import SystemClock
from core.ids import uuid7
from payments.facts import LoginEvent, Transaction
from payments.prepared import PreparedLogin, PreparedTransaction, prepare, prepare_login
from tenants.vault import EnvironmentVault, SubjectKey

NOON = dt.datetime(2026, 3, 10, 12, 0, 30, tzinfo=dt.UTC)


def a_vault(environment_id: UUID | None = None) -> EnvironmentVault:
    scope = environment_id or uuid4()
    return EnvironmentVault(scope, {1: b"k" * 32}, 1, hashlib.sha256(scope.bytes).digest())


def a_payment(**changes: object) -> Transaction:
    """A plain debit of 100 rupees at noon."""
    plain = Transaction(
        id=f"t-{uuid4()}", customer_id="customer-1", amount_minor=10_000, currency="INR", occurred_at=NOON
    )
    return replace(plain, **changes)


def a_login(**changes: object) -> LoginEvent:
    plain = LoginEvent(id=f"l-{uuid4()}", customer_id="customer-1", occurred_at=NOON, succeeded=True)
    return replace(plain, **changes)


class Preparer:
    """Prepares for one environment, with keys of its own in place of the table of subjects."""

    def __init__(self, vault: EnvironmentVault) -> None:
        self.vault = vault
        self._keys: dict[UUID, SubjectKey] = {}

    def key(self, customer: UUID) -> SubjectKey:
        if customer not in self._keys:
            self._keys[customer] = self.vault.new_subject(customer)[0]
        return self._keys[customer]

    def payment(self, payment: Transaction) -> PreparedTransaction:
        customer = self.vault.handle(payment.customer_id)
        clock = SystemClock()
        return prepare(payment, self.vault, customer, self.key(customer), uuid7(clock), clock.now())

    def login(self, login: LoginEvent) -> PreparedLogin:
        customer = self.vault.handle(login.customer_id)
        clock = SystemClock()
        return prepare_login(login, self.vault, customer, self.key(customer), uuid7(clock), clock.now())


def random_payments(
    seed: int, count: int, *, customers: int = 2, span_days: float = 100
) -> list[Transaction]:
    """Payments that crowd some minutes and spread over others, in two currencies, with and without places."""
    rng = random.Random(seed)
    payments = []
    for number in range(count):
        spread = rng.choice((span_days * 86_400, 7 * 86_400, 86_400, 3_600, 120))
        located = rng.random() < 0.5
        payments.append(
            Transaction(
                id=f"{seed}-{number}",
                customer_id=f"customer-{rng.randrange(customers)}",
                amount_minor=rng.choice((1, 99, rng.randrange(1, 10**6), 10**14)),
                currency=rng.choice(("INR", "INR", "INR", "USD")),
                occurred_at=NOON - dt.timedelta(microseconds=rng.randrange(round(spread * 1e6))),
                direction=rng.choice(("debit", "debit", "debit", "credit")),
                method=rng.choice(("upi", "card", "cash")),
                channel=rng.choice((None, "atm", "pos")),
                merchant_id=rng.choice((None, f"mer-{rng.randrange(40)}")),
                category=rng.choice((None, "emi", "food")),
                device_id=rng.choice((None, f"dev-{rng.randrange(5)}")),
                country=rng.choice((None, "IN", "AE")),
                latitude=rng.uniform(-90, 90) if located else None,
                longitude=rng.uniform(-180, 180) if located else None,
            )
        )
    return payments


def random_logins(seed: int, count: int, *, customers: int = 2) -> list[LoginEvent]:
    rng = random.Random(seed)
    return [
        LoginEvent(
            id=f"{seed}-{number}",
            customer_id=f"customer-{rng.randrange(customers)}",
            occurred_at=NOON - dt.timedelta(seconds=rng.randrange(rng.choice((3_600, 3 * 86_400)))),
            succeeded=rng.random() < 0.7,
            device_id=rng.choice((None, f"dev-{rng.randrange(8)}")),
        )
        for number in range(count)
    ]
