"""Margins to honest probabilities, and how sure those are."""

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from inference.manifest import Calibration, ConfidenceBin

LEVEL = 0.9
_BINS_MAX = 40
_BIN_ROWS_MIN = 50
_BIN_POSITIVES_MIN = 10
_SLOPE_MIN = 0.05


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
