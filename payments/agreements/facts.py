"""What was agreed with a partner, and what is to be computed by it. Rates are the agreement's own: none stands in the code."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.checks import problems_of_currency
from payments.commission_facts import RULES_MAX, SALES_MAX, Bps, CommissionRule, CommissionSale, Minor
from payments.commissions import Rounding
from payments.fact_checks import problems_of
from payments.facts import Category, Currency, Instant, Reference

LINES_MAX = 20
BPS_MAX = 10_000


class AgreementBonus(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Paid on top once sales reach a volume.

    name: a slug.
    product: whose sales count; all of them when absent.
    from_volume_minor: of the period.
    amount_minor: minor units, once a period.
    rate_bps: hundredths of a percent of those sales.
    """

    name: Category
    product: Category | None = None
    from_volume_minor: Minor = 0
    amount_minor: Minor = 0
    rate_bps: Bps = 0


class AgreementDeduction(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Taken off commission and bonuses.

    name: a slug.
    amount_minor: minor units, once a period.
    rate_bps: hundredths of a percent of commission and bonuses.
    """

    name: Category
    amount_minor: Minor = 0
    rate_bps: Bps = 0


class AgreementTax(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A tax on what is earned after deductions.

    name: a slug, such as `tds` or `gst`.
    rate_bps: hundredths of a percent.
    kind: `withheld` is kept back from the partner (TDS), `added` is paid on top (GST).
    from_minor: it is taken, of everything, once the period earns this.
    """

    name: Category
    rate_bps: Bps
    kind: Literal["withheld", "added"]
    from_minor: Minor = 0


class CommissionAgreement(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An agreement with a partner. It never changes: what is agreed anew is another agreement.

    id: your own id of it; sending it again changes nothing.
    partner_id: your own id of the partner.
    currency: ISO 4217.
    starts_at: included.
    ends_at: not included; absent while it is open.
    rules: rates by product and volume.
    slabs: `whole`: the highest tier that is reached holds for all sales of the period. `marginal`: each tier holds for the part of
        the volume that lies in it, in the order of the sales.
    rounding: of each sale, bonus, deduction and tax by itself, to a minor unit.
    bonuses: paid on top.
    deductions: taken off.
    taxes: withheld or added.
    """

    id: Reference
    partner_id: Reference
    currency: Currency
    starts_at: Instant
    ends_at: Instant | None = None
    rules: Annotated[list[CommissionRule], Meta(min_length=1, max_length=RULES_MAX)]
    slabs: Literal["whole", "marginal"] = "whole"
    rounding: Rounding = "half_even"
    bonuses: Annotated[list[AgreementBonus], Meta(max_length=LINES_MAX)] = []
    deductions: Annotated[list[AgreementDeduction], Meta(max_length=LINES_MAX)] = []
    taxes: Annotated[list[AgreementTax], Meta(max_length=LINES_MAX)] = []


class CommissionPeriod(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The sales of a period, and what was paid for them if it was.

    starts_at: included.
    ends_at: not included.
    sales: of the period; others are left out.
    paid_minor: what the partner was paid, before tax; compared when told.
    tax_withheld_minor: what was kept back; compared when told.
    """

    starts_at: Instant
    ends_at: Instant
    sales: Annotated[list[CommissionSale], Meta(max_length=SALES_MAX)]
    paid_minor: Minor | None = None
    tax_withheld_minor: Minor | None = None


def problems_of_agreement(agreement: CommissionAgreement, now: datetime) -> list[FieldError]:
    """Name what the types cannot refuse."""
    found = [
        msgspec.structs.replace(each, field=each.field.removeprefix("."))
        for each in problems_of(agreement, now, "")
        if not each.field.endswith("currency")
    ]
    found += problems_of_currency(agreement.currency)
    if agreement.ends_at is not None and agreement.ends_at <= agreement.starts_at:
        reason = "It is not after `starts_at`."
        found.append(FieldError("ends_at", reason, "Send the end, or leave it open."))
    seen: set[tuple[str | None, int]] = set()
    for at, rule in enumerate(agreement.rules):
        tier = (rule.product, rule.from_volume_minor)
        if tier in seen:
            field = f"rules[{at}].from_volume_minor"
            found.append(FieldError(field, "Another rule of this product begins there.", "Keep one of them."))
        seen.add(tier)
    for noun, lines in (
        ("bonuses", agreement.bonuses),
        ("deductions", agreement.deductions),
        ("taxes", agreement.taxes),
    ):
        names = [line.name for line in lines]
        if sum(line.rate_bps for line in lines) > BPS_MAX:
            found.append(FieldError(noun, "The rates come to more than 100 %.", "Check the rates."))
        found += [
            FieldError(f"{noun}[{at}].name", "It is there twice.", "Give each line a name of its own.")
            for at, name in enumerate(names)
            if name in names[:at]
        ]
    return found


def problems_of_period(period: CommissionPeriod, agreement: CommissionAgreement) -> list[FieldError]:
    if period.ends_at <= period.starts_at:
        return [FieldError("ends_at", "It is not after `starts_at`.", "Send the end of the period.")]
    found = []
    if period.starts_at < agreement.starts_at:
        reason = "The agreement begins later."
        found.append(
            FieldError("starts_at", reason, "Compute the part before by the agreement of that time.")
        )
    if agreement.ends_at is not None and period.ends_at > agreement.ends_at:
        reason = "The agreement ends before."
        found.append(FieldError("ends_at", reason, "Compute the part behind by the agreement of that time."))
    return found
