"""Means and ratios over tries, with intervals that know that tries of one payment are not independent. Pure."""

from collections.abc import Hashable, Sequence
from math import sqrt

import msgspec
import numpy as np
from numpy.typing import NDArray

_Z = 1.959964
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class OfflineFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A success rate, or a difference of two, with its 95 % interval."""

    value: float
    low: float
    high: float


def clusters_of(payments: Sequence[Hashable]) -> Places:
    """int64[tries]: the same place for tries of one payment."""
    places: dict[Hashable, int] = {}
    return np.array([places.setdefault(payment, len(places)) for payment in payments], dtype=np.int64)


def mean(values: Floats, clusters: Places) -> OfflineFigure:
    return ratio(values, np.ones(len(values)), clusters)


def ratio(above: Floats, below: Floats, clusters: Places) -> OfflineFigure:
    """The ratio of two sums with the interval that linearising it over clusters gives."""
    value = float(above.sum() / below.sum())
    off = np.bincount(clusters, weights=above - value * below)
    count = len(off)
    spread = _Z * sqrt(float((off**2).sum()) * count / max(count - 1, 1)) / float(below.sum())
    return OfflineFigure(value=value, low=value - spread, high=value + spread)


def effective_of(weights: Floats) -> float:
    """Kish's sample size: what weighed tries are worth in tries that are not."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
