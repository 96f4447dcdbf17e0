"""What is still waiting for its answer, and how fast answers came lately: the queue that a new row stands in.

Where each row's answer comes at its own time (an invoice is paid, a payout credited), the answers that are known already
are those that came fast. What has not been answered yet says the rest: how many rows wait, and what share of those that
reached an age were still waiting then. The latter is known at that age whatever comes later, so it leans to no side.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS, Floats, Ints, Past, ratio, span_text

_LATE_SHARES = (0.5, 0.25, 0.1)
_UNITS_MS = (DAY_MS, 3_600_000, 60_000)


def ages_of(time: Ints, label: Floats, known: Ints) -> tuple[int, ...]:
    """Ages at which a half, a quarter and a tenth of the answered rows still waited, in round units; none where every
    answer takes alike."""
    lags = (known - time)[np.isfinite(label)]
    if not len(lags) or lags.max() - lags.min() < _UNITS_MS[-1]:
        return ()
    return tuple(dict.fromkeys(_rounded(float(np.quantile(lags, 1 - share))) for share in _LATE_SHARES))


def is_waiting(name: str) -> bool:
    """Whether a column of history is one of those made here."""
    return any(part in name for part in (": waiting, ", ": share waiting", " answer")) and ": " in name


def is_share(name: str) -> bool:
    """Of those, what does not grow with the number of rows: how many of them wait, and since when none was answered."""
    return ": share waiting, " in name or name.endswith(": seconds since the last answer")


def _rounded(milliseconds: float) -> int:
    unit = next((unit for unit in _UNITS_MS if milliseconds >= 2 * unit), _UNITS_MS[-1])
    return max(1, round(milliseconds / unit)) * unit


def waiting_features(
    keys: NDArray[np.uint64], time: Ints, label: Floats, known: Ints, first: int,
    *, windows_ms: Sequence[int], ages_ms: Sequence[int],
) -> Iterator[tuple[str, Floats]]:  # fmt: skip
    """Features of the rows from number `first` on, float64[n - first] each.

    known: int64[n] ms; of a row without a label, until when it is known to have had none: later nobody can tell whether
    it waits, and it counts no more. Where that is its own time, nothing is known of it.
    """
    answered = np.isfinite(label)
    followed = answered | (known > time)
    begun = Past.of(keys, time, first, None, followed)
    ended = Past.of(keys, time, first, known, answered)
    lags = ended.sums((known - time) / 1000.0)
    yield "seconds since the last answer", ended.seconds_since_last()
    for window in windows_ms:
        told = span_text(window)
        expires = time + window
        closes = np.minimum(known, expires)
        waiting = begun.total - Past.of(keys, time, first, closes, followed).total
        leaves = np.where(answered, expires, closes)
        rows = begun.total - Past.of(keys, time, first, leaves, followed).total
        yield f"waiting, of the last {told}", begun.or_nan(waiting.astype(np.float64))
        yield f"share waiting, of the last {told}", ratio(waiting.astype(np.float64), rows.astype(np.float64))
        start = ended.since(window)
        answers = (ended.end - start).astype(np.float64)
        yield f"answers in {told}", ended.or_nan(answers)
        yield f"mean seconds to an answer in {told}", ratio(ended.between(lags, start, ended.end), answers)
    for age in ages_ms:
        reached = Past.of(keys, time, first, time + age, answered | (known >= time + age))
        late = reached.sums((known > time + age).astype(np.float64))
        for window in windows_ms[-1:]:
            start = reached.since(window)
            share = ratio(reached.between(late, start, reached.end), (reached.end - start).astype(np.float64))
            yield f"share waiting after {span_text(age)}, in {span_text(window)}", share
