"""ARIMA, Prophet and the LSTM on many series: each is fitted to one of them at a time, by what is known of it alone."""

import dataclasses

import numpy as np

from training.series.levels import LEVELS_MIN, Forecaster, Levels
from training.series.looks import Looks
from training.series.panel import Floats, Ints, Panel


@dataclasses.dataclass(frozen=True)
class Local:
    """One series at a time, of those that are asked for and long enough."""

    panel: Panel
    forecaster: Forecaster
    seed: int
    series: frozenset[int]

    def guess(self, looks: Looks, cut: int | None) -> Floats:
        """NaN for rows of a series that it does not forecast. cut: the column from which nothing is known; None for the end."""
        found = np.full(len(looks.truth), np.nan)
        for series in np.unique(looks.series).tolist():
            known = self.panel.value[series] if cut is None else self.panel.value[series, :cut]
            places = np.flatnonzero(~np.isnan(known))
            if len(places) < LEVELS_MIN or series not in self.series:
                continue
            rows = np.flatnonzero(looks.series == series)
            ahead = self._moments(places[-1] + looks.ahead[rows])
            season = self.panel.calendar.season
            levels = Levels(
                self._moments(places), known[places], season if 1 < season <= len(places) // 2 else 1
            )
            found[rows] = self._held(
                levels, np.asarray(self.forecaster(levels, ahead, self.seed), np.float64)
            )
        return found / looks.level

    def _moments(self, places: Ints) -> Ints:
        begin = self.panel.calendar.begin_ms
        return np.array([begin(self.panel.first + int(place)) for place in places], np.int64)

    def _held(self, levels: Levels, value: Floats) -> Floats:
        """Not beyond what was seen by more than half its spread."""
        low, high = float(levels.value.min()), float(levels.value.max())
        room = (high - low) / 2
        return np.clip(np.where(np.isfinite(value), value, np.median(levels.value)), low - room, high + room)
