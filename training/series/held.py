"""What is known and asked at each cut, and what a guess would have said there of P10, P50 and P90."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from training.held_figures import Slice
from training.series.looks import Looks
from training.series.panel import Floats, Ints
from training.series.reliability import Windows, by_kind

Band = NDArray[np.float64]
_BAND = (0.1, 0.9)


@dataclasses.dataclass(frozen=True)
class Held:
    """Rows to measure on, each asked from the last period before its cut. cut: int64[rows]. learned: what the cut may learn from.

    origins: by cut the last known column of each series, -1 where it had not begun.
    """

    looks: Looks
    cut: Ints
    learned: tuple[Looks, ...]
    cuts: tuple[int, ...]
    origins: tuple[Ints, ...]


@dataclasses.dataclass(frozen=True)
class Said:
    """float64[rows] in the values' own unit; NaN where nothing is said."""

    low: Floats
    middle: Floats
    high: Floats


def error_of(looks: Looks, guess: Floats) -> Floats:
    """How far off, in units of each series' own spread."""
    return (looks.truth - guess * looks.level) / looks.spread


def thirds_of(ahead: Ints, most: int) -> Ints:
    return np.minimum((ahead - 1) * 3 // max(1, most), 2)


def band_of(held: Held, guess: Floats, ahead: int, left_out: int | None = None) -> Band:
    """float64[3, 2]: how far P10 and P90 lie from the middle, for a near, a middle and a far third of what is ahead."""
    error = error_of(held.looks, guess)
    third = thirds_of(held.looks.ahead, ahead)
    rows = np.ones(len(error), np.bool_) if left_out is None else held.cut != left_out
    found = np.empty((3, 2))
    for each in range(3):
        inside = rows & (third == each)
        found[each] = np.quantile(error[inside if inside.sum() >= 20 else rows], _BAND)
    return np.minimum(found, [0.0, np.inf]).clip(min=[-np.inf, 0.0])


def bounds_of(held: Held, guess: Floats, ahead: int, least: float) -> Said:
    """As the table says them, but each cut's by what the other cuts were off. Of a single cut nothing is known."""
    looks, third = held.looks, thirds_of(held.looks.ahead, ahead)
    found = np.full((2, len(guess)), np.nan)
    for cut in range(len(held.cuts) if len(held.cuts) > 1 else 0):
        rows = held.cut == cut
        found[:, rows] = band_of(held, guess, ahead, left_out=cut)[third[rows]].T
    middle = guess * looks.level
    low, high = middle + found * looks.spread
    return Said(*(np.maximum(each, least) for each in (low, middle, high)))


def windows_of(held: Held, said: Said) -> Windows:
    looks = held.looks
    found = Windows(looks.truth, np.stack([said.low, said.middle, said.high]), looks.ahead, looks.series)
    return found.kept(np.isfinite(found.bounds.sum(axis=0)))


def segments_of(held: Held, said: Said) -> tuple[Slice, ...]:
    known = ~np.isnan(said.low)
    looks = held.looks.kept(known)
    kinds = {"size of the series": looks.level, "usual change against size": looks.spread / looks.level}
    return by_kind(windows_of(held, said), kinds, looks.spread)
