"""A statement is right when it says to the last minor unit what the agreement gives, and withholds the tax that is due."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import artefacts, catalogue
from inference.answering.commission_check import CommissionCheckAnswer
from inference.features.commissions import nearest, rows, tax_difference
from inference.features.events import EVENT_SETS
from inference.predictions import predict_many
from inference.reasons import Wording
from inference.starters import files
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.commissions import earned

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
STARTER = artefacts.load(files("commission-check"))
EXPECTED = 200_000


def statement(paid: int = EXPECTED, **changed: object) -> CommissionStatement:
    """Ten sales of 10,000.00 at 2 %, without tiers, caps or fixed parts."""
    made = CommissionStatement(
        partner_id="p", currency="INR", starts_at=AT - timedelta(days=30), ends_at=AT, paid_minor=paid,
        rules=[CommissionRule(product="loan", rate_bps=200)],
        sales=[CommissionSale(product="loan", amount_minor=1_000_000, sold_at=AT - timedelta(days=day)) for day in range(1, 11)],
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def told(asked: CommissionStatement) -> CommissionCheckAnswer:
    (found,) = predict_many([STARTER], [EVENT_SETS["commission/1"].compute(asked, AT)[0]])
    assert found is not None
    answer = catalogue.get("commission-check").kind.answer(asked, AT, [found]).answer
    assert isinstance(answer, CommissionCheckAnswer)
    return answer


@given(
    small=st.integers(0, 2_000_000), large=st.integers(0, 2_000_000), sign=st.sampled_from([-1, 1]), scale=st.sampled_from([1, 7, 10_000])
)  # fmt: skip
def test_the_probability_never_falls_as_the_difference_grows(
    small: int, large: int, sign: int, scale: int
) -> None:
    """Too little or too much, of small and of large commissions: any difference at all is near certainty."""
    sales = statement().sales
    expected = EXPECTED * scale
    sizes = [msgspec.structs.replace(sale, amount_minor=sale.amount_minor * scale) for sale in sales]
    near, far = sorted((small, large))
    answers = [told(statement(max(0, expected + sign * off), sales=sizes)) for off in (near, far)]
    assert answers[0].probability <= answers[1].probability
    for off, answer in zip((near, far), answers, strict=True):
        assert (answer.probability > 0.99) == (off > 0)
        assert off > 0 or answer.probability < 0.01


def test_ten_rupees_too_little_is_wrong() -> None:
    found = told(statement(EXPECTED - 1_000))
    assert (found.difference_minor, found.codes) == (-1_000, ["unexplained"])
    assert found.probability > 0.99


@pytest.mark.parametrize(("withheld", "wrong"), [(20_000, False), (15_000, True), (0, True), (40_000, True)])
def test_tax_is_part_of_it(withheld: int, wrong: bool) -> None:
    """The right amount with other tax than the rate gives is a wrong statement."""
    found = told(statement(tax_bps=1_000, tax_withheld_minor=withheld))
    assert found.codes == (["tax_withheld_differs"] if wrong else [])
    assert (found.probability > 0.99) == wrong


def test_tax_may_be_rounded_either_way() -> None:
    halves = [tax_difference(statement(5, tax_bps=5_000, tax_withheld_minor=tax)) for tax in (1, 2, 3, 4)]
    assert halves == [1.5, 0.0, 0.0, 1.5]


def test_a_mistake_that_changes_nothing_is_none() -> None:
    """Without tiers, caps, fixed parts and reversals these are no mistakes; the others are as far as they are."""
    asked = statement()
    name, gap = nearest(asked, earned(asked).mistakes)
    assert (name, gap) == ("largest_sale_missing", 0.1)
    nothing = statement(0, sales=[])
    assert nearest(nothing, earned(nothing).mistakes)[0] == ""
    assert told(nothing).codes == []


def test_a_mistake_explains_a_difference_only_where_it_leaves_little_of_it() -> None:
    """Ten paise off is no mistake in the tier that is within 0.2 % of it."""
    rules = [
        CommissionRule(product="loan", rate_bps=2_000),
        CommissionRule(product="loan", rate_bps=2_001, from_volume_minor=1),
    ]
    asked = statement(rules=rules)
    expected = earned(asked).expected_minor
    assert told(statement(expected - 10, rules=rules)).codes == ["unexplained"]
    assert told(statement(2_000_000, rules=rules)).codes == ["tier_not_applied"]


def test_a_sale_that_no_rule_covers_is_named() -> None:
    """It earns nothing, and the answer says why; a general rule covers it, and a reversed sale needs none."""
    other = CommissionSale(product="card", amount_minor=500_000, sold_at=AT - timedelta(days=2))
    sales = [*statement().sales, other]
    assert told(statement(sales=sales)).codes == ["sale_not_covered"]
    assert told(statement(210_000, sales=sales)).codes == ["unexplained", "sale_not_covered"]
    general = [*statement().rules, CommissionRule(rate_bps=200)]
    assert told(statement(210_000, sales=sales, rules=general)).codes == []
    reversed_sale = msgspec.structs.replace(other, reversed=True)
    assert "sale_not_covered" not in told(statement(sales=[*statement().sales, reversed_sale])).codes


def test_reasons_of_a_right_statement_name_no_mistake() -> None:
    """No mistake is `0 % away` from what was paid rightly, and nothing agrees `but for 0.00`."""
    asked = statement()
    row = EVENT_SETS["commission/1"].compute(asked, AT)
    wording = Wording(catalogue.get("commission-check"), STARTER.manifest)
    texts = [each.text for each in wording.reasons(row[0], STARTER.explain(row)[0], currency="INR")]
    assert texts
    assert not any("mistake is 0 %" in text for text in texts)
    (found,) = predict_many([STARTER], [row[0]])
    assert found is not None
    findings = catalogue.get("commission-check").kind.answer(asked, AT, [found]).findings
    said = [wording.finding(each, currency="INR").text for each in findings]
    assert said == ["By the agreement the period earns 2,000.00 INR.", "That is what was paid."]
    assert len(rows(asked, AT)[0]) == len(STARTER.features)
