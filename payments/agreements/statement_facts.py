"""What a partner should have been paid for a period and what was: as it is sent, and as it comes out."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from core.errors import FieldError
from payments.agreements.facts import CommissionPeriod
from payments.commission_facts import SALES_MAX, CommissionSale, Minor
from payments.fact_checks import problems_of
from payments.facts import Currency, Instant, Reference

PAYOUTS_MAX = 50
NOTE_LENGTH_MAX = 500
PublicId = Annotated[str, Meta(max_length=64)]
Found = Literal["expected", "matched", "short", "over"]
StatementStatus = Literal["expected", "matched", "short", "over", "disputed", "settled"]
LineKind = Literal["base", "slab", "bonus", "deduction", "withheld", "added"]
PaidBasis = Literal["told", "payouts"]
DisputeReason = Literal["sale_missing", "rate_wrong", "amount_wrong", "tax_wrong", "paid_twice", "other"]
SettleReason = Literal["agreed", "difference_paid", "difference_recovered", "carried_forward", "written_off", "other"]  # fmt: skip
Note = Annotated[
    str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$(?!\n)")
]


class NewCommissionStatement(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a partner sold in a period, and what was paid for it if anything was. It never changes.

    id: your own id of it; sending it again changes nothing.
    partner_id: your own id of the partner.
    currency: ISO 4217.
    starts_at: of the period, included.
    ends_at: of the period, not included.
    sales: of the period; others are left out.
    agreement_id: our id of the agreement, where the partner has several side by side; else the one in force.
    paid_minor: what was paid, before tax.
    tax_withheld_minor: what was kept back; compared when told.
    tax_added_minor: what was paid on top for tax; compared when told.
    payout_ids: your own ids of stored payouts to this partner that paid it, instead of `paid_minor`: what of them is credited was
        paid, after taxes.
    replaces: our id of the statement that this one corrects.
    """

    id: Reference
    partner_id: Reference
    currency: Currency
    starts_at: Instant
    ends_at: Instant
    sales: Annotated[list[CommissionSale], Meta(max_length=SALES_MAX)]
    agreement_id: PublicId | None = None
    paid_minor: Minor | None = None
    tax_withheld_minor: Minor | None = None
    tax_added_minor: Minor | None = None
    payout_ids: Annotated[list[Reference], Meta(max_length=PAYOUTS_MAX)] = []
    replaces: PublicId | None = None

    @property
    def period(self) -> CommissionPeriod:
        return CommissionPeriod(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            sales=self.sales,
            paid_minor=self.paid_minor,
            tax_withheld_minor=self.tax_withheld_minor,
        )


class DueLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what is due.

    kind: `base` is what sales of a product earn in the lowest tier, `slab` what higher tiers change about that; then bonuses,
        deductions, and taxes that are withheld (TDS) or added (GST).
    name: the product, or the name in the agreement.
    from_volume_minor: where the tier begins that was reached; null of others than `slab`.
    rate_bps: hundredths of a percent; null where the agreement says nothing about the product.
    base_minor: what its rate is of.
    amount_minor: what it comes to, without sign but of `slab`.
    """

    kind: LineKind
    name: str
    from_volume_minor: int | None
    rate_bps: int | None
    base_minor: int
    amount_minor: int


class Reckoned(msgspec.Struct, frozen=True, kw_only=True):
    """What is due, what was paid, and why they differ.

    paid_basis: null where nothing was told of paying. difference_minor: what the partner got too much; below zero what is missing.
    """

    lines: list[DueLine]
    sales_counted: int
    reversed_left_out: int
    outside_left_out: int
    volume_minor: int
    earned_minor: int
    carried_minor: int
    tax_withheld_minor: int
    tax_added_minor: int
    payable_minor: int
    paid_basis: PaidBasis | None
    paid_minor: int | None
    difference_minor: int | None
    reasons: list[str]
    found: Found


def problems_of_statement(statement: NewCommissionStatement, now: datetime) -> list[FieldError]:
    """Name what the types cannot refuse."""
    found = [replace(each, field=each.field.removeprefix(".")) for each in problems_of(statement, now, "")]
    if statement.ends_at <= statement.starts_at:
        reason = "It is not after `starts_at`."
        found.append(FieldError("ends_at", reason, "Send the end of the period."))
    taxes = statement.tax_withheld_minor is not None or statement.tax_added_minor is not None
    if statement.payout_ids and (statement.paid_minor is not None or taxes):
        reason = "What was paid is told twice."
        found.append(FieldError("payout_ids", reason, "Name the payouts, or tell the amounts."))
    if taxes and statement.paid_minor is None:
        reason = "Taxes are told without what they are of."
        found.append(FieldError("paid_minor", reason, "Tell what was paid, before tax."))
    if len(set(statement.payout_ids)) != len(statement.payout_ids):
        found.append(FieldError("payout_ids", "A payout is there twice.", "Name each once."))
    seen: set[str] = set()
    for at, sale in enumerate(statement.sales):
        if sale.id is not None and sale.id in seen:
            reason = "Another sale has this id."
            found.append(FieldError(f"sales[{at}].id", reason, "Send each sale once."))
        seen.add(sale.id or "")
    return found


def in_utc(statement: NewCommissionStatement) -> NewCommissionStatement:
    """One moment is one content, however its offset was written."""
    return replace(
        statement,
        starts_at=statement.starts_at.astimezone(UTC),
        ends_at=statement.ends_at.astimezone(UTC),
        sales=[replace(sale, sold_at=sale.sold_at.astimezone(UTC)) for sale in statement.sales],
    )
