"""Cuts of a row of counts: found where the rate changed, and nowhere else."""

from itertools import pairwise
from math import inf, log
from random import Random

import pytest

from payments.attempts.change_points import BINS_MAX, stretches


def drawn(seed: int, *parts: tuple[int, float], tries: int = 40) -> tuple[list[int], list[int]]:
    """Bins of `tries` attempts that fail at the rate of each part: (how many bins, rate)."""
    rng = Random(seed)
    failures = [sum(rng.random() < rate for _ in range(tries)) for count, rate in parts for _ in range(count)]
    return [tries] * len(failures), failures


def test_a_change_is_found_where_it_is() -> None:
    """Begin and end of an incident, to the bin, and the rate of each stretch."""
    found = stretches(*drawn(1, (60, 0.05), (15, 0.7), (60, 0.05)))
    assert [each.first for each in found] == [0, 60, 75]
    assert found[1].rate == pytest.approx(0.7, abs=0.06)


def test_nothing_is_found_in_noise() -> None:
    """Of a hundred rows without a change hardly any is cut."""
    cut = sum(len(stretches(*drawn(seed, (150, 0.1)))) > 1 for seed in range(100))
    assert cut <= 3


def test_it_is_the_best_of_all_cuts() -> None:
    """The same as trying every way to cut: dropping cuts on the way loses nothing."""
    for seed in range(20):
        tries, failures = drawn(seed, (4, 0.1), (4, 0.6), (4, 0.2), tries=12)
        assert [each.first for each in stretches(tries, failures, 4.0)] == brute(tries, failures, 4.0)


def brute(tries: list[int], failures: list[int], penalty: float) -> list[int]:
    def cost(first: int, end: int) -> float:
        n, k = sum(tries[first:end]), sum(failures[first:end])
        return -2 * sum(x * log(x / n) for x in (k, n - k) if x)

    best: tuple[float, list[int]] = (inf, [])
    for mask in range(1 << (len(tries) - 1)):
        firsts = [0, *(at + 1 for at in range(len(tries) - 1) if mask >> at & 1)]
        total = sum(cost(a, b) for a, b in pairwise([*firsts, len(tries)])) + penalty * (len(firsts) - 1)
        best = min(best, (total, firsts))
    return best[1]


def test_empty_bins_and_empty_rows() -> None:
    """Bins without attempts belong to a stretch and change nothing; nothing has no stretches; too much is refused."""
    assert stretches([], []) == []
    assert [each.tries for each in stretches([0, 10, 0, 10], [0, 1, 0, 1])] == [20]
    with pytest.raises(ValueError, match="more than"):
        stretches([1] * (BINS_MAX + 1), [0] * (BINS_MAX + 1))
