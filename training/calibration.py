"""Margins to honest probabilities, and how sure those are."""

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats
from sklearn.isotonic import IsotonicRegression

from inference.manifest import Calibration, ConfidenceBin, ConfidencePoint

LEVEL = 0.9
_BINS_MAX = 40
_BIN_ROWS_MIN = 50
_BIN_POSITIVES_MIN = 10
_SLOPE_MIN = 0.05
_POINTS, _NEAR_MIN, _EACH_MIN = 60, 100, 20
_DIGITS = 9


def platt(margin: NDArray[np.float64], target: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of the target on held-out margins.

    Platt 1999 with his smoothed targets, which keep a separable sample from an infinite slope. Linear in the margin on
    purpose: it folds into leaves and tables, so contributions stay additive; isotonic steps would not.
    """
    yes, no = int(target.sum()), int((~target).sum())
    wanted = np.where(target, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = parameters[0] * margin + parameters[1]
        error = 1 / (1 + np.exp(-np.clip(z, -500, 500))) - wanted
        return float(np.sum(np.logaddexp(0, z) - wanted * z)), np.array([error @ margin, error.sum()])

    bounds = [(_SLOPE_MIN, None), (None, None)]
    found = optimize.minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def confidence_bins(probability: NDArray[np.float64], target: NDArray[np.bool_]) -> tuple[ConfidenceBin, ...]:
    """Bins over held-out calibrated probabilities, each with its Jeffreys interval.

    Every bin holds the same weight, half of it spread over all rows and half over the positive ones: bins of equal rows
    would put all of a rare event into one bin and say the same of every alarming score.
    """
    rows, positives = len(target), int(target.sum())
    count = max(1, min(_BINS_MAX, rows // _BIN_ROWS_MIN, positives // _BIN_POSITIVES_MIN))
    order = np.argsort(probability, kind="stable")
    weight = np.cumsum(1 / rows + target[order] / max(positives, 1))
    ends = np.searchsorted(weight, weight[-1] * np.arange(1, count) / count)
    edges = np.unique(probability[order][np.minimum(ends, rows - 1)])
    places = np.searchsorted(edges, probability, side="left")
    found = []
    for index in range(len(edges) + 1):
        inside = target[places == index]
        if len(inside):
            low, high = jeffreys(int(inside.sum()), len(inside))
            upto = float(edges[index]) if index < len(edges) else 1.0
            found.append(
                ConfidenceBin(upto=upto, support=len(inside), positives=int(inside.sum()), low=low, high=high)
            )
    return (*found[:-1], msgspec.structs.replace(found[-1], upto=1.0))


def jeffreys(positives: int, rows: int) -> tuple[float, float]:
    """The Jeffreys interval at LEVEL, with the ends at 0 and 1 where nothing or everything was positive.

    Source: Brown, Cai, DasGupta 2001, Interval Estimation for a Binomial Proportion, section 4.1.2.
    """
    beta = stats.beta(positives + 0.5, rows - positives + 0.5)
    tail = (1 - LEVEL) / 2
    low = 0.0 if positives == 0 else float(beta.ppf(tail))
    high = 1.0 if positives == rows else float(beta.ppf(1 - tail))
    return low, high


def calibration_of(
    slope: float, intercept: float, probability: NDArray[np.float64], target: NDArray[np.bool_]
) -> Calibration:
    return Calibration(
        slope=slope, intercept=intercept, level=LEVEL, bins=confidence_bins(probability, target)
    )


def wilson(positives: float, rows: float) -> tuple[float, float]:
    """The score interval at LEVEL (Wilson 1927): of few rows it is wide on the side that they leave open."""
    z = float(stats.norm.ppf((1 + LEVEL) / 2))
    rate, scale = positives / rows, 1 + z**2 / rows
    middle = (rate + z**2 / (2 * rows)) / scale
    half = z / scale * float(np.sqrt(rate * (1 - rate) / rows + z**2 / (4 * rows**2)))
    return max(0.0, middle - half), min(1.0, middle + half)


def confidence_curve(
    probability: NDArray[np.float64], target: NDArray[np.bool_]
) -> tuple[ConfidencePoint, ...]:
    """How sure a probability is, at points from 0 to 1: the rate among the held-out rows that scored nearest to it.

    A neighbourhood grows by rank until it has 100 rows and 20 of each kind, so it is narrow where there is much to see; the ends of the
    intervals are made to rise (pool adjacent violators). The point itself is inside: where what was seen says otherwise, the interval
    reaches from the one to the other.
    """
    order = np.argsort(probability, kind="stable")
    score, truth = probability[order], target[order]
    seen = np.concatenate([[0], np.cumsum(truth)])
    weight = np.cumsum(1 / len(truth) + truth / max(int(truth.sum()), 1))
    places = np.searchsorted(weight, weight[-1] * np.linspace(0.0, 1.0, _POINTS)).clip(max=len(truth) - 1)
    at = np.unique(np.round(score[places].clip(0.0, 1.0), _DIGITS))
    around = [_around(seen, int(place)) for place in np.searchsorted(score, at).clip(max=len(truth) - 1)]
    found = np.array([wilson(float(seen[stop] - seen[start]), float(stop - start)) for start, stop in around])
    low, high = (_rising(found[:, side]) for side in (0, 1))
    points = [
        _point(float(place), stop - start, float(low[each]), float(high[each]))
        for each, (place, (start, stop)) in enumerate(zip(at, around, strict=True))
    ]
    if points[0].at > 0.0:
        points.insert(0, _point(0.0, points[0].support, 0.0, points[0].high))
    if points[-1].at < 1.0:
        points.append(_point(1.0, points[-1].support, points[-1].low, 1.0))
    return tuple(points)


def _point(at: float, support: int, low: float, high: float) -> ConfidencePoint:
    return ConfidencePoint(at=at, support=support, low=min(low, at), high=max(high, at))


def _around(seen: NDArray[np.int64], place: int) -> tuple[int, int]:
    """The smallest neighbourhood by rank that tells enough, doubling. seen: int64[rows + 1], positives before each place."""
    rows, half = len(seen) - 1, _NEAR_MIN // 2
    while True:
        start, stop = max(0, place - half), min(rows, place + half)
        yes = int(seen[stop] - seen[start])
        if min(yes, stop - start - yes) >= _EACH_MIN or stop - start == rows or half >= rows // 8 + _NEAR_MIN:
            return start, max(stop, start + 1)
        half *= 2


def _rising(values: NDArray[np.float64]) -> NDArray[np.float64]:
    found = IsotonicRegression().fit_transform(np.arange(len(values)), values)
    rounded: NDArray[np.float64] = np.round(np.asarray(found, np.float64), _DIGITS).astype(np.float64)
    return rounded


def sure_calibration_of(
    slope: float, intercept: float, probability: NDArray[np.float64], target: NDArray[np.bool_]
) -> Calibration:
    """As `calibration_of`, with a curve. Starters have none, so that their bytes stay."""
    known = calibration_of(slope, intercept, probability, target)
    return msgspec.structs.replace(known, curve=confidence_curve(probability, target))
