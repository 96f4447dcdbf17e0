"""Facts about a customer's past: the payments that a forecast, a segment, life events and leads are read from."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import Category, Currency, Reference, Transaction

HISTORY_MAX = 1_000
MONTHS_MAX = 6


class CustomerHistory(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, weakref=True
):
    """One customer's payments, to be read as a whole; they are not ingested.

    customer_id: your own id of the customer.
    currency: ISO 4217, of the answer; payments in others are left out. That of most payments when not told.
    transactions: the payments, in any order; those after the moment of the question are left out. When none are sent, the
        customer's last 1,000 stored payments.
    months: how many months of 30 days to look ahead, where the use case does.
    products: names of your own products, where the use case asks about some; all that the model knows when not told.
    """

    customer_id: Reference
    currency: Currency | None = None
    transactions: Annotated[list[Transaction], Meta(max_length=HISTORY_MAX)] = []
    months: Annotated[int, Meta(ge=1, le=MONTHS_MAX)] = 3
    products: Annotated[list[Category], Meta(max_length=20)] = []


def problems_of_history(history: CustomerHistory) -> list[FieldError]:
    """Name payments of another customer, and a history without any where none is read from what is stored."""
    if not history.transactions or history.currency is None:
        name = "currency" if history.transactions else "transactions"
        return [
            FieldError(
                f"history.{name}", "It is missing.", "Send the customer's payments and their currency."
            )
        ]
    return [
        FieldError(
            f"history.transactions[{at}].customer_id",
            "It is not the `customer_id` of the history.",
            "Send one customer's payments.",
        )
        for at, transaction in enumerate(history.transactions)
        if transaction.customer_id != history.customer_id
    ]
