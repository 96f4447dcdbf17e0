"""A statement reckoned: which agreement holds, what each line is, and why what was paid differs. No database."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.errors import FieldError
from payments.agreements.computing import compute
from payments.agreements.facts import AgreementBonus, AgreementDeduction, AgreementTax, CommissionAgreement
from payments.agreements.reckoning import CreditedPayouts, Term, in_force, reckon
from payments.agreements.statement_facts import NewCommissionStatement
from payments.commission_facts import CommissionRule, CommissionSale

STARTS = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
ENDS = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
AGREEMENT = CommissionAgreement(
    id="north", partner_id="p", currency="INR", starts_at=STARTS - dt.timedelta(days=90),
    rules=[
        CommissionRule(rate_bps=120, fixed_minor=10),
        CommissionRule(from_volume_minor=1_000_000, rate_bps=150, cap_minor=9_000),
        CommissionRule(product="cards", rate_bps=200),
    ],
    bonuses=[AgreementBonus(name="festival", from_volume_minor=500_000, amount_minor=5_000)],
    deductions=[AgreementDeduction(name="desk", amount_minor=700)],
    taxes=[
        AgreementTax(name="tds", rate_bps=200, kind="withheld"),
        AgreementTax(name="gst", rate_bps=1_800, kind="added"),
    ],
)  # fmt: skip


def a_sale(amount: int, day: int = 5, product: str = "loans", *, reversed_: bool = False) -> CommissionSale:
    at = STARTS + dt.timedelta(days=day)
    return CommissionSale(product=product, amount_minor=amount, sold_at=at, reversed=reversed_)


SALES = [
    a_sale(700_000),
    a_sale(500_000, 6),
    a_sale(40_000, 7, "cards"),
    a_sale(300_000, 8, reversed_=True),
    a_sale(250_000, 40),
]


def a_statement(**changes: object) -> NewCommissionStatement:
    plain = NewCommissionStatement(
        id="s-1", partner_id="p", currency="INR", starts_at=STARTS, ends_at=ENDS, sales=SALES
    )
    return replace(plain, **changes)


def test_line_by_line() -> None:
    """Base, slab, bonus, deduction, TDS and GST each stand alone, and come to what is due. By hand: 700,000 and 500,000 at 1.2 % and
    10 each are 14,420; their tier of 1.5 % with a cap of 9,000 gives 9,000 and 7,500; cards 800.
    """
    found = reckon(AGREEMENT, a_statement(), None)
    lines = [
        (each.kind, each.name, each.rate_bps, each.base_minor, each.amount_minor) for each in found.lines
    ]
    earned = 800 + 16_500 + 5_000 - 700
    assert lines == [
        ("base", "cards", 200, 40_000, 800),
        ("base", "loans", 120, 1_200_000, 14_420),
        ("slab", "loans", 150, 1_200_000, 2_080),
        ("bonus", "festival", 0, 1_240_000, 5_000),
        ("deduction", "desk", 0, 22_300, 700),
        ("withheld", "tds", 200, earned, 432),
        ("added", "gst", 1_800, earned, 3_888),
    ]
    assert (found.earned_minor, found.payable_minor) == (earned, earned - 432 + 3_888)
    assert (found.found, found.difference_minor, found.reasons) == ("expected", None, [])
    assert (found.sales_counted, found.reversed_left_out, found.outside_left_out) == (3, 1, 1)


@given(
    st.lists(
        st.tuples(st.integers(1, 3_000_000), st.sampled_from(["loans", "cards"])), min_size=1, max_size=9
    ),
    st.sampled_from(["whole", "marginal"]),
)
def test_lines_come_to_what_is_earned(sales: list[tuple[int, str]], slabs: str) -> None:
    """Whatever was sold: base and slabs are the commission, and with bonuses less deductions what is earned."""
    agreement = replace(AGREEMENT, slabs=slabs)
    statement = a_statement(sales=[a_sale(amount, product=product) for amount, product in sales])
    found = reckon(agreement, statement, None)
    of = {
        kind: sum(each.amount_minor for each in found.lines if each.kind == kind)
        for kind in ("base", "slab", "bonus", "deduction", "withheld", "added")
    }
    assert of["base"] + of["slab"] == compute(agreement, statement.period).commission_minor
    assert of["base"] + of["slab"] + of["bonus"] - of["deduction"] == found.earned_minor - found.carried_minor
    assert found.payable_minor == found.earned_minor + of["added"] - of["withheld"]


EARNED = 21_600


@pytest.mark.parametrize(
    ("paid", "reasons"),
    [
        (EARNED, []),
        (0, ["not_paid"]),
        (2 * EARNED, ["duplicate_payment"]),
        (EARNED - 432, ["tax_deducted_twice"]),
        (EARNED - 2_080, ["tier_not_applied"]),
        (EARNED - 5_000, ["bonus_missing"]),
        (EARNED + 700, ["deduction_not_taken"]),
        (EARNED + 10_500 - 9_000, ["cap_ignored"]),
        (EARNED + 4_500, ["reversal_not_deducted"]),
        (EARNED + 3_750, ["sales_outside_period"]),
        (EARNED + 1, ["unexplained"]),
    ],
)
def test_single_mistakes_are_named(paid: int, reasons: list[str]) -> None:
    """Each mistake that gives just what was paid is named; what none gives is unexplained."""
    found = reckon(AGREEMENT, a_statement(paid_minor=paid), None)
    assert found.reasons == reasons
    assert found.difference_minor == paid - EARNED
    assert found.found == ("matched" if paid == EARNED else "over" if paid > EARNED else "short")


def test_taxes_that_differ() -> None:
    """Too much TDS is the partner's loss, too much GST the tenant's; losses that cancel out are still no match."""
    found = reckon(
        AGREEMENT, a_statement(paid_minor=EARNED, tax_withheld_minor=500, tax_added_minor=3_888), None
    )
    assert (found.found, found.difference_minor, found.reasons) == ("short", -68, ["tax_withheld_over"])
    both = reckon(
        AGREEMENT, a_statement(paid_minor=EARNED, tax_withheld_minor=433, tax_added_minor=3_889), None
    )
    assert (both.found, both.difference_minor) == ("short", 0)
    assert both.reasons == ["tax_added_over", "tax_withheld_over"]


def test_payouts_are_compared_after_taxes() -> None:
    """What is credited is what arrived: against what is payable; without TDS it is too much, and an open payout is said."""
    due = EARNED - 432 + 3_888
    assert reckon(AGREEMENT, a_statement(), CreditedPayouts(due, 0)).found == "matched"
    over = reckon(AGREEMENT, a_statement(), CreditedPayouts(due + 432, 0))
    assert (over.found, over.reasons, over.paid_basis) == ("over", ["tax_not_withheld"], "payouts")
    waiting = reckon(AGREEMENT, a_statement(), CreditedPayouts(0, 1))
    assert (waiting.found, waiting.reasons) == ("short", ["not_paid", "payout_not_credited"])


def test_what_the_agreement_says_nothing_about() -> None:
    """A product without a rate earns nothing, and is said."""
    cards = replace(AGREEMENT, rules=[CommissionRule(product="cards", rate_bps=200)])
    found = reckon(cards, a_statement(), None)
    assert found.reasons == ["sale_not_covered"]
    assert [(each.name, each.rate_bps, each.amount_minor) for each in found.lines[:2]] == [
        ("cards", 200, 800),
        ("loans", None, 0),
    ]


def test_the_agreement_in_force() -> None:
    """The one that began last holds while it does; a period in which another begins or it ends is refused, naming when."""
    day = dt.timedelta(days=1)
    first, second = Term(UUID(int=1), STARTS - 90 * day, None), Term(UUID(int=2), STARTS, STARTS + 10 * day)
    assert in_force([first, second], STARTS - 30 * day, STARTS) == first
    assert in_force([first, second], STARTS, STARTS + 10 * day) == second
    assert in_force([first, second], STARTS + 10 * day, ENDS) == first
    again = Term(UUID(int=3), STARTS, STARTS + 10 * day)
    assert in_force([again, second], STARTS, STARTS + day) == again
    for begins, ends, turn in ((STARTS - day, STARTS + day, STARTS), (STARTS, ENDS, STARTS + 10 * day)):
        refused = in_force([first, second], begins, ends)
        assert isinstance(refused, FieldError)
        assert turn.isoformat() in refused.reason
    nothing = in_force([second], STARTS - 30 * day, STARTS - 20 * day)
    assert isinstance(nothing, FieldError)
    assert nothing.field == "starts_at"
