"""Whether tickets and failures go together: by who is concerned, and by the hours in which both came. Pure."""

from collections.abc import Mapping, Sequence
from math import exp, fsum, lgamma, log, log1p
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
    """together: how many. expected: how many there would be by chance. chance: of so many or more, then."""

    together: int
    expected: float
    lift: float
    chance: float


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
    everyone, marked = len(own) + len(others), together + sum(others)
    chance = _drawn(together, len(own), marked, everyone)
    return _surely(together, marked * len(own) / everyone, chance, pairs)


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
    compared = hot & (seen > 0)
    together, expected = int(wrote[compared].sum()), float((compared * rates).sum())
    past = int(usual[compared.any(axis=0)].sum())
    if together < TOGETHER_MIN or not compared.any():
        return None
    # Where nobody ever wrote at these hours, as if somebody had once.
    past, expected = max(past, 1), expected or compared.sum() / max(int(seen[compared.any(axis=0)].sum()), 1)
    chance = _fallen(together, together + past, expected / (expected + past))
    return _surely(together, expected, chance, pairs)


def _surely(together: int, expected: float, chance: float, pairs: int) -> Concurrence | None:
    if chance > (1 - LEVEL) / max(pairs, 1):
        return None
    return Concurrence(together, expected, together / expected, chance)


def _drawn(together: int, own: int, marked: int, everyone: int) -> float:
    """Chance that of `own` drawn out of everyone so many or more are marked: Fisher's exact test, one-sided."""
    whole = _log_choose(everyone, own)
    terms = (
        _log_choose(marked, hits) + _log_choose(everyone - marked, own - hits) - whole
        for hits in range(together, min(own, marked) + 1)
        if own - hits <= everyone - marked
    )
    return min(fsum(exp(term) for term in terms), 1.0)


def _fallen(together: int, total: int, share: float) -> float:
    """Chance that so many or more of all fall into hours that have this share: how two counts of Poisson's law compare."""
    terms = (
        _log_choose(total, hits) + hits * log(share) + (total - hits) * log1p(-share)
        for hits in range(together, total + 1)
    )
    return min(fsum(exp(term) for term in terms), 1.0)


def _log_choose(count: int, taken: int) -> float:
    return lgamma(count + 1) - lgamma(taken + 1) - lgamma(count - taken + 1)


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
