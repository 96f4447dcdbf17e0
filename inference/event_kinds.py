"""What a question can be about besides a payment and a customer: each kind of event with its facts and its checks."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import msgspec

from core.errors import FieldError
from core.ids import public
from payments import fact_checks
from payments.commission_facts import CommissionStatement, problems_of_commission
from payments.gateway_facts import Routing, problems_of_routing
from payments.history_facts import CustomerHistory, problems_of_history
from payments.invoice_facts import Invoice, problems_of_invoice
from payments.payout_facts import Payout, problems_of_payout
from payments.portfolio_facts import PaymentPortfolio, problems_of_portfolio
from payments.statement_facts import Statement, Ticket, problems_of_statement

Event = TypeVar("Event", bound=msgspec.Struct)


class EventKind(Protocol):
    """name: of the field that carries it in a question. about: what it is, in words. bulk: it may hold a long history."""

    @property
    def name(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def facts(self) -> type[msgspec.Struct]: ...
    @property
    def bulk(self) -> bool: ...
    @property
    def example(self) -> Mapping[str, object]: ...

    def subject_of(self, event: msgspec.Struct) -> str | None:
        """Return the caller's id of whose data this is, or None where it is nobody's."""
        ...

    def check(self, event: msgspec.Struct, now: datetime) -> None:
        """Refuse what the type cannot. Raises: PaymentRefused."""
        ...

    def named(self, event: msgspec.Struct, decision_id: UUID) -> msgspec.Struct:
        """Return the event with the decision's id where the answer draws by an id and the caller gave none."""
        ...


@dataclasses.dataclass(frozen=True)
class Kind(Generic[Event]):
    """problems: what only this kind can find wrong."""

    name: str
    about: str
    facts: type[Event]
    subject: Callable[[Event], str | None]
    example: Mapping[str, object]
    problems: Callable[[Event, datetime], list[FieldError]] = lambda _event, _now: []
    bulk: bool = False
    name_as: Callable[[Event, str], Event] | None = None

    def subject_of(self, event: msgspec.Struct) -> str | None:
        return self.subject(self._own(event))

    def named(self, event: msgspec.Struct, decision_id: UUID) -> msgspec.Struct:
        return event if self.name_as is None else self.name_as(self._own(event), public("dec", decision_id))

    def check(self, event: msgspec.Struct, now: datetime) -> None:
        own = self._own(event)
        found = fact_checks.problems_of(own, now, self.name) or self.problems(own, now)
        fact_checks.refuse(found)

    def _own(self, event: msgspec.Struct) -> Event:
        if not isinstance(event, self.facts):
            raise TypeError(f"{self.name} is a {self.facts.__name__}")
        return event


