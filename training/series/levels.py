"""A series of one level a day (or week, month), and what comes next by ARIMA, Prophet or an LSTM, as a table by moment.

Such a forecast starts at the end of the training table whatever is asked later, so the table says all that the fitted
model would say: it is what ships, and nothing of the library that made it is needed to answer.
"""

import dataclasses
from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS
from training import optional
from training.job import Progress

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVELS_MIN = 30
_LEVELS_MAX = 1_500
_AHEAD_DAYS_MIN, _AHEAD_MAX = 92, 400
_OFTEN = 0.5
_MONTHS_MS, _WEEK_MS = (27 * DAY_MS, 32 * DAY_MS), 7 * DAY_MS
_BEYOND = 0.5


@dataclasses.dataclass(frozen=True)
class Levels:
    """time: int64[n] ms, rising. value: float64[n], finite. season: after how many it comes round, 1 where it does not."""

    time: Ints
    value: Floats
    season: int

    def __len__(self) -> int:
        return len(self.time)


class Forecaster(Protocol):
    """ahead: int64[m] ms, moments after the last level. Returns: float64[m]. The same for the same seed."""

    def __call__(self, levels: Levels, ahead: Ints, seed: int) -> Floats: ...


@dataclasses.dataclass(frozen=True)
class Table:
    """What was forecast. time: int64[m] ms, rising. value: float64[m]."""

    time: Ints
    value: Floats


def forecasters(progress: Progress) -> tuple[dict[str, Forecaster], tuple[str, ...]]:
    """Those whose library is here by name, and a sentence for each of the others."""
    found: dict[str, Forecaster] = {}
    missing = []
    for each in (optional.ARIMA, optional.PROPHET, optional.LSTM):
        module, said = optional.load(each, progress)
        if module is None:
            missing.append(said)
        else:
            found[each.candidate] = cast("Forecaster", module.forecast)
    return found, tuple(missing)


def levels_of(day: Ints, value: Floats) -> Levels:
    """day: int64[n] ms, rising; the last `_LEVELS_MAX` are kept."""
    day, value = day[-_LEVELS_MAX:], value[-_LEVELS_MAX:]
    usual = int(np.median(np.diff(day))) if len(day) > 1 else DAY_MS
    if usual < 2 * DAY_MS:
        season = len(_open_weekdays(day))
    elif usual == _WEEK_MS:
        season = 52
    else:
        season = 12 if _MONTHS_MS[0] <= usual <= _MONTHS_MS[1] else 1
    return Levels(day, value, season if 1 < season <= len(day) // 2 else 1)


def ahead_of(day: Ints) -> Ints:
    """The moments to forecast: half as far again as the levels reach, 92 days at least, weekdays that are usual alone."""
    last, span = int(day[-1]), int(day[-1] - day[0])
    until = last + max(_AHEAD_DAYS_MIN * DAY_MS, int(span * _BEYOND))
    usual = int(np.median(np.diff(day)))
    if usual >= 2 * DAY_MS:
        return np.arange(last + usual, until + 1, usual)[:_AHEAD_MAX]
    days = np.arange(last + DAY_MS, until + 1, DAY_MS)
    kept = days[np.isin(_weekday(days), _open_weekdays(day))] if len(day) > 14 else days
    return kept[:_AHEAD_MAX]


def table_of(forecaster: Forecaster, levels: Levels, seed: int) -> Table:
    """Forecasts never leave what was seen by more than half its spread: a table is read months later by nobody."""
    ahead = ahead_of(levels.time)
    value = np.asarray(forecaster(levels, ahead, seed), np.float64)
    low, high = float(levels.value.min()), float(levels.value.max())
    room = _BEYOND * (high - low)
    middle = float(np.median(levels.value))
    value = np.where(np.isfinite(value), value, middle)
    return Table(ahead, np.clip(value, low - room if low < 0 else max(0.0, low - room), high + room))


def _weekday(day: Ints) -> Ints:
    return day // DAY_MS % 7


def _open_weekdays(day: Ints) -> Sequence[int]:
    """Weekdays (0 is a Thursday) that come in at least half of the weeks."""
    found, counts = np.unique(_weekday(day), return_counts=True)
    weeks = max(1.0, (int(day[-1]) - int(day[0])) / _WEEK_MS)
    often = found[counts >= _OFTEN * weeks]
    return cast("list[int]", (often if len(often) else found).tolist())
