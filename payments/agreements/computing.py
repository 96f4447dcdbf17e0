"""What a period earns by an agreement: integers throughout, each line rounded by itself as the agreement says.

The tiers, the rounding of a sale and the mistakes that explain a difference are those of the use case commission-check
(`payments/commissions.py`); here are slices of marginal tiers, bonuses, deductions and taxes.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from payments.agreements.facts import AgreementBonus, CommissionAgreement, CommissionPeriod
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.commissions import earned, of_sales, rounded, rule_for, tiers_of

_BPS = 10_000


class CommissionProduct(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of one product. rate_bps: of the tier; of the last one that was reached, where tiers are marginal. covered: whether
    the agreement says anything about it.
    """

    product: str
    sales: int
    volume_minor: int
    from_volume_minor: int | None
    rate_bps: int | None
    commission_minor: int
    covered: bool


class CommissionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A bonus, a deduction or a tax. base_minor: what its rate is of."""

    name: str
    kind: Literal["bonus", "deduction", "withheld", "added"]
    rate_bps: int
    base_minor: int
    amount_minor: int


class CommissionDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What was paid against what is due. minor: above zero where too much was paid. explained_by: names of single mistakes of
    commission-check that give just what was paid.
    """

    verdict: Literal["agrees", "paid_less", "paid_more"]
    minor: int
    tax_withheld_minor: int | None
    explained_by: list[str]


class ComputedCommission(msgspec.Struct, frozen=True, kw_only=True):
    """What is due. earned_minor: commission and bonuses less deductions, not below zero; what deductions exceed it by is
    `carried_minor`. payable_minor: earned, with taxes that are added and without those that are withheld.
    """

    currency: str
    sales_counted: int
    reversed_left_out: int
    outside_left_out: int
    volume_minor: int
    products: list[CommissionProduct]
    lines: list[CommissionLine]
    commission_minor: int
    bonus_minor: int
    deduction_minor: int
    earned_minor: int
    carried_minor: int
    tax_withheld_minor: int
    tax_added_minor: int
    payable_minor: int
    difference: CommissionDifference | None


def compute(agreement: CommissionAgreement, period: CommissionPeriod) -> ComputedCommission:
    inside = [sale for sale in period.sales if period.starts_at <= sale.sold_at < period.ends_at]
    good = sorted((sale for sale in inside if not sale.reversed), key=lambda sale: sale.sold_at)
    products = [
        _product(agreement, product, [sale for sale in good if sale.product == product])
        for product in sorted({sale.product for sale in good})
    ]
    commission = sum(line.commission_minor for line in products)
    bonuses = [line for each in agreement.bonuses if (line := _bonus(agreement, each, good)) is not None]
    bonus = sum(line.amount_minor for line in bonuses)
    deductions = [
        CommissionLine(
            name=each.name, kind="deduction", rate_bps=each.rate_bps, base_minor=commission + bonus,
            amount_minor=each.amount_minor + _share(agreement, commission + bonus, each.rate_bps),
        )
        for each in agreement.deductions
    ]  # fmt: skip
    deduction = sum(line.amount_minor for line in deductions)
    left = commission + bonus - deduction
    due = max(left, 0)
    taxes = [
        CommissionLine(
            name=each.name, kind=each.kind, rate_bps=each.rate_bps, base_minor=due,
            amount_minor=_share(agreement, due, each.rate_bps) if due >= each.from_minor else 0,
        )
        for each in agreement.taxes
    ]  # fmt: skip
    withheld = sum(line.amount_minor for line in taxes if line.kind == "withheld")
    added = sum(line.amount_minor for line in taxes if line.kind == "added")
    return ComputedCommission(
        currency=agreement.currency,
        sales_counted=len(good),
        reversed_left_out=len(inside) - len(good),
        outside_left_out=len(period.sales) - len(inside),
        volume_minor=sum(line.volume_minor for line in products),
        products=products,
        lines=[*bonuses, *deductions, *taxes],
        commission_minor=commission,
        bonus_minor=bonus,
        deduction_minor=deduction,
        earned_minor=due,
        carried_minor=due - left,
        tax_withheld_minor=withheld,
        tax_added_minor=added,
        payable_minor=due + added - withheld,
        difference=_difference(agreement, period, commission, due, withheld),
    )


