"""What comes at each place of the week, or of a table of coming days: the state of a forecast, as data."""

import msgspec
import numpy as np
from numpy.typing import NDArray

DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
MONDAY_MS = 4 * DAY_MS  # 1970-01-05 was a Monday


class ForecastPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """step_ms: between places. dated: whether places are steps since 1970-01-05, else steps within the week.

    places: sorted. profile: expected values there. low, high: factors at P10 and P90 of held-out ratios.
    """

    time: str
    step_ms: int
    places: tuple[int, ...]
    profile: tuple[float, ...]
    low: float
    high: float
    candidate: str
    origin_ms: int
    trend_per_day: float = 0.0
    dated: bool = False

    def places_of(self, time: NDArray[np.int64]) -> NDArray[np.int64]:
        """time: int64[n] ms. Moments after a dated table's end take the last weeks of it again."""
        if not self.dated:
            return ((time - MONDAY_MS) % WEEK_MS) // self.step_ms
        place = (time - MONDAY_MS) // self.step_ms
        week = WEEK_MS // self.step_ms
        weeks_over = np.maximum(0, -(-(place - self.places[-1]) // week))
        found: NDArray[np.int64] = place - weeks_over * week
        return found
