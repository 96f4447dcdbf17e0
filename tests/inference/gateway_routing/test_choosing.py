"""Policies choosing: what is best gets nearly everything, what fails nothing, and every share that was promised is kept."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.gateway_routing.choosing import NoGatewayLeft, Router, place_of
from inference.gateway_routing.policy import PolicyGateway, PolicyRule, PolicySpec, ToRoute
from inference.gateway_routing.shares import pick, within
from payments.attempts.health import Cell, Health
from payments.attempts.knowledge import Knowledge
from payments.attempts.usual import Evidence, Place, Usual

WELL = (0.999, 0.0003, 0.0003, 0.0004)
DOWN = (0.001, 0.0, 0.0, 0.999)
PAYMENT = ToRoute(method="upi", amount_minor=100_000, currency="INR")


def known(down: tuple[str, ...] = (), tries: float = 20_000, **rates: float) -> Knowledge:
    """rates: the usual fault rate of each gateway by UPI."""
    evidence: dict[Place, Evidence] = {}
    health: dict[Cell, Health] = {}
    for gateway, rate in rates.items():
        told = Evidence(tries * (1 - rate), tries * rate)
        evidence[gateway,] = evidence[gateway, "upi"] = told
        health[gateway, "upi"] = Health(DOWN if gateway in down else WELL, rate, 0)
    return Knowledge(Usual(evidence), health)


def spec(*names: str, **changes: object) -> PolicySpec:
    gateways = [PolicyGateway(gateway=name) for name in names or ("a", "b", "c")]
    return PolicySpec(**{"gateways": gateways, **changes})  # type: ignore[arg-type]


def shares(policy: PolicySpec, of: Knowledge, payment: ToRoute = PAYMENT) -> dict[str, float]:
    return Router(policy, of, 7).shares(payment)


def test_the_best_gets_nearly_everything_and_all_are_explored() -> None:
    """What is known to work best gets all but the share that explores, which the others divide."""
    found = shares(spec(), known(a=0.02, b=0.05, c=0.08))
    assert found["a"] > 0.98
    assert found["b"] == pytest.approx(0.005 / 3, abs=1e-6)
    assert sum(found.values()) == pytest.approx(1)


def test_what_is_not_known_enough_is_tried() -> None:
    """After twenty tries nobody can tell 2 from 5 per cent: both get a fair part."""
    found = shares(spec("a", "b"), known(tries=20, a=0.02, b=0.05))
    assert 0.2 < found["a"] < 0.8


def test_a_failing_gateway_is_left_and_gets_probes_again() -> None:
    """Surely down it gets nothing; once it may have mended, about as much as is likely."""
    assert shares(spec(), known(("a",), a=0.02, b=0.05, c=0.08))["a"] < 0.01
    perhaps = known(a=0.02, b=0.05, c=0.08)
    perhaps.health["a", "upi"] = Health((0.1, 0.0, 0.0, 0.9), 0.02, 0)
    assert 0.03 < shares(spec(), perhaps)["a"] < 0.25


def test_a_cheaper_gateway_wins_where_both_work_alike() -> None:
    """Fees decide small differences; a failed sale that costs enough decides the other way."""
    gateways = [PolicyGateway(gateway="a", fee_bps=200), PolicyGateway(gateway="b", fee_bps=100)]
    of = known(a=0.02, b=0.025)
    assert shares(PolicySpec(gateways=gateways, failure_cost_bps=200), of)["b"] > 0.98
    assert shares(PolicySpec(gateways=gateways, failure_cost_bps=100_000), of)["a"] > 0.98


def test_volume_bounds_are_kept_while_gateways_are_well() -> None:
    """The worst keeps its least share, the best stays below its greatest; what is above goes to the next best, not to the worst."""
    gateways = [
        PolicyGateway(gateway="a", max_share_percent=60), PolicyGateway(gateway="b"),
        PolicyGateway(gateway="c", min_share_percent=15),
    ]  # fmt: skip
    policy = PolicySpec(gateways=gateways)
    found = shares(policy, known(a=0.02, b=0.05, c=0.3))
    assert found["c"] == pytest.approx(0.15)
    assert found["b"] < found["a"] <= 0.6
    gateways[2] = PolicyGateway(gateway="c")
    spilt = shares(PolicySpec(gateways=gateways), known(a=0.02, b=0.05, c=0.3))
    assert spilt["a"] == pytest.approx(0.6, abs=0.01)
    assert spilt["c"] == pytest.approx(0.0, abs=0.01)
    assert shares(policy, known(("c",), a=0.02, b=0.05, c=0.3))["c"] < 0.01


def test_rules_come_first() -> None:
    """A pinned bank has no choice, an avoided gateway gets nothing, what does not match is chosen freely."""
    rules = [
        PolicyRule(methods=["card"], use=["c"]),
        PolicyRule(banks=["sbi"], use=["b"]),
        PolicyRule(amount_from_minor=500_000, avoid=["a"]),
    ]
    policy, of = spec(rules=rules), known(a=0.02, b=0.05, c=0.08)
    bank = ToRoute(method="upi", bank="sbi", amount_minor=100, currency="INR")
    assert shares(policy, of, bank) == {"b": 1.0}
    assert set(shares(policy, of, ToRoute(method="upi", amount_minor=500_000, currency="INR"))) == {"b", "c"}
    assert set(shares(policy, of)) == {"a", "b", "c"}
    assert not Router(policy, of, 7).choose(PAYMENT, 0.5).by_rule


def test_a_gateway_that_was_tried_is_not_chosen_again() -> None:
    """Each try goes elsewhere, until none is left."""
    router = Router(spec(), known(a=0.02, b=0.05, c=0.08), 7)
    tried = ToRoute(method="upi", amount_minor=100, currency="INR", tried=("a",))
    assert "a" not in router.shares(tried)
    with pytest.raises(NoGatewayLeft):
        router.choose(ToRoute(method="upi", amount_minor=100, currency="INR", tried=("a", "b", "c")), 0.5)


def test_priorities_and_fixed_shares() -> None:
    """The first that is well of a list; fixed parts whatever happens."""
    of = known(("b",), a=0.3, b=0.01, c=0.01)
    priority = spec("b", "a", "c", kind="priority", explore_share=0.0)
    assert shares(priority, of) == {"b": 0.0, "a": 1.0, "c": 0.0}
    fixed = [PolicyGateway(gateway="a", share_percent=70), PolicyGateway(gateway="b", share_percent=30)]
    assert shares(PolicySpec(kind="shares", gateways=fixed), of) == {"a": 0.7, "b": 0.3}


def test_the_same_payment_gets_the_same_and_the_propensity_is_its_chance() -> None:
    """Of ten thousand payments each gateway gets the part that its propensity says; a payment asked twice gets one answer."""
    router = Router(spec("a", "b"), known(tries=20, a=0.02, b=0.05), 7)
    chance = router.shares(PAYMENT)["a"]
    policy = UUID(int=5)
    keys = [number.to_bytes(8, "big") for number in range(10_000)]
    chosen = [router.choose(PAYMENT, place_of(key, policy)) for key in keys]
    assert sum(each.gateway == "a" for each in chosen) / 10_000 == pytest.approx(chance, abs=0.02)
    assert {each.propensity for each in chosen if each.gateway == "a"} == {chance}
    again = Router(spec("a", "b"), known(tries=20, a=0.02, b=0.05), 7)
    assert again.choose(PAYMENT, place_of(keys[3], policy)) == chosen[3]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3), st.floats(0.3, 1)), min_size=2, max_size=8))
def test_bounds_and_sum_always_hold(drawn: list[tuple[float, float, float]]) -> None:
    """Whatever the shares and bounds are: they sum up to one, and bounds that can be kept are."""
    total = sum(share for share, _, _ in drawn) or 1.0
    low, high = [each[1] for each in drawn], [each[2] for each in drawn]
    found = within([each[0] / total for each in drawn], low, high)
    assert sum(found) == pytest.approx(1)
    if sum(low) <= 1 <= sum(high):
        assert all(a - 1e-6 <= each <= b + 1e-6 for each, a, b in zip(found, low, high, strict=True))


def test_pick_covers_the_whole_line() -> None:
    """Every place from 0 to 1 belongs to somebody who has a share."""
    assert [pick([0.0, 0.25, 0.75], place) for place in (0.0, 0.2499, 0.25, 0.999_999_999)] == [1, 1, 2, 2]
    assert pick([0.3, 0.3, 0.3999], 0.99999) == 2
