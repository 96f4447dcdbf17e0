"""Answers are pure arithmetic over facts and scores: checked by hand, with scores made up."""

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from inference import catalogue
from inference.answering.categorize import CategorizeAnswer
from inference.answering.commission_check import CommissionCheckAnswer
from inference.answering.gateway_route import GatewayRouteAnswer
from inference.answering.payout_delay import PayoutDelayAnswer
from inference.answering.registry import ANSWERS
from inference.features.events import EVENT_SETS
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.gateway_facts import GatewayAttempt, GatewayCandidate, Routing
from payments.payout_facts import PastPayout, Payout
from payments.statement_facts import Statement, StatementLine

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclasses.dataclass(frozen=True)
class Row:
    row: NDArray[np.float32]
    probability: float
    margin: float = 0.0
    heads: Mapping[str, NDArray[np.float32]] = dataclasses.field(default_factory=dict)


def rows_of(
    feature_set: str, event: msgspec.Struct, chances: list[float], at: datetime = AT, **heads: list[float]
) -> list[Row]:
    matrix = EVENT_SETS[feature_set].compute(event, at)
    assert len(matrix) == len(chances)
    given = {name: np.array(values, np.float32) for name, values in heads.items()}
    return [Row(row, chance, heads=given) for row, chance in zip(matrix, chances, strict=True)]


@pytest.mark.parametrize("name", [name for name in catalogue.names() if catalogue.get(name).about])
def test_own_columns_give_the_probability_alone(name: str) -> None:
    """A tenant's own version has no heads: every other field is null or empty, none is made up."""
    answered = catalogue.get(name).kind.answer(None, AT, [Row(np.zeros(1, np.float32), 0.25)])
    said = msgspec.structs.asdict(answered.answer)
    assert said.pop("probability") == 0.25
    assert not [value for value in said.values() if value]


