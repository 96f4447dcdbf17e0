"""Facts as text: lines of a bank or UPI statement, and tickets of customers."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Category, Currency, Direction, Instant, Reference

LINES_MAX = 50
# Line ends and tabs are part of what banks and people write; other control characters are of no text.
LineText = Annotated[str, Meta(min_length=1, max_length=256, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$")]
TicketText = Annotated[str, Meta(min_length=1, max_length=4_000)]


class StatementLine(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One line of a statement, as the bank wrote it.

    id: your own id of the line.
    text: what the line says.
    amount_minor: minor units of the statement's currency.
    direction: which way the money went; when not told, what the line says (CR, Dr., credited, जमा), else out.
    occurred_at: when.
    category: yours, where you know it: it is answered as it is.
    """

    id: Reference | None = None
    text: LineText
    amount_minor: AmountMinor
    direction: Direction | None = None
    occurred_at: Instant
    category: Category | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Lines of one customer's statement, to be categorised together: only together do they show what recurs.

    customer_id: your own id of the customer.
    currency: ISO 4217; that of most stored payments when not told.
    lines: in any order. When none are sent, the customer's last stored payments that have a description.
    """

    customer_id: Reference
    currency: Currency | None = None
    lines: Annotated[list[StatementLine], Meta(max_length=LINES_MAX)] = []


def problems_of_statement(statement: Statement) -> list[FieldError]:
    """Name what is missing where nothing is read from what is stored."""
    if statement.lines and statement.currency is not None:
        return []
    name = "currency" if statement.lines else "lines"
    return [FieldError(f"statement.{name}", "It is missing.", "Send the lines and their currency.")]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a customer, a merchant or a partner wrote.

    id: your own id of the ticket.
    customer_id: your own id of who wrote.
    subject: its subject.
    text: what it says.
    opened_at: when it came.
    channel: where it came from.
    """

    id: Reference | None = None
    customer_id: Reference | None = None
    subject: LineText | None = None
    text: TicketText
    opened_at: Instant | None = None
    channel: Literal["email", "chat", "phone", "app", "web", "other"] = "other"
