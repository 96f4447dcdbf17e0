"""When a rate changed: the cuts of a row of counts that explain it best, each paid for. Pure.

Each stretch between two cuts is explained by its own rate; a cut costs `penalty`, so noise is not cut up. The best cuts of all
are found exactly by dynamic programming, and cuts that can never be best again are dropped on the way: PELT, Killick, Fearnhead
and Eckley, "Optimal detection of changepoints with a linear computational cost" (JASA 2012), with the binomial cost. The penalty
is theirs for a known number of parameters, 3 log n: Schwarz's criterion for a place and two rates.
"""

from collections.abc import Sequence
from math import log

import msgspec
import numpy as np
from numpy.typing import NDArray

BINS_MAX = 4_000


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Bins from `first` up to, without, `end`, that fail at one rate."""

    first: int
    end: int
    tries: int
    failures: int

    @property
    def rate(self) -> float:
        return self.failures / self.tries if self.tries else 0.0


def stretches(tries: Sequence[int], failures: Sequence[int], penalty: float | None = None) -> list[Stretch]:
    """Cut bins into stretches of one rate each, oldest first. At most 4,000 bins."""
    count = len(tries)
    if count > BINS_MAX:
        raise ValueError(f"{count} bins are more than {BINS_MAX}")
    if not count:
        return []
    paid = 3 * log(max(count, 2)) if penalty is None else penalty
    n = np.concatenate([[0.0], np.cumsum(tries, dtype=np.float64)])
    k = np.concatenate([[0.0], np.cumsum(failures, dtype=np.float64)])
    best = np.full(count + 1, np.inf)
    best[0] = -paid
    last = np.zeros(count + 1, dtype=np.int64)
    open_ = np.array([0])
    for end in range(1, count + 1):
        costs = best[open_] + _cost(n[end] - n[open_], k[end] - k[open_])
        place = int(costs.argmin())
        best[end], last[end] = costs[place] + paid, open_[place]
        open_ = np.append(open_[costs <= best[end]], end)
    return [
        Stretch(first=first, end=end, tries=int(n[end] - n[first]), failures=int(k[end] - k[first]))
        for first, end in _cuts(last)
    ]


def _cuts(last: NDArray[np.int64]) -> list[tuple[int, int]]:
    found, end = [], len(last) - 1
    while end > 0:
        found.append((int(last[end]), end))
        end = int(last[end])
    return found[::-1]


def _cost(tries: NDArray[np.float64], failures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Twice the negative log likelihood of each stretch at its own rate."""
    with np.errstate(divide="ignore", invalid="ignore"):
        failed = np.where(failures > 0, failures * np.log(failures / tries), 0.0)
        worked = np.where(tries > failures, (tries - failures) * np.log1p(-failures / tries), 0.0)
    return np.asarray(-2 * (failed + worked))
