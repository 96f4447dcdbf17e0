"""Offline estimates against the truth that a simulation knows, and refusals where the log cannot tell."""

import datetime as dt
import pathlib
from random import Random

import pytest

from inference.gateway_routing.judging import Attempt, judge
from inference.gateway_routing.offline import OfflineEstimate
from inference.gateway_routing.policy import PolicyGateway, PolicySpec
from training.routing_log import LogColumns, read_attempts, slug

SUCCESS = {("x", "a"): 0.9, ("x", "b"): 0.6, ("y", "a"): 0.3, ("y", "b"): 0.5}
LOGGED = {"x": 0.2, "y": 0.8}
"""The chance that the log's own policy gave gateway `a`: mostly the wrong way round, so its rates mislead."""
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SHARED = pathlib.Path(__file__).parents[4] / "shared/data/gateway_routing_psp/attempts.parquet"
COLUMNS = LogColumns(
    at="tmsp", gateway="psp", succeeded="success", amount="amount", context=("card", "three_d_secured"),
    payment=("country", "amount", "card"),
)  # fmt: skip


def log(
    seed: int, count: int = 8_000, *, told: bool = True, logged: dict[str, float] = LOGGED
) -> list[Attempt]:
    rng, found = Random(seed), []
    for number in range(count):
        kind = "x" if rng.random() < 0.5 else "y"
        gateway = "a" if rng.random() < logged[kind] else "b"
        chance = logged[kind] if gateway == "a" else 1 - logged[kind]
        succeeded = rng.random() < SUCCESS[kind, gateway]
        found.append(
            Attempt(
                START + dt.timedelta(minutes=number), gateway, "card", kind, 1_000, "INR", succeeded, not succeeded,
                number, chance if told else None,
            )
        )  # fmt: skip
    return found


def alone(gateway: str) -> PolicySpec:
    return PolicySpec(gateways=[PolicyGateway(gateway=gateway)])


@pytest.mark.parametrize("told", [True, False], ids=["logged propensities", "estimated ones"])
def test_the_truth_is_within_the_interval_as_often_as_it_says(told: bool) -> None:
    """Of forty worlds the interval of all to gateway `a` misses the true 0.6 in a few; the naive mean of `a` misses it in all."""
    truth = (SUCCESS["x", "a"] + SUCCESS["y", "a"]) / 2
    missed = naive_missed = 0
    for seed in range(40):
        attempts = log(seed, 4_000, told=told)
        found = judge(attempts, alone("a")).doubly_robust
        assert found is not None
        missed += not found.low <= truth <= found.high
        naive = [each.succeeded for each in attempts[2_000:] if each.gateway == "a"]
        naive_missed += abs(sum(naive) / len(naive) - truth) > 0.05
    assert missed <= 5
    assert naive_missed == 40


def test_a_policy_that_learns_is_credited_with_what_it_learned() -> None:
    """The bandit sends each kind where it succeeds: 0.7 on average, where the log's own policy had 0.5."""
    gateways = [PolicyGateway(gateway="a"), PolicyGateway(gateway="b")]
    found = judge(log(1), PolicySpec(gateways=gateways))
    assert found.refused is None
    for each in (found.ips, found.snips, found.doubly_robust):
        assert each is not None
        assert each.low < 0.7 < each.high
    assert found.uplift is not None
    assert found.uplift.low > 0.15
    assert found.effective < found.tries


def test_tries_of_one_payment_widen_the_interval() -> None:
    """The same attempts told ten times over are no more than they were."""
    once = log(1, 4_000)
    tenfold = [each for each in once for _ in range(10)]
    narrow, same = judge(once, alone("a")).doubly_robust, judge(tenfold, alone("a")).doubly_robust
    assert narrow is not None
    assert same is not None
    assert same.high - same.low == pytest.approx(narrow.high - narrow.low, rel=0.05)


def test_what_the_log_never_saw_is_refused() -> None:
    """A gateway that the log hardly has for a kind of payment, or not at all, or nothing logged: no estimate, and why."""
    for refused in (
        judge(log(1, logged={"x": 0.002, "y": 0.5}), alone("a")),
        judge(log(1), alone("c")),
        judge([], alone("a")),
        judge(log(1, 150), alone("a")),
    ):
        assert refused.refused
        assert refused.doubly_robust is None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data set is not beside the repository")
def test_the_shared_log_answers_and_refuses() -> None:
    """On attempts of a payment router: an estimate with its interval where there is support, none where there is none."""
    attempts = read_attempts(SHARED, COLUMNS)
    assert len(attempts) == 37_766
    found: dict[str, OfflineEstimate] = {
        name: judge(attempts, alone(name)) for name in ("uk_card", "simplecard")
    }
    better, worse = found["uk_card"].doubly_robust, found["simplecard"].doubly_robust
    assert better is not None
    assert worse is not None
    assert worse.high < better.low
    assert found["uk_card"].payments < found["uk_card"].tries
    assert judge(attempts, alone("nobody")).refused


def test_gateways_of_files_are_named_as_policies_name_them() -> None:
    """Any text becomes a slug."""
    assert [slug(each) for each in ("UK_Card", "Acme Pay (EU)", "##")] == [
        "uk_card",
        "acme-pay-eu",
        "unnamed",
    ]