def _product(
    agreement: CommissionAgreement, product: str, sales: Sequence[CommissionSale]
) -> CommissionProduct:
    volume = sum(sale.amount_minor for sale in sales)
    rule = rule_for(agreement.rules, product, volume)
    if rule is None:
        made = 0
    elif agreement.slabs == "whole":
        amounts = np.array([sale.amount_minor for sale in sales], np.int64)
        made = int(of_sales(rule, amounts, agreement.rounding).sum())
    else:
        made = _marginal(agreement, product, sales)
    return CommissionProduct(
        product=product,
        sales=len(sales),
        volume_minor=volume,
        from_volume_minor=None if rule is None else rule.from_volume_minor,
        rate_bps=None if rule is None else rule.rate_bps,
        commission_minor=made,
        covered=bool(tiers_of(agreement.rules, product)),
    )


def _marginal(agreement: CommissionAgreement, product: str, sales: Sequence[CommissionSale]) -> int:
    """Each sale is cut where tiers begin; its fixed part and cap are those of the tier in which it begins."""
    tiers = sorted(tiers_of(agreement.rules, product), key=lambda rule: rule.from_volume_minor)
    total, volume = 0, 0
    for sale in sales:
        made = rounded(_sliced(tiers, volume, volume + sale.amount_minor), _BPS, agreement.rounding)
        here = rule_for(agreement.rules, product, volume)
        if here is not None:
            made += here.fixed_minor
            made = made if here.cap_minor is None else min(made, here.cap_minor)
        total += made
        volume += sale.amount_minor
    return total


def _sliced(tiers: Sequence[CommissionRule], start: int, end: int) -> int:
    """Amount times rate of the volume between two points, each part at the rate of its tier."""
    found = 0
    for at, tier in enumerate(tiers):
        stop = tiers[at + 1].from_volume_minor if at + 1 < len(tiers) else end
        found += max(min(end, stop) - max(start, tier.from_volume_minor), 0) * tier.rate_bps
    return found


def _bonus(
    agreement: CommissionAgreement, bonus: AgreementBonus, sales: Sequence[CommissionSale]
) -> CommissionLine | None:
    volume = sum(sale.amount_minor for sale in sales if bonus.product in {None, sale.product})
    if volume < bonus.from_volume_minor or volume == 0:
        return None
    amount = bonus.amount_minor + _share(agreement, volume, bonus.rate_bps)
    return CommissionLine(
        name=bonus.name, kind="bonus", rate_bps=bonus.rate_bps, base_minor=volume, amount_minor=amount
    )


def _share(agreement: CommissionAgreement, base: int, rate_bps: int) -> int:
    return rounded(base * rate_bps, _BPS, agreement.rounding)


def _difference(
    agreement: CommissionAgreement, period: CommissionPeriod, commission: int, due: int, withheld: int
) -> CommissionDifference | None:
    if period.paid_minor is None:
        return None
    minor = period.paid_minor - due
    tax = None if period.tax_withheld_minor is None else period.tax_withheld_minor - withheld
    return CommissionDifference(
        verdict="agrees" if minor == 0 else "paid_more" if minor > 0 else "paid_less",
        minor=minor,
        tax_withheld_minor=tax,
        explained_by=[] if minor == 0 else _mistakes(agreement, period, commission, due),
    )


def _mistakes(
    agreement: CommissionAgreement, period: CommissionPeriod, commission: int, due: int
) -> list[str]:
    """Name the mistakes of commission-check after which the commission would be what was paid; it knows plain tiers alone."""
    if agreement.slabs != "whole" or agreement.rounding != "half_even" or period.paid_minor is None:
        return []
    statement = CommissionStatement(
        partner_id=agreement.partner_id,
        currency=agreement.currency,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        paid_minor=period.paid_minor,
        tax_bps=min(sum(tax.rate_bps for tax in agreement.taxes if tax.kind == "withheld"), _BPS),
        rules=agreement.rules,
        sales=period.sales,
    )
    besides = due - commission
    return sorted(
        name for name, made in earned(statement).mistakes.items() if made + besides == period.paid_minor
    )
