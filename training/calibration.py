"""Margins to honest probabilities, and how sure those are."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from inference.manifest import Calibration, ConfidenceBin

LEVEL = 0.9
_BINS_MAX = 20
_BIN_ROWS_MIN = 50
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
    """Up to 20 bins of equal support over held-out calibrated probabilities, each with its Jeffreys interval."""
    count = max(1, min(_BINS_MAX, len(probability) // _BIN_ROWS_MIN))
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, count + 1)[1:-1]))
    places = np.searchsorted(edges, probability, side="left")
    found = []
    for index in range(len(edges) + 1):
        inside = target[places == index]
        if len(inside) == 0:
            continue
        low, high = jeffreys(int(inside.sum()), len(inside))
        upto = float(edges[index]) if index < len(edges) else 1.0
        found.append(
            ConfidenceBin(upto=upto, support=len(inside), positives=int(inside.sum()), low=low, high=high)
        )
    return tuple(found)


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
