"""What an agreement gives for sales: plain arithmetic in integers, the same for checking and for explaining."""

from collections.abc import Sequence

import msgspec

from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement

_BPS = 10_000


class Earned(msgspec.Struct, frozen=True):
    """What a period should have earned: in all, and what it would be after one mistake, by the mistake's name."""

    expected_minor: int
    mistakes: dict[str, int]


def in_period(statement: CommissionStatement) -> list[CommissionSale]:
    return [sale for sale in statement.sales if statement.starts_at <= sale.sold_at < statement.ends_at]


def earned(statement: CommissionStatement) -> Earned:
    """Apply the agreement, and again as somebody would who made one common mistake."""
    inside = in_period(statement)
    good = [sale for sale in inside if not sale.reversed]
    expected = _apply(statement.rules, good)
    base = [rule for rule in statement.rules if rule.from_volume_minor == 0]
    uncapped = [msgspec.structs.replace(rule, cap_minor=None) for rule in statement.rules]
    unfixed = [msgspec.structs.replace(rule, fixed_minor=0) for rule in statement.rules]
    outside = [sale for sale in statement.sales if sale not in inside and not sale.reversed]
    tax = round(expected * statement.tax_bps / _BPS)
    return Earned(
        expected,
        {
            "tier_not_applied": _apply(base or statement.rules, good),
            "reversal_not_deducted": _apply(statement.rules, inside),
            "cap_ignored": _apply(uncapped, good),
            "fixed_part_missing": _apply(unfixed, good),
            "sales_outside_period": _apply(statement.rules, good + outside),
            "tax_deducted_twice": expected - tax,
            "duplicate_payment": 2 * expected,
            "largest_sale_missing": _apply(statement.rules, _without_largest(good)),
        },
    )


def _apply(rules: Sequence[CommissionRule], sales: Sequence[CommissionSale]) -> int:
    volume: dict[str, int] = {}
    for sale in sales:
        volume[sale.product] = volume.get(sale.product, 0) + sale.amount_minor
    return sum(_one(_rule_for(rules, sale.product, volume[sale.product]), sale) for sale in sales)


def _rule_for(rules: Sequence[CommissionRule], product: str, volume: int) -> CommissionRule | None:
    """Return the highest tier that the volume reaches, of the product's own rules or else of the general ones."""
    own = [rule for rule in rules if rule.product == product] or [
        rule for rule in rules if rule.product is None
    ]
    reached = [rule for rule in own if rule.from_volume_minor <= volume]
    return max(reached, key=lambda rule: rule.from_volume_minor, default=None)


def _one(rule: CommissionRule | None, sale: CommissionSale) -> int:
    if rule is None:
        return 0
    made = rule.fixed_minor + round(rule.rate_bps * sale.amount_minor / _BPS)
    return made if rule.cap_minor is None else min(made, rule.cap_minor)


def _without_largest(sales: Sequence[CommissionSale]) -> Sequence[CommissionSale]:
    ordered = sorted(sales, key=lambda sale: sale.amount_minor)
    return ordered[:-1]
