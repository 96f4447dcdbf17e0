"""Shapley values of any model, by asking it: what each column adds to a row's margin against typical rows.

The value of a set of columns is the mean margin of typical rows that have those columns of the row in question
(interventional, as in shap's Exact and Permutation explainers). With few columns every set is asked: exact. With many,
random orders and their reverses are walked, each of which adds up to the margin by itself, so their mean does too.
Sources: Lundberg, Lee 2017; Castro, Gómez, Tejada 2009 (sampling); Mitchell et al. 2022 (antithetic orders).
"""

import dataclasses
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

EVALUATIONS_MAX = 100_000
TYPICAL_MAX = 64
_TYPICAL_MIN = 4
_PAIRS_WANTED = 16
_EXACT_COLUMNS_MAX = 12
_ROWS_AT_ONCE = 4_096
Margins = Callable[[NDArray[np.float32]], NDArray[np.float64]]


@dataclasses.dataclass(frozen=True, slots=True)
class Shares:
    """contributions: float64[n_features]; with base_value they add up to the margin of the row.

    exact: every set of columns was asked. error: the largest standard error of a contribution; 0 when exact.
    """

    contributions: NDArray[np.float64]
    base_value: float
    margin: float
    exact: bool
    error: float
    evaluations: int


class _Asking:
    """Asks the model about mixtures of the row and typical rows, and counts."""

    def __init__(self, margins: Margins, row: NDArray[np.float32], typical: NDArray[np.float32]) -> None:
        self._margins = margins
        self.row = row
        self._typical = typical
        self.evaluations = 0

    def values(self, sets: NDArray[np.bool_]) -> NDArray[np.float64]:
        """sets: bool[m, n_features], which columns are the row's. Returns: float64[m], the mean margin of each set."""
        size = max(1, _ROWS_AT_ONCE // len(self._typical))
        parts = [self._means(sets[at : at + size]) for at in range(0, len(sets), size)]
        return np.concatenate(parts) if parts else np.empty(0)

    def _means(self, sets: NDArray[np.bool_]) -> NDArray[np.float64]:
        mixed = np.where(sets[:, None, :], self.row, self._typical).reshape(-1, len(self.row))
        self.evaluations += len(mixed)
        found = self._margins(np.ascontiguousarray(mixed, np.float32))
        means: NDArray[np.float64] = found.reshape(len(sets), -1).mean(axis=1)
        return means


def explain(
    margins: Margins, row: NDArray[np.float32], typical: NDArray[np.float32], seed: int,
    evaluations_max: int = EVALUATIONS_MAX,
) -> Shares:  # fmt: skip
    """Share out the margin of a row.

    typical: float32[m, n_features], NaN where missing. seed: the same one gives the same orders.
    """
    columns = len(row)
    # A column that is the same everywhere cannot have a share.
    telling = np.flatnonzero(~np.all(_same(typical, row), axis=0))
    few = len(telling) <= _EXACT_COLUMNS_MAX
    rows = _spread(typical, evaluations_max // 2 ** len(telling) if few else 0)
    exact = few and len(rows) >= min(len(typical), _TYPICAL_MIN)
    if not exact:
        rows = _spread(typical, evaluations_max // (2 * _PAIRS_WANTED * max(len(telling), 1)))
    asking = _Asking(margins, row, rows)
    ends = asking.values(np.stack([np.zeros(columns, np.bool_), np.ones(columns, np.bool_)]))
    contributions, error = np.zeros(columns), 0.0
    if len(telling):
        if exact:
            contributions[telling] = _exactly(asking, telling, columns)
        else:
            contributions[telling], error = _by_orders(asking, telling, ends, seed, evaluations_max)
    return Shares(contributions, float(ends[0]), float(ends[1]), exact, error, asking.evaluations)


def _exactly(asking: _Asking, telling: NDArray[np.intp], columns: int) -> NDArray[np.float64]:
    count = len(telling)
    masks = np.arange(2**count)
    members = (masks[:, None] >> np.arange(count) & 1).astype(np.bool_)
    sets = np.zeros((len(masks), columns), np.bool_)
    sets[:, telling] = members
    values = asking.values(sets)
    sizes = members.sum(axis=1)
    weights = np.array([math.factorial(size) * math.factorial(count - size - 1) for size in range(count)])
    weights = weights / math.factorial(count)
    found = np.empty(count)
    for at in range(count):
        without = masks[~members[:, at]]
        found[at] = np.sum(weights[sizes[without]] * (values[without | 1 << at] - values[without]))
    return found


def _by_orders(
    asking: _Asking, telling: NDArray[np.intp], ends: NDArray[np.float64], seed: int, most: int
) -> tuple[NDArray[np.float64], float]:
    """Walk random orders and their reverses for as long as evaluations last, at least two pairs.

    Returns: the mean step of each column, and the largest standard error of one.
    """
    count, columns = len(telling), len(asking.row)
    generator = np.random.default_rng(seed)
    pairs: list[NDArray[np.float64]] = []
    once = asking.evaluations // 2
    while asking.evaluations + 2 * (count - 1) * once <= most or len(pairs) < 2:
        order = generator.permutation(count)
        both = [
            _walk(asking, telling[each], columns, ends)[np.argsort(each)] for each in (order, order[::-1])
        ]
        pairs.append(np.mean(both, axis=0))
    found = np.array(pairs)
    error = found.std(axis=0, ddof=1).max() / math.sqrt(len(found))
    return found.mean(axis=0), float(error)


def _walk(
    asking: _Asking, order: NDArray[np.intp], columns: int, ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What each column adds when it comes in its turn; together they are the way from base value to margin."""
    sets = np.zeros((len(order) - 1, columns), np.bool_)
    for at, column in enumerate(order[:-1]):
        sets[at:, column] = True
    values = np.concatenate((ends[:1], asking.values(sets), ends[1:]))
    steps: NDArray[np.float64] = np.diff(values)
    return steps


def _spread(typical: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """At most so many of the typical rows, evenly spread; never fewer than a few."""
    count = min(len(typical), max(_TYPICAL_MIN, min(most, TYPICAL_MAX)))
    return typical[np.linspace(0, len(typical) - 1, count).astype(np.intp)]


def _same(typical: NDArray[np.float32], row: NDArray[np.float32]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (typical == row) | (np.isnan(typical) & np.isnan(row))
    return same
