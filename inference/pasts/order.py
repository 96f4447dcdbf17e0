"""Where each row's own past lies among all events, sorted by key and time: what features of history are counted in."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

DAY_MS = 86_400_000
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_SHORT = 256


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
    begins: Ints  # where each key that has events begins in the order

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
        begins = np.flatnonzero(np.diff(place // span, prepend=-1))
        return cls(rows[sorting], place, asked, floor, begin, end, keys[first:] == 0, begins)

    @property
    def total(self) -> Ints:
        return self.end - self.begin

    def since(self, window_ms: int) -> Ints:
        return np.searchsorted(self.place, np.maximum(self.asked - window_ms, self.floor), "left")

    def between(self, sums: Floats, starts: Ints, ends: Ints) -> Floats:
        """Sums of the events from `starts` to before `ends`. sums: of `sums`."""
        return self._before(ends, sums) - self._before(starts, sums)

    def _before(self, places: Ints, sums: Floats) -> Floats:
        found = np.zeros(len(places))
        inside = places > self.begin
        found[inside] = sums[places[inside] - 1]
        return found

    def sums(self, values: Floats) -> Floats:
        """float64[events]: at each event the sum over its key's events up to it, added one after the other.

        They begin anew with each key: what other keys did changes no bit, so a key's past alone gives the very floats
        that the whole table gives.
        """
        found: Floats = values[self.order].astype(np.float64)
        lengths = np.diff(np.append(self.begins, len(found)))
        for begin, length in zip(
            self.begins[lengths > _SHORT].tolist(), lengths[lengths > _SHORT].tolist(), strict=True
        ):
            found[begin : begin + length] = np.cumsum(found[begin : begin + length])
        short, lengths = self.begins[lengths <= _SHORT], lengths[lengths <= _SHORT]
        for step in range(1, int(lengths.max(initial=0))):
            short, lengths = short[lengths > step], lengths[lengths > step]
            found[short + step] += found[short + step - 1]
        return found

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
