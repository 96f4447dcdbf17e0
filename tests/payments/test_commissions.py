"""An agreement applied to columns of sales gives what applying it sale by sale gives."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.commissions import earned

STARTS = datetime(2026, 10, 1, tzinfo=UTC)
PRODUCTS = st.sampled_from(["loan", "card", "fd"])

RULES = st.builds(
    CommissionRule,
    product=st.none() | PRODUCTS,
    from_volume_minor=st.sampled_from([0, 0, 5_000, 1_000_000]),
    rate_bps=st.integers(0, 10_000),
    fixed_minor=st.integers(0, 500),
    cap_minor=st.none() | st.integers(1, 5_000),
)
SALES = st.builds(
    CommissionSale,
    product=PRODUCTS,
    amount_minor=st.integers(1, 10**9) | st.just(50) | st.just(150),
    sold_at=st.integers(-20, 50).map(lambda day: STARTS + timedelta(days=day)),
    reversed=st.booleans(),
)


def one_by_one(rules: list[CommissionRule], sales: list[CommissionSale]) -> int:
    """The definition: the product's own rules or the general ones, the highest tier that its volume reaches."""
    total = 0
    for sale in sales:
        volume = sum(each.amount_minor for each in sales if each.product == sale.product)
        own = [rule for rule in rules if rule.product == sale.product] or [
            rule for rule in rules if rule.product is None
        ]
        reached = [rule for rule in own if rule.from_volume_minor <= volume]
        if not reached:
            continue
        rule = max(reached, key=lambda each: each.from_volume_minor)
        made = rule.fixed_minor + round(rule.rate_bps * sale.amount_minor / 10_000)
        total += made if rule.cap_minor is None else min(made, rule.cap_minor)
    return total


@settings(max_examples=150)
@given(st.lists(RULES, min_size=1, max_size=6), st.lists(SALES, max_size=25))
def test_columns_give_what_sales_give(rules: list[CommissionRule], sales: list[CommissionSale]) -> None:
    """Also after every mistake, and with sales that end in half a minor unit, which go to the even one."""
    statement = CommissionStatement(
        partner_id="p", currency="INR", starts_at=STARTS, ends_at=STARTS + timedelta(days=31), paid_minor=1,
        rules=rules, sales=sales,
    )  # fmt: skip
    found = earned(statement)
    inside = [sale for sale in sales if 0 <= (sale.sold_at - STARTS).days < 31]
    good = [sale for sale in inside if not sale.reversed]
    assert found.expected_minor == one_by_one(rules, good)
    assert found.mistakes["reversal_not_deducted"] == one_by_one(rules, inside)
    kept = [sale for sale in sales if not sale.reversed]
    assert found.mistakes["sales_outside_period"] == one_by_one(rules, kept)
    largest = sorted(good, key=lambda sale: sale.amount_minor)[:-1]
    assert found.mistakes["largest_sale_missing"] == one_by_one(rules, largest)
    base = [rule for rule in rules if rule.from_volume_minor == 0] or rules
    assert found.mistakes["tier_not_applied"] == one_by_one(base, good)


def test_the_largest_amounts_fit() -> None:
    """A thousand sales of the largest amount at the highest rate are counted to the last unit."""
    sales = [CommissionSale(product="loan", amount_minor=10**14 - 1, sold_at=STARTS)] * 1_000
    statement = CommissionStatement(
        partner_id="p", currency="INR", starts_at=STARTS, ends_at=STARTS + timedelta(days=1), paid_minor=1,
        rules=[CommissionRule(rate_bps=10_000)], sales=sales,
    )  # fmt: skip
    assert earned(statement).expected_minor == 1_000 * (10**14 - 1)