def routing(**changed: object) -> Routing:
    made = Routing(
        id="pay-1", method="upi", amount_minor=100_000, currency="INR", explore_share=0.0,
        candidates=[GatewayCandidate(gateway="cheap", fee_bps=10), GatewayCandidate(gateway="sure", fee_bps=150)],
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def route(asked: Routing, chances: list[float]) -> GatewayRouteAnswer:
    answered = ANSWERS["gateway-route"].answer(asked, AT, rows_of("gateway/1", asked, chances))
    assert isinstance(answered.answer, GatewayRouteAnswer)
    assert answered.answer.probability == chances[answered.explained]
    return answered.answer


def test_the_cheapest_gateway_is_not_always_the_surest() -> None:
    """Cost is fee when it succeeds and loss when it fails; a dear failure turns the choice."""
    found = route(routing(), [0.90, 0.95])
    assert (found.gateway, found.choices[0].cost_minor) == ("cheap", round(0.9 * 100 + 0.1 * 2_000))
    assert route(routing(failure_cost_minor=1_000_000), [0.90, 0.95]).gateway == "sure"


def test_a_gateway_in_trouble_is_not_explored() -> None:
    """The share that explores is told, and is none where no other gateway is well."""
    assert route(routing(explore_share=0.2), [0.9, 0.9]).explore_share == 0.2
    assert route(routing(explore_share=0.2), [0.9, 0.4]).explore_share == 0.0


def test_who_never_explores_is_told_no_share() -> None:
    """A payment that was tried, and a row of a batch without an id, are told that the best gateway takes all."""
    failed = [GatewayAttempt(gateway="cheap", method="upi", at=AT, succeeded=False)]
    for unlike in (routing(id=None, explore_share=0.5), routing(tried=failed, explore_share=0.5)):
        answer = route(unlike, [0.9, 0.9])
        assert (answer.explores, answer.explore_share) == (False, 0.0)
        assert [choice.share for choice in answer.choices] == [1.0, 0.0]


def test_exploration_is_a_share_and_stays_with_its_payment() -> None:
    """Of many payments the given share goes elsewhere; the same id goes the same way; a retry never explores."""
    explored = [route(routing(id=f"p{n}", explore_share=0.2), [0.9, 0.9]).explores for n in range(1_000)]
    assert 0.16 < sum(map(bool, explored)) / 1_000 < 0.24
    again = [route(routing(id=f"p{n}", explore_share=0.2), [0.9, 0.9]).explores for n in range(1_000)]
    assert explored == again
    failed = [GatewayAttempt(gateway="cheap", method="upi", at=AT, succeeded=False)]
    assert not any(
        route(routing(id=f"p{n}", explore_share=0.2, tried=failed), [0.9, 0.9]).explores for n in range(200)
    )


def test_advice_follows_what_was_tried() -> None:
    """Send at first, retry what may pass, stop what cannot, wait when nothing is well."""
    tried = [
        GatewayAttempt(gateway="cheap", method="upi", at=AT, succeeded=False, failure_code="payer_bank_down")
    ]
    final = [
        GatewayAttempt(
            gateway="cheap", method="upi", at=AT, succeeded=False, failure_code="insufficient_funds"
        )
    ]
    assert route(routing(), [0.9, 0.9]).advice == "send"
    assert route(routing(tried=tried), [0.9, 0.9]).advice == "retry"
    assert route(routing(tried=tried), [0.2, 0.3]).advice == "requeue"
    assert route(routing(tried=tried * 3), [0.9, 0.9]).advice == "stop"
    assert route(routing(tried=final), [0.9, 0.9]).advice == "stop"


def test_the_cause_of_failures_is_of_this_quarter_of_an_hour() -> None:
    """What failed lately at the best gateway is named; what failed an hour ago is not."""
    lately = [
        GatewayAttempt(gateway="cheap", method="upi", at=AT - timedelta(minutes=minutes), succeeded=False, failure_code=code)
        for minutes, code in ((2, "bank_down"), (3, "bank_down"), (4, "timeout"), (70, "old_news"))
    ]  # fmt: skip
    found = route(routing(attempts=[*lately, msgspec.structs.replace(lately[0], succeeded=True)]), [0.9, 0.8])
    assert found.failure_cause == "bank_down"
    assert [(each.gateway, each.tries, each.failures, each.failure_cause) for each in found.choices] == [
        ("cheap", 4, 3, "bank_down"), ("sure", 0, 0, None),
    ]  # fmt: skip
    assert route(routing(attempts=lately[3:]), [0.9, 0.8]).failure_cause is None


def commission(paid_minor: int, **changed: object) -> CommissionCheckAnswer:
    asked = CommissionStatement(
        partner_id="p", currency="INR", starts_at=AT - timedelta(days=30), ends_at=AT, paid_minor=paid_minor,
        rules=[
            CommissionRule(product="loan", rate_bps=100, fixed_minor=500),
            CommissionRule(product="loan", rate_bps=200, fixed_minor=500, from_volume_minor=3_000_000),
        ],
        sales=[
            CommissionSale(product="loan", amount_minor=amount, sold_at=AT - timedelta(days=day), reversed=back)
            for amount, day, back in ((2_000_000, 3, False), (1_500_000, 9, False), (400_000, 12, True), (900_000, 40, False))
        ],
    )  # fmt: skip
    asked = msgspec.structs.replace(asked, **changed)
    rows = rows_of("commission/1", asked, [0.5], log_share_p50=[float(np.log(0.02))])
    answered = ANSWERS["commission-check"].answer(asked, AT, rows)
    assert isinstance(answered.answer, CommissionCheckAnswer)
    return answered.answer


@pytest.mark.parametrize(
    ("paid", "codes"),
    [
        (71_000, []),  # 2 % of 35,00,000 and 500 for each of two sales
        (36_000, ["tier_not_applied"]),
        (79_500, ["reversal_not_deducted"]),
        (70_000, ["fixed_part_missing"]),
        (89_500, ["sales_outside_period"]),
        (142_000, ["duplicate_payment"]),
        (50_000, ["unexplained"]),
    ],
)
def test_a_commission_is_what_the_agreement_gives(paid: int, codes: list[str]) -> None:
    """The tier holds for the whole volume; reversed sales and those of other months earn nothing; mistakes are named."""
    found = commission(paid)
    assert found.expected_minor == 71_000
    assert found.difference_minor == paid - 71_000
    assert found.codes == codes
    assert found.expected_model_minor == 70_000


def test_tax_that_was_kept_is_checked() -> None:
    assert commission(71_000, tax_bps=1_000, tax_withheld_minor=7_100).codes == []
    assert commission(71_000, tax_bps=1_000, tax_withheld_minor=14_200).codes == ["tax_withheld_differs"]


def test_lines_that_come_again_are_seen() -> None:
    """Three months of one merchant recur; two, or uneven ones, do not. A known merchant is looked up."""
    texts = [("ACH D- NETFLIX 881", 30 * n, 64_900) for n in range(3)]
    texts += [("POS 41 GYM FEES", 30 * n, 150_000) for n in range(2)]
    texts += [("UPI/RENT FLAT", gap, 900_000) for gap in (0, 11, 50)]
    asked = Statement(
        customer_id="c", currency="INR",
        lines=[
            StatementLine(text=text, amount_minor=amount, occurred_at=AT - timedelta(days=days))
            for text, days, amount in texts
        ],
    )  # fmt: skip
    scores = [0.0] * 22
    scores[15] = 1.0
    answered = ANSWERS["categorize"].answer(
        asked, AT, rows_of("statement/2", asked, [0.6] * 8, classes=scores)
    )
    assert isinstance(answered.answer, CategorizeAnswer)
    lines = answered.answer.lines
    assert [line.period_days for line in lines] == [30, 30, 30, None, None, None, None, None]
    assert lines[0].next_at == AT + timedelta(days=30)
    assert (lines[0].merchant, lines[0].category, lines[0].source) == ("Netflix", "entertainment", "lookup")
    assert (lines[5].category, lines[5].source, lines[5].probability) == ("rent", "model", 0.6)


def test_a_known_merchant_is_not_the_least_certain() -> None:
    """However unsure the model is of a line that was looked up, what is answered of it is the look-up."""
    asked = Statement(
        customer_id="c", currency="INR",
        lines=[StatementLine(text=text, amount_minor=100, occurred_at=AT) for text in ("POS NETFLIX", "POS 4411 XYZ")],
    )  # fmt: skip
    scores = [0.0] * 22
    scores[15] = 1.0
    rows = rows_of("statement/2", asked, [0.2, 0.7], classes=scores)
    answered = ANSWERS["categorize"].answer(asked, AT, rows)
    assert isinstance(answered.answer, CategorizeAnswer)
    assert (answered.explained, answered.answer.probability) == (1, 0.7)


def payout(hours_waiting: float, **changed: object) -> PayoutDelayAnswer:
    return payout_at(AT, hours_waiting, **changed)


def payout_at(at: datetime, hours_waiting: float, **changed: object) -> PayoutDelayAnswer:
    sent = at - timedelta(hours=hours_waiting)
    history = [
        PastPayout(
            payee_id="v", bank="b", method="neft", amount_minor=100_000, created_at=day,
            approved_at=day + timedelta(hours=1), sent_at=day + timedelta(hours=1), settled_at=day + timedelta(hours=3 + number % 2),
        )
        for number in range(8)
        for day in [at - timedelta(days=10 + number)]
    ]  # fmt: skip
    asked = Payout(
        payee_id="v", bank="b", method="neft", amount_minor=100_000, currency="INR", created_at=sent - timedelta(hours=2),
        approved_at=sent, sent_at=sent, utc_offset_minutes=330, history=history,
    )  # fmt: skip
    asked = msgspec.structs.replace(asked, **changed)
    count = 1 if asked.sent_at else 2 if asked.approved_at else 3
    heads = {"log_hours_p50": [1.0], "log_hours_p90": [0.9], "log_hours_p95": [2.0]}
    rows = rows_of("payout/1", asked, [0.1] * count, at, **heads)
    answered = ANSWERS["payout-delay"].answer(asked, at, rows)
    assert isinstance(answered.answer, PayoutDelayAnswer)
    return answered.answer


def test_a_payout_is_stuck_when_it_waits_unlike_its_likes() -> None:
    """z is against the payee's own payouts; hours never cross, however the heads do; the cause follows the stage."""
    usual, stuck = payout(2.0), payout(40.0)
    assert usual.z_score is not None
    assert stuck.z_score is not None
    assert abs(usual.z_score) < 2 < stuck.z_score
    assert (usual.cause, stuck.cause) == ("on_its_way", "stuck")
    assert stuck.partner_z_score == stuck.stage_z_score == stuck.z_score
    assert usual.hours_p50 is not None
    assert usual.hours_p50 <= usual.hours_p90 <= usual.hours_p95  # type: ignore[operator]
    fresh = payout(0.1, sent_at=None, approved_at=None, created_at=AT - timedelta(minutes=30))
    assert (fresh.stage, fresh.cause, [each.stage for each in fresh.stages]) == (
        "created", "awaiting_release", ["approved", "sent", "settled"],
    )  # fmt: skip
    large = payout(
        0.1, sent_at=None, approved_at=None, created_at=AT - timedelta(minutes=30), amount_minor=9_000_000
    )
    assert large.cause == "large_amount"


def test_a_payee_and_its_stage_are_baselines_of_their_own() -> None:
    """What is usual for a slow payee is unusual for the stage; fewer than five of either are no baseline."""
    slow = [
        PastPayout(
            payee_id="slow" if number < 6 else "other", bank="b", method="neft", amount_minor=100_000, created_at=day,
            approved_at=day, sent_at=day, settled_at=day + timedelta(hours=(30 if number < 6 else 2) + number % 3),
        )
        for number in range(30)
        for day in [AT - timedelta(days=20 + number)]
    ]  # fmt: skip
    found = payout(30.0, payee_id="slow", history=slow)
    assert found.partner_z_score is not None
    assert found.stage_z_score is not None
    assert abs(found.partner_z_score) < 1.5 < found.stage_z_score
    assert found.z_score == found.partner_z_score
    unknown = payout(30.0, payee_id="new", history=slow)
    assert (unknown.partner_z_score, unknown.stage_z_score) == (None, found.stage_z_score)
    assert payout(30.0, history=slow[:4]).stage_z_score is None


def test_a_closed_desk_does_not_explain_what_was_stuck_before() -> None:
    """On Saturday night: a payout of Wednesday is stuck, one of Saturday afternoon waits for Monday."""
    night = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)  # 01:30 on Sunday where it is paid
    since_wednesday, since_afternoon = (payout_at(night, waited) for waited in (97.0, 7.5))
    assert (since_wednesday.cause, since_afternoon.cause) == ("stuck", "desk_closed")
    assert min(since_wednesday.z_score or 0.0, since_afternoon.z_score or 0.0) > 2
    assert payout_at(night + timedelta(hours=40), 97.0).cause == "stuck"  # Monday noon: the desk is open
