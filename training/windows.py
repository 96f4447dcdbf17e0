"""Over which spans of time the past of an entity is worth counting."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS, Ints, Past

_SAMPLE = 200_000


def windows_for(time: Ints, keys: NDArray[np.uint64], *, whole_days: bool) -> tuple[int, ...]:
    """Up to four windows over which this entity's counts say something: not empty nearly always, not all alike."""
    candidates = [60_000, 600_000, 3_600_000, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS]
    span = int(time.max() - time.min())
    every = -(-len(time) // _SAMPLE)
    if every > 1:  # whole pasts of a share of the keys; of one key, the latest rows
        some = np.flatnonzero((keys >> np.uint64(20)) % np.uint64(every) == 0)
        some = some if _SAMPLE // 10 < len(some) < 2 * _SAMPLE else np.argsort(time, kind="stable")[-_SAMPLE:]
        time, keys = time[some], keys[some]
    past = Past.of(keys, time, 0)
    kept: list[tuple[int, float]] = []
    for window in candidates:
        if window > span / 2 or (whole_days and window < DAY_MS):
            continue
        mean = float((past.end - past.since(window)).mean())
        if mean >= 0.03 and (not kept or mean > 1.5 * kept[-1][1]):
            kept.append((window, mean))
    return tuple(window for window, _ in _spread(kept))


def _spread(kept: Sequence[tuple[int, float]], most: int = 4) -> Sequence[tuple[int, float]]:
    if len(kept) <= most:
        return kept
    places = np.unique(np.round(np.linspace(0, len(kept) - 1, most)).astype(int))
    return [kept[place] for place in places]


def longest(keys: NDArray[np.uint64]) -> int:
    """How many rows the most frequent key has."""
    counts: NDArray[np.int64] = np.unique(keys[keys != 0], return_counts=True)[1]
    return int(counts.max(initial=0))
