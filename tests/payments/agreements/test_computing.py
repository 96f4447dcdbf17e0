"""What a period earns by an agreement, to the minor unit."""

import datetime as dt
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from payments.agreements.computing import compute
from payments.agreements.facts import (
    AgreementBonus,
    AgreementDeduction,
    AgreementTax,
    CommissionAgreement,
    CommissionPeriod,
    problems_of_agreement,
)
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.commissions import Rounding, earned

STARTS = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
ENDS = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
AGREEMENT = CommissionAgreement(
    id="a", partner_id="p", currency="INR", starts_at=STARTS,
    rules=[CommissionRule(rate_bps=100), CommissionRule(from_volume_minor=1_000, rate_bps=200)],
)  # fmt: skip
ROUNDINGS: dict[Rounding, str] = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "down": ROUND_DOWN}
amounts = st.lists(st.integers(1, 3_000_000), min_size=1, max_size=12)


def a_sale(amount: int, day: int = 5, product: str = "loans", *, reversed_: bool = False) -> CommissionSale:
    at = STARTS + dt.timedelta(days=day)
    return CommissionSale(product=product, amount_minor=amount, sold_at=at, reversed=reversed_)


def a_period(*sales: CommissionSale, paid: int | None = None) -> CommissionPeriod:
    return CommissionPeriod(starts_at=STARTS, ends_at=ENDS, sales=list(sales), paid_minor=paid)


def rounded(value: Decimal, rounding: Rounding) -> int:
    return int(value.quantize(Decimal(1), ROUNDINGS[rounding]))


@given(amounts, st.integers(0, 10_000), st.sampled_from(list(ROUNDINGS)))
def test_each_sale_is_rounded_by_itself(sales: list[int], rate: int, rounding: Rounding) -> None:
    """Against decimals: every sale of whole tiers is rounded as the agreement says."""
    agreement = replace(AGREEMENT, rules=[CommissionRule(rate_bps=rate)], rounding=rounding)
    found = compute(agreement, a_period(*map(a_sale, sales)))
    assert found.commission_minor == sum(rounded(Decimal(each) * rate / 10_000, rounding) for each in sales)


@given(amounts, st.sampled_from(list(ROUNDINGS)))
def test_marginal_tiers_are_sliced(sales: list[int], rounding: Rounding) -> None:
    """Against decimals, minor unit by minor unit of volume: each part of a sale earns the rate of its tier."""
    begins, rates = (0, 100_000, 2_000_000), (50, 125, 233)
    rules = [
        CommissionRule(from_volume_minor=at, rate_bps=rate) for at, rate in zip(begins, rates, strict=True)
    ]
    agreement = replace(AGREEMENT, rules=rules, slabs="marginal", rounding=rounding)
    expected, volume = 0, 0
    for amount in sales:
        made = Decimal(0)
        for place, (at, rate) in enumerate(zip(begins, rates, strict=True)):
            until = begins[place + 1] if place < 2 else 10**15
            made += Decimal(max(min(volume + amount, until) - max(volume, at), 0)) * rate / 10_000
        expected += rounded(made, rounding)
        volume += amount
    assert compute(agreement, a_period(*map(a_sale, sales))).commission_minor == expected


@given(amounts)
def test_it_is_what_commission_check_expects(sales: list[int]) -> None:
    """Whole tiers rounded half to even are the very figure of the use case: it is the same code."""
    period = a_period(*map(a_sale, sales), a_sale(77, reversed_=True), a_sale(99, day=40))
    statement = CommissionStatement(
        partner_id="p", currency="INR", starts_at=STARTS, ends_at=ENDS, paid_minor=1, rules=AGREEMENT.rules,
        sales=period.sales,
    )  # fmt: skip
    assert compute(AGREEMENT, period).commission_minor == earned(statement).expected_minor


def test_a_whole_statement_by_hand() -> None:
    """Commission 40.00, bonus 10.00 + 1 %, deduction 2.00 + 10 %, 2 % TDS and 18 % GST of what is left."""
    agreement = replace(
        AGREEMENT,
        bonuses=[
            AgreementBonus(name="festival", from_volume_minor=200_000, amount_minor=1_000, rate_bps=100)
        ],
        deductions=[AgreementDeduction(name="desk", amount_minor=200, rate_bps=1_000)],
        taxes=[
            AgreementTax(name="tds", rate_bps=200, kind="withheld", from_minor=5_000),
            AgreementTax(name="gst", rate_bps=1_800, kind="added"),
        ],
    )
    found = compute(agreement, a_period(a_sale(150_000), a_sale(50_000, product="cards"), paid=5_900))
    assert (found.commission_minor, found.bonus_minor, found.deduction_minor) == (4_000, 3_000, 200 + 700)
    assert (found.earned_minor, found.tax_withheld_minor, found.tax_added_minor) == (6_100, 122, 1_098)
    assert found.payable_minor == 6_100 + 1_098 - 122
    assert found.difference is not None
    assert (found.difference.verdict, found.difference.minor) == ("paid_less", -200)


def test_thresholds_and_floors() -> None:
    """Below its threshold a tax takes nothing, without the volume there is no bonus, and deductions leave no debt but say it."""
    agreement = replace(
        AGREEMENT,
        bonuses=[AgreementBonus(name="festival", from_volume_minor=100_001, amount_minor=1_000)],
        deductions=[AgreementDeduction(name="clawback", amount_minor=2_500)],
        taxes=[AgreementTax(name="tds", rate_bps=200, kind="withheld", from_minor=1)],
    )
    found = compute(agreement, a_period(a_sale(100_000)))
    assert (found.commission_minor, found.bonus_minor) == (2_000, 0)
    assert (found.earned_minor, found.carried_minor, found.payable_minor) == (0, 500, 0)
    assert (found.tax_withheld_minor, found.difference) == (0, None)


def test_a_mistake_that_explains_the_difference_is_named() -> None:
    """Paid as if the tier had not been applied; what is reversed, outside or not covered is counted apart."""
    rules = [replace(rule, product="loans") for rule in AGREEMENT.rules]
    sales = (a_sale(100_000), a_sale(1, reversed_=True), a_sale(1, day=40), a_sale(500, product="cards"))
    found = compute(replace(AGREEMENT, rules=rules), a_period(*sales, paid=1_000))
    assert found.difference is not None
    assert found.difference.explained_by == ["tier_not_applied"]
    assert (found.sales_counted, found.reversed_left_out, found.outside_left_out) == (2, 1, 1)
    assert [(each.product, each.covered) for each in found.products] == [("cards", False), ("loans", True)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_at": STARTS}, "ends_at"),
        ({"currency": "XXY"}, "currency"),
        ({"rules": [CommissionRule(), CommissionRule(rate_bps=5)]}, "rules[1].from_volume_minor"),
        ({"taxes": [AgreementTax(name="t", rate_bps=1, kind="added")] * 2}, "taxes[1].name"),
        ({"deductions": [AgreementDeduction(name=n, rate_bps=6_000) for n in "ab"]}, "deductions"),
        ({"starts_at": dt.datetime(1999, 1, 1, tzinfo=dt.UTC)}, "starts_at"),
    ],
)
def test_agreements_that_make_no_sense(change: dict[str, object], field: str) -> None:
    """Each is refused by the name of its field."""
    assert [each.field for each in problems_of_agreement(replace(AGREEMENT, **change), ENDS)] == [field]
