"""A figure with its 95 % interval, and the intervals of shares."""

import math

import msgspec

LEVEL = 0.95
Z = 1.959963984540054  # of a two-sided 95 % interval


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


def proportion(part: int, whole: int) -> Figure | None:
    """A share with its Wilson interval; None of nothing."""
    return None if whole == 0 else wilson(part / whole, whole)


def wilson(value: float, trials: int) -> Figure:
    """Wilson (1927); keeps its level near 0 and 1, where the textbook interval does not."""
    shrink = 1 + Z**2 / trials
    middle = (value + Z**2 / (2 * trials)) / shrink
    half = Z * math.sqrt(value * (1 - value) / trials + Z**2 / (4 * trials**2)) / shrink
    return Figure(value=value, low=max(middle - half, 0.0), high=min(middle + half, 1.0))
