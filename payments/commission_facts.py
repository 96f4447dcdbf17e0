"""Facts about commissions: a partner's statement, the agreement that it should follow, and the sales behind it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Category, Currency, Instant, Reference

SALES_MAX = 1_000
RULES_MAX = 50
Bps = Annotated[int, Meta(ge=0, le=10_000)]
Minor = Annotated[int, Meta(ge=0, le=100_000_000_000_000)]


class CommissionRule(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One line of the agreement: the rate of a product from some volume of the period on.

    product: whose sales it is about; absent for those that no other rule names.
    from_volume_minor: it holds for the whole period once sales of the product reach this.
    rate_bps: hundredths of a percent of the sale.
    fixed_minor: minor units a sale, on top.
    cap_minor: at most so much a sale; absent without a cap.
    """

    product: Category | None = None
    from_volume_minor: Minor = 0
    rate_bps: Bps = 0
    fixed_minor: Minor = 0
    cap_minor: AmountMinor | None = None


class CommissionSale(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One sale that the partner made.

    id: your own id of the sale.
    product: what was sold, as a slug.
    amount_minor: minor units of the statement's currency.
    sold_at: when.
    reversed: whether it was cancelled or returned: it earns nothing then.
    """

    id: Reference | None = None
    product: Category
    amount_minor: AmountMinor
    sold_at: Instant
    reversed: bool = False


class CommissionStatement(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, weakref=True
):
    """What a partner was paid for a period, to be checked against the agreement and the sales.

    id: your own id of the statement.
    partner_id: your own id of the partner.
    currency: ISO 4217.
    starts_at: of the period, included.
    ends_at: of the period, not included.
    paid_minor: what the statement says, before tax.
    tax_withheld_minor: what was kept for tax.
    tax_bps: what should be kept, hundredths of a percent.
    rules: the agreement.
    sales: of the period and around it.
    earlier_paid_minor: what earlier statements of the partner said, the oldest first.
    """

    id: Reference | None = None
    partner_id: Reference
    currency: Currency
    starts_at: Instant
    ends_at: Instant
    paid_minor: Minor
    tax_withheld_minor: Minor = 0
    tax_bps: Bps = 0
    rules: Annotated[list[CommissionRule], Meta(min_length=1, max_length=RULES_MAX)]
    sales: Annotated[list[CommissionSale], Meta(max_length=SALES_MAX)] = []
    earlier_paid_minor: Annotated[list[Minor], Meta(max_length=60)] = []


def problems_of_commission(commission: CommissionStatement) -> list[FieldError]:
    """Name a period that ends before it begins."""
    if commission.ends_at > commission.starts_at:
        return []
    return [FieldError("commission.ends_at", "It is not after `starts_at`.", "Send the end of the period.")]
