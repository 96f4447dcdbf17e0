"""How far versions are off where the truth is a number or a class, with intervals."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

import asyncpg
import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.live_figures import Figure, Z, proportion

_RESAMPLES = 200
_SEED = 0


class NumberMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role, by truths with a `value`, in the unit of the answer's P50.

    measured: decisions whose true number is known; coverage: their share. bias: the mean of what was said less the truth.
    within_p10_p90: how often the truth lay between P10 and P90, 0.8 where these hold; None of a version that gives no P10.
    below_p90: how often it was not above P90, 0.9 where that holds.
    """

    version_id: UUID
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    mean_absolute_error: Figure
    median_absolute_error: Figure
    bias: Figure
    within_p10_p90: Figure | None
    below_p90: Figure | None


class ClassMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role, by truths with a `label`. macro_f1: the mean over the classes that came true or were said."""

    version_id: UUID
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    classes: int
    accuracy: Figure
    macro_f1: Figure


def number_metrics(row: asyncpg.Record, decided: Mapping[tuple[UUID, str], int]) -> NumberMetrics:
    rows = row["rows"]
    total = max(decided.get((row["version_id"], row["role"]), 0), rows)
    return NumberMetrics(
        version_id=row["version_id"],
        role=row["role"],
        decided=total,
        measured=rows,
        coverage=proportion(rows, total),
        mean_absolute_error=_mean(row["mean"], row["mean_deviation"], rows, least=0.0),
        median_absolute_error=Figure(value=row["median"], low=row["median_low"], high=row["median_high"]),
        bias=_mean(row["bias"], row["bias_deviation"], rows),
        within_p10_p90=proportion(row["within"], row["ranged"]),
        below_p90=proportion(row["below"], row["bounded"]),
    )


def class_metrics(
    rows: Iterable[asyncpg.Record], decided: Mapping[tuple[UUID, str], int]
) -> list[ClassMetrics]:
    """rows: sorted by version and role; each a true class, a said one, and how often they met."""
    return [
        _of_version(key, list(members), max(decided.get(key, 0), 0))
        for key, members in groupby(rows, key=lambda row: (row["version_id"], row["role"]))
    ]


def _of_version(key: tuple[UUID, str], rows: Sequence[asyncpg.Record], decided: int) -> ClassMetrics:
    names = {
        name: place
        for place, name in enumerate(sorted({row[side] for row in rows for side in ("label", "said")}))
    }
    true, said = (np.array([names[row[side]] for row in rows]) for side in ("label", "said"))
    counts = np.array([row["rows"] for row in rows], np.float64)
    measured = int(counts.sum())
    total = max(decided, measured)
    accuracy = proportion(int(counts[true == said].sum()), measured)
    if accuracy is None:
        raise ValueError("a group has rows")
    return ClassMetrics(
        version_id=key[0],
        role=key[1],
        decided=total,
        measured=measured,
        coverage=proportion(measured, total),
        classes=len(names),
        accuracy=accuracy,
        macro_f1=_macro_f1(true, said, counts, len(names)),
    )


def _macro_f1(
    true: NDArray[np.int64], said: NDArray[np.int64], counts: NDArray[np.float64], classes: int
) -> Figure:
    """The figure and the middle 95 % of what as many rows drawn again give (percentile bootstrap, the same draws every time)."""
    rng = np.random.default_rng(_SEED)
    whole = counts.sum()
    draws = rng.multinomial(int(whole), counts / whole, size=_RESAMPLES).astype(np.float64)
    found = [f1_of(true, said, drawn, classes) for drawn in draws]
    low, high = np.quantile(found, [0.025, 0.975])
    return Figure(value=f1_of(true, said, counts, classes), low=float(low), high=float(high))


def f1_of(
    true: NDArray[np.int64], said: NDArray[np.int64], counts: NDArray[np.float64], classes: int
) -> float:
    """Mean over classes of 2 TP / (2 TP + FP + FN), of those that occur."""
    hit = true == said
    hits = np.bincount(true[hit], counts[hit], classes)
    both = np.bincount(true, counts, classes) + np.bincount(said, counts, classes)
    present = both > 0
    return float((2 * hits[present] / both[present]).mean())


def _mean(value: float, deviation: float, rows: int, least: float = -math.inf) -> Figure:
    half = Z * deviation / math.sqrt(rows)
    return Figure(value=value, low=max(value - half, least), high=value + half)
