"""Money of routing: estimates against the truth that a simulation knows, and sequences that keep their level."""

import datetime as dt
from random import Random
from uuid import UUID

import pytest
from msgspec.structs import replace

from inference.gateway_routing import trial_money
from inference.gateway_routing.judging import Attempt, judge
from inference.gateway_routing.offline_money import OfflineMoney
from inference.gateway_routing.policy import PolicyGateway, PolicySpec
from inference.gateway_routing.trial_money import JUDGED_MIN, MoneyRow, TrialMoney

SUCCESS = {("x", "a"): 0.9, ("x", "b"): 0.7, ("y", "a"): 0.5, ("y", "b"): 0.6}
LOGGED = {"x": 0.3, "y": 0.7}
"""The chance that the log's own policy gave gateway `a`."""
FEES = {"a": (250, 300), "b": (100, 0)}
"""Hundredths of a percent, and minor units, of a success."""
LOSS_BPS = 1_000
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TO_A = PolicySpec(
    gateways=[PolicyGateway(gateway="a", fee_bps=250, fee_fixed_minor=300)], failure_cost_bps=LOSS_BPS
)


def fee(gateway: str, amount: int, succeeded: bool) -> int:
    bps, fixed = FEES[gateway]
    return round(amount * bps / 10_000 + fixed) if succeeded else 0


def net(gateway: str, amount: int, success: float) -> float:
    bps, fixed = FEES[gateway]
    return success * (amount * LOSS_BPS / 10_000 - amount * bps / 10_000 - fixed)


def log(seed: int, *, count: int = 3_000, costs: bool) -> tuple[list[Attempt], float]:
    """Attempts, and what sending all of the later half to `a` is expected to gain over what the log's chances are expected to."""
    rng, found, gain = Random(seed), [], 0.0
    for number in range(count):
        kind = "x" if rng.random() < 0.5 else "y"
        gateway = "a" if rng.random() < LOGGED[kind] else "b"
        amount = round(rng.lognormvariate(10, 0.8))
        succeeded = rng.random() < SUCCESS[kind, gateway]
        found.append(
            Attempt(
                START + dt.timedelta(minutes=number), gateway, "card", kind, amount, "INR", succeeded, not succeeded,
                number, LOGGED[kind] if gateway == "a" else 1 - LOGGED[kind],
                fee(gateway, amount, succeeded) if costs else 0,
            )
        )  # fmt: skip
        if number >= count // 2:
            done = net(gateway, amount, float(succeeded)) if costs else _declared(gateway, amount, succeeded)
            gain += net("a", amount, SUCCESS[kind, "a"]) - done
    return found, gain


def _declared(gateway: str, amount: int, succeeded: bool) -> float:
    """The net of a try that was done, where the policy knows no fee of `b`."""
    known = net(gateway, amount, float(succeeded))
    return known if gateway == "a" else succeeded * amount * LOSS_BPS / 10_000


@pytest.mark.parametrize(
    ("costs", "declared"),
    [(True, TO_A), (True, PolicySpec(gateways=[PolicyGateway(gateway="a")])), (False, TO_A)],
    ids=["logged", "logged, none declared", "declared"],
)
def test_the_true_gain_is_within_the_interval(costs: bool, declared: PolicySpec) -> None:
    """Of thirty worlds the interval of the net gain misses the truth in a few; declared fees that are wrong do not matter where costs
    were told.
    """
    missed = 0
    for seed in range(30):
        attempts, gain = log(seed, costs=costs)
        (found,) = judge(attempts, replace(declared, failure_cost_bps=LOSS_BPS)).money
        assert found.costs == ("logged" if costs else "declared")
        assert found.net_gain is not None
        missed += not found.net_gain.low_minor <= gain <= found.net_gain.high_minor
    assert missed <= 4


def test_what_was_done_is_told_to_the_minor_unit() -> None:
    """Value and fees of the log are its own sums."""
    attempts, _ = log(3, costs=True)
    later = attempts[1_500:]
    (found,) = judge(attempts, TO_A).money
    assert found.logged_value_minor == sum(each.amount_minor for each in later if each.succeeded)
    assert found.logged_fees_minor == sum(each.cost_minor for each in later)
    assert (found.tries, found.amount_minor) == (1_500, sum(each.amount_minor for each in later))
    assert found.unpriced == 0.0


