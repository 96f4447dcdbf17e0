"""Facts about what is to be paid: open invoices with their discounts and penalties, and the cash to pay them from."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Currency, Instant, Reference

INVOICES_MAX = 100
Bps = Annotated[int, Meta(ge=0, le=10_000)]


class OpenInvoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One invoice that is to be paid.

    id: your own id of the invoice.
    vendor_id: your own id of who is to be paid.
    amount_minor: minor units of the portfolio's currency.
    due_at: when it is due.
    discount_bps: hundredths of a percent that are saved by paying before `discount_until`.
    discount_until: until when; absent without a discount.
    penalty_bps_a_day: hundredths of a percent of the amount for every day after the due date.
    penalty_fixed_minor: minor units, once, when it is paid late.
    """

    id: Reference
    vendor_id: Reference
    amount_minor: AmountMinor
    due_at: Instant
    discount_bps: Bps = 0
    discount_until: Instant | None = None
    penalty_bps_a_day: Bps = 0
    penalty_fixed_minor: Annotated[int, Meta(ge=0, le=100_000_000_000)] = 0


class ExpectedCash(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money that is to come in. at: when. amount_minor: how much."""

    at: Instant
    amount_minor: AmountMinor


class PaymentPortfolio(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """All invoices that are open, and the cash to pay them from.

    payer_id: your own id of whose cash it is.
    currency: ISO 4217.
    cash_minor: what can be spent today.
    expected: what will come in.
    overdraft_bps_a_year: what a day below zero costs, as a yearly rate.
    interest_bps_a_year: what cash earns while it waits, as a yearly rate.
    invoices: the open ones.
    """

    payer_id: Reference
    currency: Currency
    cash_minor: Annotated[int, Meta(ge=-100_000_000_000_000, le=100_000_000_000_000)]
    expected: Annotated[list[ExpectedCash], Meta(max_length=200)] = []
    overdraft_bps_a_year: Bps = 1_800
    interest_bps_a_year: Bps = 400
    invoices: Annotated[list[OpenInvoice], Meta(min_length=1, max_length=INVOICES_MAX)]


def problems_of_portfolio(portfolio: PaymentPortfolio) -> list[FieldError]:
    """Name invoices that stand twice, and discounts that nothing ends."""
    seen: set[str] = set()
    found = []
    for at, invoice in enumerate(portfolio.invoices):
        if invoice.id in seen:
            found.append(
                FieldError(f"portfolio.invoices[{at}].id", "It stands twice.", "Send each invoice once.")
            )
        if invoice.discount_bps and invoice.discount_until is None:
            path = f"portfolio.invoices[{at}].discount_until"
            found.append(FieldError(path, "It is missing.", "Say until when the discount holds."))
        seen.add(invoice.id)
    return found
