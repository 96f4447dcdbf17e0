"""Figures are those of the reference implementation, and their intervals hold."""

import numpy as np
import pytest
from sklearn import metrics

from training.evaluation import quality


@pytest.mark.parametrize("digits", [1, 12])
def test_figures_are_scikit_learns(digits: int) -> None:
    """AUC, average precision and Brier score agree with scikit-learn, with many ties and without."""
    rng = np.random.default_rng(2)
    probability = np.round(rng.beta(1, 4, 3_000), digits)
    target = rng.random(3_000) < probability
    found = quality(target, probability, 1)
    assert found.auc.value == pytest.approx(metrics.roc_auc_score(target, probability), abs=1e-12)
    assert found.ap.value == pytest.approx(metrics.average_precision_score(target, probability), abs=1e-12)
    assert found.brier.value == pytest.approx(metrics.brier_score_loss(target, probability), abs=1e-12)
    for figure in (found.auc, found.ap, found.brier):
        assert figure.low < figure.value < figure.high


def test_the_interval_is_as_wide_as_repeated_samples_are() -> None:
    """The bootstrap's spread of AUC is that of fresh samples of the same size, within a third."""
    rng = np.random.default_rng(3)

    def sample() -> tuple[
        np.ndarray[tuple[int], np.dtype[np.bool_]], np.ndarray[tuple[int], np.dtype[np.float64]]
    ]:
        target = np.arange(1_000) < 100
        return target, 1 / (1 + np.exp(-(rng.normal(size=1_000) + target)))

    fresh = [float(metrics.roc_auc_score(*sample())) for _ in range(300)]
    target, probability = sample()
    found = quality(target, probability, 1).auc
    wide = np.quantile(fresh, 0.975) - np.quantile(fresh, 0.025)
    assert found.high - found.low == pytest.approx(float(wide), rel=0.34)
