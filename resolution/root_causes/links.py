"""Whether tickets and failures go together: by who is concerned, and by the hours in which both came. Pure."""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

DAY = 24
LEVEL = 0.95
AFTER_H = 2
"""Tickets come in the hour of a failure or in the two after it."""
TOGETHER_MIN = 3
_HOT_RATIO, _HOT_SPREAD, _HOT_MIN = 2.0, 3.0, 5
Floats = NDArray[np.float64]


class Concurrence(msgspec.Struct, frozen=True):
    """together: how many. expected: how many there would be by chance. low, high: of the lift."""

    together: int
    expected: float
    lift: float
    low: float
    high: float


def by_person(
    writers: Sequence[tuple[UUID, str]], code: str, payees: set[UUID], pairs: int
) -> Concurrence | None:
    """Compare tickets of one cause with all others: who wrote them, and whose payouts failed.

    pairs: how many causes are looked at together. Returns: None where there is nothing more than by chance.
    """
    own = [customer in payees for customer, cause in writers if cause == code]
    others = [customer in payees for customer, cause in writers if cause != code]
    together = sum(own)
    if together < TOGETHER_MIN:
        return None
    rate = (sum(others) + 0.5) / (len(others) + 1)
    expected = rate * len(own)
    spread = 1 / (together + 0.5) + 1 / (sum(others) + 0.5)
    return _surely(together, expected, spread, pairs)


def by_hours(
    failures: Mapping[int, int], tickets: Mapping[int, int], first: int, end: int, pairs: int
) -> Concurrence | None:
    """Compare tickets in the hours of many failures, and just after, with the same hours of other days.

    first, end: hours since 1970, whole days apart; at least three days.
    """
    days = (end - first) // DAY
    if days < 3:  # with fewer there is no usual day
        return None
    failed, wrote = _days(failures, first, days), _days(tickets, first, days)
    hot = _after(_hot(failed))
    cold = ~hot
    usual = np.where(cold, wrote, 0).sum(axis=0)
    seen = cold.sum(axis=0)
    rates = np.where(seen > 0, usual / np.maximum(seen, 1), 0.0)
    together = int(wrote[hot].sum())
    expected = float((hot * rates).sum())
    if together < TOGETHER_MIN or not hot.any() or not (hot.any(axis=0) & (seen > 0)).any():
        return None
    past = float(usual[hot.any(axis=0)].sum())
    return _surely(together, max(expected, 0.5), 1 / (together + 0.5) + 1 / (past + 0.5), pairs)


def _surely(together: int, expected: float, variance: float, pairs: int) -> Concurrence | None:
    middle = log((together + 0.5) / (expected + 0.5))
    spread = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / max(pairs, 1)) * sqrt(variance)
    if middle - spread <= 0:
        return None
    return Concurrence(together, expected, exp(middle), exp(middle - spread), exp(middle + spread))


def _days(counts: Mapping[int, int], first: int, days: int) -> Floats:
    """float64[days, 24]."""
    found = np.zeros(days * DAY)
    for hour, count in counts.items():
        if 0 <= hour - first < days * DAY:
            found[hour - first] += count
    return found.reshape(days, DAY)


def _hot(failed: Floats) -> NDArray[np.bool_]:
    """Hours with far more failures than that hour of the day usually has."""
    usual = np.median(failed, axis=0)
    high = np.maximum(_HOT_RATIO * usual, usual + _HOT_SPREAD * np.sqrt(np.maximum(usual, 1)))
    return np.asarray((failed >= _HOT_MIN) & (failed > high))


def _after(hot: NDArray[np.bool_]) -> NDArray[np.bool_]:
    flat = hot.ravel()
    found = flat.copy()
    for lag in range(1, AFTER_H + 1):
        found[lag:] |= flat[:-lag]
    return found.reshape(hot.shape)
