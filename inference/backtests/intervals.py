"""How sure a figure of a backtest is: of shares the score interval, of sums of money that of a compound Poisson sum."""

import math

from inference.backtests.entities import Money, Share

_Z = 1.959963984540054
"""Of a two-sided 95 % interval."""
MINOR_MAX = 2**63 - 1


def share(count: int, of: int) -> Share:
    """Source: Wilson, "Probable inference, the law of succession, and statistical inference" (JASA 1927)."""
    if not of:
        return Share(count=count, of=of, share=None, low=None, high=None)
    found, square = count / of, _Z * _Z
    middle = (found + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(found * (1 - found) / of + square / (4 * of * of))
    return Share(
        count=count,
        of=of,
        share=found,
        low=0.0 if count == 0 else max(0.0, middle - half),
        high=1.0 if count == of else min(1.0, middle + half),
    )


def money(minor: int, squares: float, *, least: int | None = 0) -> Money:
    """What a sum would be had as many other decisions been made: how many of them it counts varies, and each one's amount.

    squares: the sum of the squared amounts. Such a sum of independent amounts, as many as come by chance, has the variance
    (expected count) * E[amount²], which that sum estimates; the interval is the normal one around the sum.
    Source: Klugman, Panjer and Willmot, "Loss models", compound Poisson models; it is also the variance of the Poisson
    bootstrap (Chamandy, Muralidharan, Najmi and Naidu, "Estimating uncertainty for massive data streams", 2012) of a sum.
    least: no sum of one sign lies beyond nothing; None for a difference.
    """
    half = _Z * math.sqrt(squares)
    low, high = math.floor(minor - half), math.ceil(minor + half)
    return Money(
        minor=_bounded(minor), low=_bounded(low if least is None else max(low, least)), high=_bounded(high)
    )


def _bounded(minor: int) -> int:
    """An integer of 64 bits has an end; sums of real money have theirs long before."""
    return max(-MINOR_MAX, min(minor, MINOR_MAX))