_INVOICE = Kind(
    name="invoice",
    about="one invoice that is not paid yet",
    facts=Invoice,
    subject=lambda invoice: invoice.debtor_id,
    problems=lambda invoice, _now: problems_of_invoice(invoice),
    bulk=True,
    example={
        "id": "inv_881",
        "debtor_id": "debtor_12",
        "amount_minor": 4500000,
        "currency": "INR",
        "issued_at": "2026-11-01T09:00:00Z",
        "due_at": "2026-12-01T09:00:00Z",
        "history": [
            {
                "amount_minor": 3900000,
                "issued_at": "2026-08-03T09:00:00Z",
                "due_at": "2026-09-02T09:00:00Z",
                "paid_at": "2026-09-10T11:00:00Z",
            }
        ],
    },
)
_PAYOUT = Kind(
    name="payout",
    about="one payout that is not credited yet",
    facts=Payout,
    subject=lambda payout: payout.payee_id,
    problems=lambda payout, _now: problems_of_payout(payout),
    bulk=True,
    example={
        "id": "po_77",
        "payee_id": "vendor_31",
        "bank": "bank-coop",
        "method": "neft",
        "amount_minor": 5600000,
        "currency": "INR",
        "created_at": "2026-11-20T06:10:00Z",
        "approved_at": "2026-11-20T08:40:00Z",
        "sent_at": "2026-11-20T08:52:00Z",
        "utc_offset_minutes": 330,
        "history": [
            {
                "payee_id": "vendor_31" if number else "vendor_30",
                "bank": "bank-coop",
                "method": "neft",
                "amount_minor": 4000000 + 300000 * number,
                "created_at": f"2026-11-{10 + number}T06:00:00Z",
                "approved_at": f"2026-11-{10 + number}T07:30:00Z",
                "sent_at": f"2026-11-{10 + number}T07:40:00Z",
                "settled_at": f"2026-11-{10 + number}T{11 + number % 3}:05:00Z",
            }
            for number in range(6)
        ],
    },
)
_ROUTING = Kind(
    name="routing",
    about="one payment that is to go through one of several gateways",
    facts=Routing,
    subject=lambda _routing: None,
    problems=lambda routing, _now: problems_of_routing(routing),
    name_as=lambda routing, own_id: routing if routing.id else msgspec.structs.replace(routing, id=own_id),
    bulk=True,
    example={
        "id": "pay_5005",
        "method": "upi",
        "amount_minor": 129900,
        "currency": "INR",
        "candidates": [
            {"gateway": "gw-alpha", "fee_bps": 20},
            {"gateway": "gw-bravo", "fee_bps": 15, "fee_fixed_minor": 100},
        ],
        "attempts": [
            {
                "gateway": "gw-alpha" if number % 2 else "gw-bravo",
                "method": "upi",
                "at": f"2026-11-20T10:{10 + number}:00Z",
                "succeeded": number % 5 != 0,
                **({} if number % 5 else {"failure_code": "payer_bank_down"}),
                "latency_ms": 400 + 10 * number,
            }
            for number in range(20)
        ],
        "utc_offset_minutes": 330,
    },
)
_HISTORY = Kind(
    name="history",
    about="one customer, of whose payments it is read",
    facts=CustomerHistory,
    subject=lambda history: history.customer_id,
    problems=problems_of_history,
    bulk=True,
    example={
        "customer_id": "cust_42",
        "currency": "INR",
        "transactions": [
            {
                "customer_id": "cust_42",
                "amount_minor": 10_000
                * (600 + 200 * (month > 8) if category == "salary" else 20 + 7 * (day % 5)),
                "currency": "INR",
                "occurred_at": f"2026-{month:02d}-{day:02d}T10:00:00Z",
                "direction": "credit" if category == "salary" else "debit",
                "method": "neft" if category == "salary" else "upi",
                "channel": "app",
                "category": category,
            }
            for month in range(6, 12)
            for day, category in (
                (1, "salary"),
                (4, "groceries"),
                (7, "food"),
                (11, "groceries"),
                (18, "travel"),
            )
        ],
    },
)
_STATEMENT = Kind(
    name="statement",
    about="lines of one customer's statement",
    facts=Statement,
    subject=lambda statement: statement.customer_id,
    problems=lambda statement, _now: problems_of_statement(statement),
    bulk=True,
    example={
        "customer_id": "cust_42",
        "currency": "INR",
        "lines": [
            *(
                {
                    "text": "ACH D- NETFLIX ENTERTAINMENT 88213",
                    "amount_minor": 64900,
                    "occurred_at": f"2026-{month:02d}-05T02:00:00Z",
                }
                for month in (8, 9, 10)
            ),
            {
                "text": "UPI/DR/432198765431/SHREE BALAJI MEDICALS/YESB/q4410@ybl/Payment",
                "amount_minor": 38500,
                "occurred_at": "2026-10-12T12:30:00Z",
            },
            {
                "text": "NEFT CR-55120934-ACME SOFTWARE-SALARY OCT",
                "amount_minor": 8500000,
                "direction": "credit",
                "occurred_at": "2026-10-31T06:00:00Z",
            },
        ],
    },
)
_TICKET = Kind(
    name="ticket",
    about="one ticket of a customer, a merchant or a partner",
    facts=Ticket,
    subject=lambda ticket: ticket.customer_id,
    example={
        "id": "tick_9",
        "customer_id": "cust_42",
        "subject": "Payout not received",
        "text": "Hello, my payout of Rs 4,200 has not arrived for 5 days. Please look into this.",
        "channel": "email",
    },
)
_COMMISSION = Kind(
    name="commission",
    about="one commission statement of a partner",
    facts=CommissionStatement,
    subject=lambda commission: commission.partner_id,
    problems=lambda commission, _now: problems_of_commission(commission),
    bulk=True,
    example={
        "id": "cs_2026_10",
        "partner_id": "partner_7",
        "currency": "INR",
        "starts_at": "2026-10-01T00:00:00Z",
        "ends_at": "2026-11-01T00:00:00Z",
        "paid_minor": 150000,
        "tax_withheld_minor": 7500,
        "tax_bps": 500,
        "rules": [
            {"product": "loan", "rate_bps": 150},
            {"product": "loan", "from_volume_minor": 9000000, "rate_bps": 200},
        ],
        "sales": [
            {"product": "loan", "amount_minor": 2500000, "sold_at": f"2026-10-{day:02d}T10:00:00Z"}
            for day in (4, 11, 18, 25)
        ],
        "earlier_paid_minor": [142000, 161000, 155000],
    },
)
_PORTFOLIO = Kind(
    name="portfolio",
    about="all invoices that are to be paid, and the cash to pay them from",
    facts=PaymentPortfolio,
    subject=lambda portfolio: portfolio.payer_id,
    problems=lambda portfolio, _now: problems_of_portfolio(portfolio),
    bulk=True,
    example={
        "payer_id": "treasury_1",
        "currency": "INR",
        "cash_minor": 30000000,
        "expected": [{"at": "2027-01-10T06:00:00Z", "amount_minor": 25000000}],
        "overdraft_bps_a_year": 1800,
        "interest_bps_a_year": 400,
        "invoices": [
            {
                "id": "inv_1",
                "vendor_id": "vendor_31",
                "amount_minor": 12000000,
                "due_at": "2027-01-20T12:00:00Z",
                "discount_bps": 200,
                "discount_until": "2026-12-31T12:00:00Z",
            },
            {
                "id": "inv_2",
                "vendor_id": "vendor_32",
                "amount_minor": 9000000,
                "due_at": "2027-01-15T12:00:00Z",
                "penalty_bps_a_day": 10,
            },
        ],
    },
)
EVENTS: Mapping[str, EventKind] = {
    each.name: each
    for each in (_INVOICE, _PAYOUT, _ROUTING, _HISTORY, _STATEMENT, _TICKET, _COMMISSION, _PORTFOLIO)
}
