"""Where each row's own past lies among all events, sorted by key and time: what features of history are counted in."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

DAY_MS = 86_400_000
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def span_text(milliseconds: int) -> str:
    for unit, size in (("d", DAY_MS), ("h", 3_600_000), ("min", 60_000)):
        if milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds // 1000}s"


@dataclasses.dataclass(frozen=True)
class Past:
    """Events sorted by key and time, and for each asking row where its own past begins and ends in that order."""

    order: Ints
    place: Ints  # key and time in one number, sorted
    asked: Ints  # the same of the asking rows
    floor: Ints  # where the asking row's key begins
    begin: Ints
    end: Ints
    unknown: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        keys: NDArray[np.uint64],
        time: Ints,
        first: int,
        known: Ints | None = None,
        usable: NDArray[np.bool_] | None = None,
    ) -> "Past":
        """known: when each event counts, without it at its own time. usable: which count at all."""
        at = time if known is None else known
        codes = np.unique(keys, return_inverse=True)[1].astype(np.int64)
        earliest = int(min(time.min(), at.min()))
        span = int(max(time.max(), at.max())) - earliest + 1
        rows = np.flatnonzero((keys != 0) if usable is None else (keys != 0) & usable)
        places = codes[rows] * span + (at[rows] - earliest)
        sorting = np.argsort(places, kind="stable")
        place = places[sorting]
        floor = codes[first:] * span
        asked = floor + (time[first:] - earliest)
        begin = np.searchsorted(place, floor, "left")
        end = np.searchsorted(place, asked, "left")
        return cls(rows[sorting], place, asked, floor, begin, end, keys[first:] == 0)

    @property
    def total(self) -> Ints:
        return self.end - self.begin

    def since(self, window_ms: int) -> Ints:
        return np.searchsorted(self.place, np.maximum(self.asked - window_ms, self.floor), "left")

    def sums(self, values: Floats) -> Floats:
        return np.concatenate([[0.0], np.cumsum(values[self.order])])

    def or_nan(self, column: Floats) -> Floats:
        return np.where(self.unknown, np.nan, column)

    def seconds_since_last(self) -> Floats:
        """NaN where there was none."""
        if not len(self.order):
            return np.full(len(self.asked), np.nan)
        seen = self.total > 0
        gap = (self.asked - self.place[np.where(seen, self.end - 1, 0)]) / 1000.0
        return self.or_nan(np.where(seen, gap, np.nan))


def ratio(top: Floats, bottom: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    usable = np.abs(bottom) > 1e-12
    return np.where(usable, top / np.where(usable, bottom, 1.0), np.nan)
