"""Facts about a customer's past: the payments that a forecast, a segment, life events and leads are read from.

A forecast can also be read from months: what was spent in each, by category, where a tenant keeps no more than that.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from core.errors import FieldError
from payments.currencies import usual_of
from payments.facts import Category, Currency, Reference, Transaction

HISTORY_MAX = 1_000
MONTHS_MAX = 6
_NAMED_MAX = 5
LAST_TIME_ZONE = timedelta(hours=14)
"""A month is over once it is over somewhere: times that are sent with months have no offset."""

Month = Annotated[str, Meta(min_length=7, max_length=7, pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$(?!\n)")]
SpentMinor = Annotated[int, Meta(ge=0, le=100_000_000_000_000)]


class MonthSpend(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a customer spent in one calendar month and category. Several of one month and category are added up.

    month: `2026-10`.
    category: a slug, as of payments; all that has none is one category.
    amount_minor: minor units of the currency; nought for nothing.
    """

    month: Month
    category: Category | None = None
    amount_minor: SpentMinor


class CustomerHistory(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, weakref=True
):
    """One customer's payments, to be read as a whole; they are not ingested.

    customer_id: your own id of the customer.
    currency: ISO 4217, of the answer; payments in others are left out. That of most payments when not told; one that none of
        them is in is refused.
    transactions: the payments, in any order; those after the moment of the question are left out. When none are sent, the
        customer's last 1,000 stored payments.
    spending: months instead of payments, where the use case is a forecast: what was spent by month and category. A month that is
        not over is left out, one that is missing before the last is nought, and the forecast begins after the last.
    months: how many months to look ahead, where the use case does: of 30 days, or of the calendar after `spending`.
    products: names of your own products, where the use case asks about some; all that the model knows when not told.
    """

    customer_id: Reference
    currency: Currency | None = None
    transactions: Annotated[list[Transaction], Meta(max_length=HISTORY_MAX)] = []
    months: Annotated[int, Meta(ge=1, le=MONTHS_MAX)] = 3
    products: Annotated[list[Category], Meta(max_length=20)] = []
    spending: Annotated[list[MonthSpend], Meta(max_length=HISTORY_MAX)] = []


def settled(history: CustomerHistory, now: datetime) -> CustomerHistory:
    """Return payments that were sent with their currency named: the usual one, where the question does not say it."""
    if history.currency is not None or not history.transactions:
        return history
    currency = usual_of(history.transactions, now) or history.transactions[0].currency
    return replace(history, currency=currency)


def is_over(month: str, at: datetime) -> bool:
    """Say whether a month, `2026-10`, has ended at a moment."""
    return begin_of(month_number(month) + 1) - LAST_TIME_ZONE <= at


def month_number(month: str) -> int:
    """Count months since the year nought."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def begin_of(number: int) -> datetime:
    """Return when a month begins, in UTC. number: as `month_number` counts."""
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def problems_of_history(history: CustomerHistory, now: datetime) -> list[FieldError]:
    """Name payments of another customer, a history without any where none is read from what is stored, and one whose payments
    are all in other currencies: it would be answered as if nothing had ever been spent."""
    if history.spending:
        return _problems_of_months(history, now)
    if not history.transactions or history.currency is None:
        name = "currency" if history.transactions else "transactions"
        return [
            FieldError(
                f"history.{name}", "It is missing.", "Send the customer's payments and their currency."
            )
        ]
    strangers = [
        FieldError(
            f"history.transactions[{at}].customer_id",
            "It is not the `customer_id` of the history.",
            "Send one customer's payments.",
        )
        for at, transaction in enumerate(history.transactions)
        if transaction.customer_id != history.customer_id
    ]
    return strangers or _problems_of_currency(history.transactions, history.currency, now)


def _problems_of_currency(payments: Sequence[Transaction], currency: str, now: datetime) -> list[FieldError]:
    known = {each.currency for each in payments if each.occurred_at <= now}
    if currency in known:
        return []
    if not known:
        reason = "All of them are after the moment of the question."
        return [FieldError("history.transactions", reason, "Send payments that happened.")]
    return [
        FieldError(
            "history.currency",
            f"None of the payments is in {currency}; they are in {', '.join(sorted(known)[:_NAMED_MAX])}.",
            "Name a currency that the customer paid in, or none for that of most payments.",
        )
    ]


def _problems_of_months(history: CustomerHistory, now: datetime) -> list[FieldError]:
    if history.currency is None:
        return [FieldError("history.currency", "It is missing.", "Say in which currency the months are.")]
    if history.transactions:
        return [
            FieldError(
                "history.spending", "There are payments too.", "Send either the payments or the months."
            )
        ]
    if not any(is_over(each.month, now) for each in history.spending):
        return [
            FieldError("history.spending", "None of these months is over yet.", "Send months that are over.")
        ]
    return []
