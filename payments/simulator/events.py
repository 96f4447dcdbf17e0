"""What comes out of the simulator: facts as a tenant would send them, each with the truth that comes later."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from payments.facts import LoginEvent, Transaction

IST = timezone(timedelta(hours=5, minutes=30), "IST")
DEFAULT_START = date(2025, 6, 2)

Scenario = Literal[
    "ordinary",
    "takeover",
    "card_testing",
    "new_device",
    "mule",
    "geo_velocity",
    "careful_thief",
    "double_charge",
    "wrong_amount",
]
"""How a payment came to be. The last two are errors, those between are frauds."""

FRAUDS: frozenset[str] = frozenset(
    {"takeover", "card_testing", "new_device", "mule", "geo_velocity", "careful_thief"}
)
PayoutStageName = Literal["created", "approved", "sent", "settled", "returned"]


class SimulatorConfig(msgspec.Struct, frozen=True, kw_only=True):
    """seed, days and customers decide every byte. start: the first day, from midnight IST."""

    seed: int = 1
    days: Annotated[int, Meta(ge=1, le=3_650)] = 30
    customers: Annotated[int, Meta(ge=1, le=1_000_000)] = 200
    start: date = DEFAULT_START
    fraud_level: Annotated[float, Meta(ge=0, le=50)] = 1.0
    """Multiplies how often frauds and errors are injected; 1 gives roughly one payment in a hundred."""


class SimulatedPayment(msgspec.Struct, frozen=True, tag="payment"):
    """fraud: what the tenant reports weeks later. A few victims never report, and a few customers lie."""

    at: datetime
    transaction: Transaction
    scenario: Scenario
    fraud: bool


class SimulatedLogin(msgspec.Struct, frozen=True, tag="login"):
    at: datetime
    login: LoginEvent


class GatewayAttempt(msgspec.Struct, frozen=True, tag="gateway_attempt"):
    """One try of one payment at one gateway. A payment may take several, and all of them may fail."""

    at: datetime
    id: str
    transaction_id: str
    attempt: int
    gateway: str
    method: str
    amount_minor: int
    currency: str
    succeeded: bool
    failure_code: str | None
    latency_ms: int


class PayoutStage(msgspec.Struct, frozen=True, tag="payout_stage"):
    """A payout reaching a stage; the last is `settled` or `returned`."""

    at: datetime
    payout_id: str
    payee_id: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    stage: PayoutStageName


class InvoiceEvent(msgspec.Struct, frozen=True, tag="invoice"):
    """An invoice issued (`paid_at` None), the same invoice when its debtor disputes it, and when it is paid."""

    at: datetime
    id: str
    vendor_id: str
    debtor_id: str
    amount_minor: int
    currency: str
    issued_at: datetime
    due_at: datetime
    disputed: bool
    paid_at: datetime | None


Event = SimulatedPayment | SimulatedLogin | GatewayAttempt | PayoutStage | InvoiceEvent


class CustomerTruth(msgspec.Struct, frozen=True):
    """What became of a customer after the last simulated day.

    defaulted: missed three instalments within 180 days. churned: no payment within 60 days.
    The probabilities are those the outcomes were drawn from: no model can do better than them.
    """

    customer_id: str
    segment: str
    joined_on: date
    defaulted: bool
    default_probability: float
    churned: bool
    churn_probability: float
