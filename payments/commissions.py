"""What an agreement gives for sales: plain arithmetic in integers, the same for checking and for explaining.

A statement has up to a thousand sales and is gone through once for each mistake, so sales are columns of numbers here.
"""

import dataclasses
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.memos import Memo
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement

_BPS = 10_000
Rounding = Literal["half_even", "half_up", "down"]


class Earned(msgspec.Struct, frozen=True):
    """What a period should have earned: in all, and what it would be after one mistake, by the mistake's name."""

    expected_minor: int
    mistakes: dict[str, int]


def in_period(statement: CommissionStatement) -> list[CommissionSale]:
    return [sale for sale in statement.sales if statement.starts_at <= sale.sold_at < statement.ends_at]


def not_covered(statement: CommissionStatement) -> list[CommissionSale]:
    """The sales of the period about whose product the agreement says nothing: they earn nothing."""
    named = {rule.product for rule in statement.rules}
    if None in named:
        return []
    return [sale for sale in in_period(statement) if not sale.reversed and sale.product not in named]


def earned(statement: CommissionStatement) -> Earned:
    """Apply the agreement, and again as somebody would who made one common mistake; once for each statement."""
    return _EARNED.of(statement)


@dataclasses.dataclass(frozen=True, slots=True)
class _Sales:
    """products: the names. product: int64[n], places in `products`. amount: int64[n]. inside, good: bool[n]."""

    products: Sequence[str]
    product: NDArray[np.int64]
    amount: NDArray[np.int64]
    inside: NDArray[np.bool_]
    kept: NDArray[np.bool_]


def _earned(statement: CommissionStatement) -> Earned:
    sales = _columns(statement)
    rules = statement.rules
    good = sales.inside & sales.kept
    expected = _apply(rules, sales, good)
    base = [rule for rule in rules if rule.from_volume_minor == 0]
    uncapped = [msgspec.structs.replace(rule, cap_minor=None) for rule in rules]
    unfixed = [msgspec.structs.replace(rule, fixed_minor=0) for rule in rules]
    tax = round(expected * statement.tax_bps / _BPS)
    return Earned(
        expected,
        {
            "tier_not_applied": _apply(base or rules, sales, good),
            "reversal_not_deducted": _apply(rules, sales, sales.inside),
            "cap_ignored": _apply(uncapped, sales, good),
            "fixed_part_missing": _apply(unfixed, sales, good),
            "sales_outside_period": _apply(rules, sales, sales.kept),
            "tax_deducted_twice": expected - tax,
            "duplicate_payment": 2 * expected,
            "largest_sale_missing": _apply(rules, sales, _without_largest(sales, good)),
        },
    )


_EARNED = Memo(_earned)


def _columns(statement: CommissionStatement) -> _Sales:
    starts_at, ends_at = statement.starts_at, statement.ends_at
    places: dict[str, int] = {}
    return _Sales(
        product=np.array(
            [places.setdefault(sale.product, len(places)) for sale in statement.sales], np.int64
        ),
        products=list(places),
        amount=np.array([sale.amount_minor for sale in statement.sales], np.int64),
        inside=np.array([starts_at <= sale.sold_at < ends_at for sale in statement.sales], np.bool_),
        kept=np.array([not sale.reversed for sale in statement.sales], np.bool_),
    )


def _apply(rules: Sequence[CommissionRule], sales: _Sales, counted: NDArray[np.bool_]) -> int:
    total = 0
    for place, product in enumerate(sales.products):
        amounts = sales.amount[counted & (sales.product == place)]
        rule = rule_for(rules, product, int(amounts.sum()))
        if rule is not None and len(amounts):
            total += int(of_sales(rule, amounts).sum())
    return total


def rule_for(rules: Sequence[CommissionRule], product: str, volume: int) -> CommissionRule | None:
    """Return the highest tier that the volume reaches, of the product's own rules or else of the general ones."""
    reached = [rule for rule in tiers_of(rules, product) if rule.from_volume_minor <= volume]
    return max(reached, key=lambda rule: rule.from_volume_minor, default=None)


def tiers_of(rules: Sequence[CommissionRule], product: str) -> list[CommissionRule]:
    """The product's own rules, or else the general ones."""
    own = [rule for rule in rules if rule.product == product]
    return own or [rule for rule in rules if rule.product is None]


def of_sales(
    rule: CommissionRule, amounts: NDArray[np.int64], rounding: Rounding = "half_even"
) -> NDArray[np.int64]:
    """Each sale's commission, rounded to a minor unit by itself. The largest product, 10^18, is within int64."""
    whole, rest = np.divmod(amounts * rule.rate_bps, _BPS)
    if rounding != "down":
        whole = whole + (2 * rest + (whole & 1 if rounding == "half_even" else 1) > _BPS)
    made = rule.fixed_minor + whole
    return made if rule.cap_minor is None else np.minimum(made, rule.cap_minor)


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Divide to a whole number, exactly; of a number that is not negative."""
    whole, rest = divmod(numerator, denominator)
    if rounding == "down":
        return whole
    return whole + (2 * rest + (whole & 1 if rounding == "half_even" else 1) > denominator)


def _without_largest(sales: _Sales, counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    left = counted.copy()
    if counted.any():
        amounts = np.where(counted, sales.amount, 0)
        left[len(amounts) - 1 - int(amounts[::-1].argmax())] = False
    return left
