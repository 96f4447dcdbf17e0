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


def quality(
    target: NDArray[np.bool_], probability: NDArray[np.float64], seed: int, negative_weight: float = 1.0
) -> Quality:
    """Measure held-out probabilities. negative_weight: how many rows each negative one stands for."""
    rng = np.random.default_rng(seed)
    order = np.argsort(-probability, kind="stable")
    yes = target[order]
    last = np.append(np.diff(probability[order]) != 0, True)
    error = (probability[order] - yes) ** 2
    values = _figures(yes.astype(np.float64), (~yes).astype(np.float64) * negative_weight, last, error)
    draws = []
    for _ in range(_RESAMPLES):
        hits, misses = _resampled(yes, rng), _resampled(~yes, rng)
        draws.append(_figures(hits, misses * negative_weight, last, error))
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(np.array(draws), [tail, 1 - tail], axis=0)
    auc, ap, brier = (Estimate(values[i], float(low[i]), float(high[i])) for i in range(3))
    return Quality(auc, ap, brier, len(target), int(yes.sum()))


def auc_of(target: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    return float(metrics.roc_auc_score(target, score))


def _resampled(members: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.float64]:
    """How often each row is drawn when the class is drawn again with replacement; 0 for rows of the other class."""
    places = np.flatnonzero(members)
    counts = np.bincount(rng.integers(len(places), size=len(places)), minlength=len(places))
    drawn = np.zeros(len(members))
    drawn[places] = counts
    return drawn


def _figures(
    hits: NDArray[np.float64],
    misses: NDArray[np.float64],
    last: NDArray[np.bool_],
    error: NDArray[np.float64],
) -> tuple[float, float, float]:
    """AUC, average precision and Brier score of rows sorted by falling score, each counted `hits + misses` times.

    Curves are read at the last row of each run of equal scores, so ties count half, as in scikit-learn.
    """
    found, passed = np.cumsum(hits)[last], np.cumsum(misses)[last]
    gained = np.diff(found, prepend=0.0)
    missed = np.diff(passed, prepend=0.0)
    auc = float(((found - gained / 2) * missed).sum() / (found[-1] * passed[-1]))
    ap = float((gained * found / np.maximum(found + passed, 1e-12)).sum() / found[-1])
    return auc, ap, float(((hits + misses) * error).sum() / (found[-1] + passed[-1]))
