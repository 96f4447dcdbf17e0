"""A number told by its day alone: the level of all rows of a day, forecast by ARIMA, Prophet or an LSTM, as steps of time.

It competes with what looks at the row itself. As steps over one column it is a scorecard, so it exports as trees do.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS
from training.ensembles import Scorecard
from training.series.levels import LEVELS_MIN, Floats, Forecaster, Ints, Table, levels_of, table_of

Matrix = NDArray[np.float32]
_RECENT_DAYS = 28


def days_of(matrix: Matrix) -> Ints:
    """int64[n] ms: the last column holds days since 1970."""
    return matrix[:, -1].astype(np.int64) * DAY_MS


def enough(matrix: Matrix) -> bool:
    """Whether there are days enough to forecast from."""
    return len(np.unique(matrix[:, -1])) >= LEVELS_MIN


def by_day(
    forecaster: Forecaster, quantile_of: Callable[[Floats, Floats, float], float], seed: int
) -> Callable[[Matrix, Floats, Floats, float | None], Scorecard]:
    """A fit as `numbers` wants it: of a matrix whose last column holds days since 1970, NaN nowhere.

    A quantile lies as far from the forecast mean as that of all rows lies from their mean.
    """
    known: dict[tuple[int, int], tuple[Table, float]] = {}

    def fit(matrix: Matrix, value: Floats, weight: Floats, quantile: float | None) -> Scorecard:
        day = days_of(matrix)
        key = (len(day), int(day.max()))
        if key not in known:
            known[key] = _forecast(forecaster, day, value, weight, seed)
        table, recent = known[key]
        moved = 0.0
        if quantile is not None:
            moved = quantile_of(value, weight, quantile) - float(np.average(value, weights=weight))
        return _steps(matrix.shape[1], int(day.max()), table, recent, moved, len(value))

    return fit


def _forecast(
    forecaster: Forecaster, day: Ints, value: Floats, weight: Floats, seed: int
) -> tuple[Table, float]:
    """The mean of each coming day, and that of the last four weeks."""
    days, of = np.unique(day, return_inverse=True)
    rows, total = np.bincount(of, weights=weight), np.bincount(of, weights=weight * value)
    level = total / rows
    if len(days) < LEVELS_MIN:
        middle = float(total.sum() / rows.sum())
        return Table(days[-1:] + DAY_MS, np.array([middle])), middle
    late = days > days[-1] - _RECENT_DAYS * DAY_MS
    return table_of(forecaster, levels_of(days, level), seed), float(total[late].sum() / rows[late].sum())


def _steps(columns: int, last: int, table: Table, recent: float, moved: float, rows: int) -> Scorecard:
    """One step up to the last day that was seen, then one for each day of the table; a day left out takes the next one's."""
    edges = [np.empty(0, np.float32)] * (columns - 1)
    values = [np.zeros(1)] * (columns - 1)
    covers = [np.array([float(rows), 1.0])] * (columns - 1)
    days = np.concatenate([[last], table.time[:-1]]) // DAY_MS
    steps = np.concatenate([[recent], table.value]) + moved
    cover = np.ones(len(steps) + 1)
    cover[0] = float(rows)
    return Scorecard(
        (*edges, days.astype(np.float32)), (*values, steps), np.append(np.zeros(columns - 1), recent + moved),
        (*covers, cover), 0.0,
    )  # fmt: skip
