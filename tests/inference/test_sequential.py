"""The sequential test holds its promise at every look, finds what is there, and refuses what cannot be."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.sequential import (
    Interval,
    Tally,
    _log_likelihood,
    _log_likelihood_max,
    _log_mixture,
    interval,
    log_evidence,
    paired_interval,
)

ALPHA = 0.05
tallies = st.integers(0, 5_000).flatmap(
    lambda count: st.integers(0, count * 1_000).map(lambda total: Tally(count, total / 1_000))
)


@pytest.mark.parametrize("rate", [0.02, 0.3, 0.5])
def test_the_evidence_is_a_bet_at_fair_odds(rate: float) -> None:
    """Where both arms have the same rate, the evidence's mean over every possible outcome is at most 1: exact, no sampling."""
    size = 12
    mean = 0.0
    for ones_a in range(size + 1):
        for ones_b in range(size + 1):
            chance = math.prod(
                math.comb(size, ones) * rate**ones * (1 - rate) ** (size - ones) for ones in (ones_a, ones_b)
            )
            mean += chance * math.exp(log_evidence(Tally(size, ones_a), Tally(size, ones_b), 0.0))
    assert mean <= 1.0


def test_looking_after_every_value_is_allowed() -> None:
    """No difference, 500 experiments, 20 looks each and stopping at the first alarm: at most 5 % are wrong."""
    rng = random.Random(7)
    wrong = sum(_alarm(rng, 0.1, 0.1, looks=20, step=50) is not None for _ in range(500))
    assert wrong <= 500 * ALPHA


def test_a_difference_is_found() -> None:
    """10 % against 15 %: found in at least nine of ten experiments before 4,000 values an arm."""
    rng = random.Random(11)
    found = [_alarm(rng, 0.1, 0.15, looks=40, step=100) for _ in range(60)]
    assert sum(each is not None for each in found) >= 54


def _alarm(rng: random.Random, a: float, b: float, *, looks: int, step: int) -> int | None:
    """Return the first look at which no difference is refused."""
    ones_a = ones_b = 0
    for look in range(1, looks + 1):
        ones_a += sum(rng.random() < a for _ in range(step))
        ones_b += sum(rng.random() < b for _ in range(step))
        if log_evidence(Tally(look * step, ones_a), Tally(look * step, ones_b), 0.0) > -math.log(ALPHA):
            return look
    return None


def test_values_between_count_too() -> None:
    """Squared errors of two arms with one mean, looked at 20 times: the true difference is left out by at most 5 %."""
    rng = random.Random(3)
    wrong = 0
    for _ in range(200):
        a = [rng.betavariate(1, 5) for _ in range(400)]
        b = [rng.betavariate(2, 10) for _ in range(400)]  # the same mean, another spread
        wrong += any(
            log_evidence(Tally(n, sum(a[:n])), Tally(n, sum(b[:n])), 0.0) > -math.log(ALPHA)
            for n in range(20, 401, 20)
        )
    assert wrong <= 200 * ALPHA


@given(tallies, tallies)
def test_the_interval_is_what_the_evidence_says(a: Tally, b: Tally) -> None:
    """It holds what was seen, its edges are where the evidence reaches the bound, and swapping the arms mirrors it."""
    found = interval(a, b, ALPHA)
    assert -1 <= found.low <= found.high <= 1
    assert 0 <= found.p_value <= 1
    if found.difference is None:
        assert (found.low, found.high) == (-1, 1)
        return
    assert found.low <= found.difference <= found.high
    for edge, outwards in ((found.low, -1e-6), (found.high, 1e-6)):
        inside = edge - outwards
        assert log_evidence(a, b, inside) <= -math.log(ALPHA) or abs(found.difference - edge) <= 1e-6
        assert abs(edge + outwards) >= 1 or log_evidence(a, b, edge + outwards) >= -math.log(ALPHA)
    mirrored = interval(b, a, ALPHA)
    assert mirrored.low == pytest.approx(-found.high, abs=1e-6)


def test_arms_without_values() -> None:
    """One arm alone says nothing."""
    assert interval(Tally(0, 0.0), Tally(100, 50.0), ALPHA).p_value == 1.0


def test_more_values_narrow_the_interval() -> None:
    """The same rates seen a hundred times as often give an interval several times narrower."""
    few = interval(Tally(100, 10), Tally(100, 13), ALPHA)
    many = interval(Tally(10_000, 1_000), Tally(10_000, 1_300), ALPHA)
    assert (many.high - many.low) * 5 < few.high - few.low
    assert many.low > 0


def test_pairs_of_one_event_are_tested_by_their_differences() -> None:
    """Differences with mean nought, looked at 20 times: nought is left out at most 5 % of the times; a real one is found."""
    rng = random.Random(5)
    wrong = 0
    for _ in range(200):
        values = [rng.choice([-1, 0, 0, 0, 1]) for _ in range(400)]
        wrong += any(not _holds(paired_interval(n, sum(values[:n]), ALPHA), 0.0) for n in range(20, 401, 20))
    assert wrong <= 200 * ALPHA
    found = paired_interval(2_000, 400.0, ALPHA)
    assert found.difference == pytest.approx(0.2)
    assert 0 < found.low < 0.2 < found.high < 0.4
    assert found.p_value < 1e-6
    assert paired_interval(0, 0.0, ALPHA).p_value == 1.0


def _holds(found: Interval, difference: float) -> bool:
    return found.low <= difference <= found.high


@given(tallies, tallies, st.integers(-99, 99).map(lambda percent: percent / 100))
def test_the_likeliest_pair_is_found(a: Tally, b: Tally, difference: float) -> None:
    """No pair of means on a fine grid, with that difference, is likelier than the one that the evidence is against."""
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
    best = max(_likelihood(a, b, low + (high - low) * step / 500, difference) for step in range(501))
    mixture = log_evidence(a, b, difference) + _log_likelihood_max(a, b, difference)
    assert _log_likelihood_max(a, b, difference) >= best - 1e-6 * (1 + abs(best))
    assert math.isinf(mixture) or mixture == pytest.approx(_log_mixture(a) + _log_mixture(b), abs=1e-6)


def _likelihood(a: Tally, b: Tally, mean: float, difference: float) -> float:
    return _log_likelihood(a, mean) + _log_likelihood(b, mean + difference)