def test_currencies_stand_apart() -> None:
    """Each has its own sums, one that the log hardly has is refused alone, and amounts that nobody told are no money."""
    attempts, _ = log(5, costs=False)
    mixed = [
        replace(each, currency="USD" if at % 40 == 0 else "" if at % 40 == 1 else "INR")
        for at, each in enumerate(attempts)
    ]
    found: dict[str, OfflineMoney] = {each.currency: each for each in judge(mixed, TO_A).money}
    assert list(found) == ["INR", "USD"]
    assert found["INR"].refused is None
    assert found["INR"].net_gain is not None
    assert "at least" in (found["USD"].refused or "")
    assert found["USD"].net_gain is None
    assert sum(each.tries for each in found.values()) < 1_500
    assert found["INR"].unpriced == pytest.approx(0.5, abs=0.1)


CHAMPION, CHALLENGER = UUID(int=1), UUID(int=2)
SPEC = PolicySpec(
    gateways=[
        PolicyGateway(gateway="a", fee_bps=250, fee_fixed_minor=300, failure_fee_minor=7),
        PolicyGateway(gateway="b", fee_bps=100),
    ],
    failure_cost_bps=LOSS_BPS,
)


def rows(policy_id: UUID, tries: list[tuple[str, int, bool, int]]) -> list[MoneyRow]:
    """Sums as the store makes them. tries: gateway, amount, whether it succeeded, cost."""
    return [
        MoneyRow(
            policy_id=policy_id, currency="INR", gateway=name, succeeded=result, count=len(some),
            amount=sum(a for a, _ in some), amount_2=sum(a * a for a, _ in some), cost=sum(c for _, c in some),
            cost_2=sum(c * c for _, c in some), amount_cost=sum(a * c for a, c in some),
        )
        for name in ("a", "b")
        for result in (True, False)
        if (some := [(amount, cost) for at, amount, won, cost in tries if (at, won) == (name, result)])
    ]  # fmt: skip


def tried(
    rng: Random, count: int, success: float, gateway: str = "a", *, costs: bool = False
) -> list[tuple[str, int, bool, int]]:
    found = []
    for _ in range(count):
        amount, won = round(rng.lognormvariate(10, 0.8)), rng.random() < success
        found.append((gateway, amount, won, fee(gateway, amount, won) if costs else 0))
    return found


def compared(
    champion: list[tuple[str, int, bool, int]], challenger: list[tuple[str, int, bool, int]]
) -> TrialMoney:
    (found,) = trial_money.compare(
        [*rows(CHAMPION, champion), *rows(CHALLENGER, challenger)], (CHAMPION, SPEC), (CHALLENGER, SPEC)
    )
    return found


def test_a_trial_adds_up() -> None:
    """Value, fees and net of each arm are those of its tries, by told costs or by declared fees."""
    some = [("a", 10_000, True, 0), ("a", 5_000, False, 0), ("b", 20_000, True, 0)]
    found = compared(some, [])
    fees = 250 + 300 + 7 + 200
    assert (found.champion.value_minor, found.champion.fees_minor, found.costs) == (30_000, fees, "declared")
    assert found.champion.net_minor == 3_000 - fees
    assert found.net.difference is None
    assert found.net.verdict == "undecided"
    told = compared([(*each[:3], 40) for each in some], [])
    assert (told.champion.fees_minor, told.champion.net_minor, told.costs) == (120, 2_880, "logged")


def test_a_better_arm_is_seen_and_a_dear_one_too() -> None:
    """More successes give a higher net; so do the same successes at lower fees; and few payments say nothing."""
    rng = Random(1)
    better = compared(tried(rng, 3_000, 0.6), tried(rng, 3_000, 0.9))
    assert better.net.verdict == "higher"
    assert better.net.p_value is not None
    assert better.net.p_value < 0.001
    cheaper = compared(tried(rng, 4_000, 0.9), tried(rng, 4_000, 0.9, "b"))
    assert cheaper.net.verdict == "higher"
    assert compared(tried(rng, JUDGED_MIN - 1, 0.1), tried(rng, 5_000, 0.9)).net.verdict == "undecided"


def test_looking_often_does_not_find_what_is_not_there() -> None:
    """Two equal arms, looked at after every fifty payments: of sixty trials hardly one ever says that they differ."""
    wrong = 0
    for seed in range(60):
        rng = Random(seed)
        a, b = tried(rng, 1_500, 0.8), tried(rng, 1_500, 0.8)
        looks = (compared(a[:count], b[:count]).net.verdict for count in range(JUDGED_MIN, 1_501, 50))
        wrong += any(each != "undecided" for each in looks)
    assert wrong <= 6
