"""How good a model is, on rows it did not see, and how sure that is."""

import dataclasses

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

_RESAMPLES = 300
_LEVEL = 0.95


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A figure with the middle 95 % of what resampled rows give (stratified percentile bootstrap, 300 resamples)."""

    value: float
    low: float
    high: float


@dataclasses.dataclass(frozen=True)
class Quality:
    """auc: of the ROC curve. ap: average precision. brier: mean squared error of the probability."""

    auc: Estimate
    ap: Estimate
    brier: Estimate
    rows: int
    positives: int


def quality(target: NDArray[np.bool_], probability: NDArray[np.float64], seed: int) -> Quality:
    """Measure held-out probabilities."""
    rng = np.random.default_rng(seed)
    yes, no = np.flatnonzero(target), np.flatnonzero(~target)
    draws = []
    for _ in range(_RESAMPLES):
        rows = np.concatenate([rng.choice(yes, len(yes)), rng.choice(no, len(no))])
        draws.append(_figures(target[rows], probability[rows]))
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(np.array(draws), [tail, 1 - tail], axis=0)
    values = _figures(target, probability)
    auc, ap, brier = (Estimate(values[i], float(low[i]), float(high[i])) for i in range(3))
    return Quality(auc, ap, brier, len(target), len(yes))


def auc_of(target: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    return float(metrics.roc_auc_score(target, score))


def _figures(target: NDArray[np.bool_], probability: NDArray[np.float64]) -> tuple[float, float, float]:
    return (
        auc_of(target, probability),
        float(metrics.average_precision_score(target, probability)),
        float(np.mean((probability - target) ** 2)),
    )
