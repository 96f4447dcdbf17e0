"""What a series looks like from one of its periods, for each period ahead: features that all series share, in units of its own level."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from training.series.panel import Floats, Ints, Panel

Matrix = NDArray[np.float32]
NAMES = (
    "periods ahead", "last", "last but one", "last but two", "mean of 3", "mean of 6", "mean of 12", "deviation of 12",
    "6 against the 6 before", "share of noughts", "values known", "level", "same place before", "same place, mean",
    "place in the season",
)  # fmt: skip
_NEAR = 12
_LEAST = 1e-9


@dataclasses.dataclass(frozen=True)
class Looks:
    """Rows of features and what they are about.

    matrix: float32[rows, NAMES]. series: int64[rows]. ahead: int64[rows], from 1. level, spread: float64[rows], of the series then.
    truth: float64[rows], NaN where it is not known.
    """

    matrix: Matrix
    series: Ints
    ahead: Ints
    level: Floats
    spread: Floats
    truth: Floats

    def kept(self, rows: NDArray[np.bool_] | Ints) -> "Looks":
        return Looks(
            self.matrix[rows], self.series[rows], self.ahead[rows], self.level[rows], self.spread[rows], self.truth[rows]
        )  # fmt: skip


def looks_from(panel: Panel, origins: Ints, ahead: int) -> Looks:
    """origins: int64[n], the column of each series from which it is looked ahead; below 0: not at all."""
    rows = np.flatnonzero(origins >= 0)
    steps = np.arange(1, ahead + 1)
    known = _before(panel.value, rows, origins[rows])
    level, spread = _level(known), _spread(known, panel.calendar.season)
    scaled = known / level[:, None]
    base = _base(scaled, level)
    parts = []
    for step in steps.tolist():
        own = np.column_stack(
            [np.full(len(rows), float(step)), base, _season(panel, scaled, origins[rows], step)]
        )
        parts.append(own.astype(np.float32))
    matrix = (
        np.stack(parts, axis=1).reshape(-1, len(NAMES))
        if len(rows)
        else np.empty((0, len(NAMES)), np.float32)
    )
    target = origins[rows][:, None] + steps[None, :]
    width = panel.value.shape[1]
    truth = np.where(
        target < width, panel.value[rows[:, None], np.minimum(target, width - 1)], np.nan
    ).reshape(-1)
    repeated = np.repeat(np.arange(len(rows)), ahead)
    return Looks(
        matrix, rows[repeated].astype(np.int64), np.tile(steps, len(rows)).astype(np.int64), level[repeated],
        spread[repeated], truth,
    )  # fmt: skip


def together(parts: list[Looks]) -> Looks:
    fields = [field.name for field in dataclasses.fields(Looks)]
    return Looks(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def _before(value: Floats, rows: Ints, origins: Ints) -> Floats:
    """float64[rows, periods]: each series up to its origin, which comes last; NaN before its beginning."""
    width = int(origins.max(initial=0)) + 1
    back = np.arange(width - 1, -1, -1)
    places = origins[:, None] - back[None, :]
    found: Floats = np.where(places >= 0, value[rows[:, None], np.maximum(places, 0)], np.nan)
    return found


def _mean(values: Floats) -> Floats:
    """Of what is known in each row; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    found: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return found


def _level(known: Floats) -> Floats:
    near = _mean(np.abs(known[:, -_NEAR:]))
    ever = _mean(np.abs(known))
    found = np.where(np.isnan(near) | (near < _LEAST), ever, near)
    return np.where(np.isnan(found) | (found < _LEAST), 1.0, found)


def _spread(known: Floats, season: int) -> Floats:
    """How far a value usually lies from the one a season (or a step) before (Hyndman, Koehler 2006), of all that is known."""
    step = season if known.shape[1] > 2 * season else 1
    found = (
        _mean(np.abs(known[:, step:] - known[:, :-step]))
        if known.shape[1] > step
        else np.full(len(known), np.nan)
    )
    floor = 0.05 * _level(known)
    return np.where(np.isnan(found), _level(known), np.maximum(found, floor))


def _base(scaled: Floats, level: Floats) -> Floats:
    width = scaled.shape[1]

    def at(back: int) -> Floats:
        return scaled[:, width - 1 - back] if back < width else np.full(len(scaled), np.nan)

    near = scaled[:, -_NEAR:]
    mean = _mean(near)
    deviation = np.sqrt(_mean((near - mean[:, None]) ** 2))
    earlier = scaled[:, max(0, width - 12) : max(0, width - 6)]
    trend = _mean(scaled[:, -6:]) - _mean(earlier) if earlier.shape[1] else np.full(len(scaled), np.nan)
    present = ~np.isnan(near)
    noughts = ((near == 0) & present).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    count = np.log1p((~np.isnan(scaled)).sum(axis=1))
    return np.column_stack([
        at(0), at(1), at(2), _mean(scaled[:, -3:]), _mean(scaled[:, -6:]), mean, deviation, trend, noughts, count, np.log(level),
    ])  # fmt: skip


def _season(panel: Panel, scaled: Floats, origins: Ints, step: int) -> Floats:
    """The last known value at the same place of the season, their mean over up to three seasons, and the place."""
    season, width = panel.calendar.season, scaled.shape[1]
    nothing = np.full(len(scaled), np.nan)
    if season == 1:
        return np.column_stack([nothing, nothing, nothing])
    back = (-(-step // season)) * season - step
    places = [width - 1 - back - season * each for each in range(3)]
    found = [scaled[:, place] for place in places if place >= 0]
    mean = _mean(np.column_stack(found)) if found else nothing
    place = (panel.first + origins + step) % season
    return np.column_stack([found[0] if found else nothing, mean, place.astype(np.float64)])
