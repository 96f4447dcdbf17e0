"""Facts about invoices: one that waits to be paid, with what is known of its debtor."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Currency, Instant, Reference

HISTORY_MAX = 500


class PastInvoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An earlier invoice of the same debtor.

    amount_minor: minor units of the invoice's currency.
    issued_at: when it was sent.
    due_at: by when it was to be paid.
    paid_at: when it was paid; absent while it is not.
    disputed: whether it was disputed.
    """

    amount_minor: AmountMinor
    issued_at: Instant
    due_at: Instant
    paid_at: Instant | None = None
    disputed: bool = False


class Invoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An invoice that waits to be paid.

    id: your own id of the invoice.
    debtor_id: your own id of who is to pay.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    issued_at: when it was sent.
    due_at: by when it is to be paid.
    disputed: whether the debtor disputes it, as of now.
    reminders: sent so far.
    history: the debtor's earlier invoices, paid or not; what lies after the moment of the question is not looked at.
    """

    id: Reference | None = None
    debtor_id: Reference
    amount_minor: AmountMinor
    currency: Currency
    issued_at: Instant
    due_at: Instant
    disputed: bool = False
    reminders: Annotated[int, Meta(ge=0, le=100)] = 0
    history: Annotated[list[PastInvoice], Meta(max_length=HISTORY_MAX)] = []


def problems_of_invoice(invoice: Invoice) -> list[FieldError]:
    """Name what contradicts itself: a term that ends before it begins, a payment before its invoice."""
    found = []
    dated: list[tuple[str, Invoice | PastInvoice]] = [("invoice", invoice)]
    dated.extend((f"invoice.history[{at}]", past) for at, past in enumerate(invoice.history))
    for path, each in dated:
        if each.due_at < each.issued_at:
            found.append(FieldError(f"{path}.due_at", "It is before `issued_at`.", "Send when it is due."))
    for at, past in enumerate(invoice.history):
        if past.paid_at is not None and past.paid_at < past.issued_at:
            path = f"invoice.history[{at}].paid_at"
            found.append(FieldError(path, "It is before `issued_at`.", "Send when it was paid."))
    return found
