"""What a question can be about besides a payment and a customer: each kind of event with its facts and its checks."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from core.errors import FieldError
from payments import fact_checks
from payments.invoice_facts import Invoice, problems_of_invoice

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

    def subject_of(self, event: msgspec.Struct) -> str | None:
        return self.subject(self._own(event))

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
EVENTS: Mapping[str, EventKind] = {each.name: each for each in (_INVOICE,)}
