"""What came at each place of the week: the state of a forecast, as data."""

import msgspec


class ForecastPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """step_ms: between places. weekly: whether a place is in the week (else in the day).

    places: minutes (or days) into the period, sorted. profile: expected values there. low, high: factors at P10 and P90
    of held-out ratios. level: by horizon in days, nothing but 1 where no drift helped.
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
