"""Calibrated probabilities mean what they say, and intervals hold what they promise."""

import msgspec
import numpy as np
import pytest

from training.calibration import (
    calibration_of,
    confidence_bins,
    confidence_curve,
    jeffreys,
    platt,
    sure_calibration_of,
    wilson,
)


def test_platt_finds_the_line_that_made_the_labels() -> None:
    """Labels drawn at slope 0.5 and intercept -1 give it back."""
    rng = np.random.default_rng(1)
    margin = rng.normal(0, 3, 200_000)
    target = rng.random(len(margin)) < 1 / (1 + np.exp(-(0.5 * margin - 1)))
    slope, intercept = platt(margin, target)
    assert slope == pytest.approx(0.5, abs=0.01)
    assert intercept == pytest.approx(-1.0, abs=0.02)


def test_separable_scores_stay_finite() -> None:
    """A perfect score on few rows does not become certainty, and a useless one never turns around."""
    slope, intercept = platt(np.array([-2.0, -1.0, 1.0, 2.0] * 10), np.array([False, False, True, True] * 10))
    assert np.isfinite([slope, intercept]).all()
    assert slope > 0
    assert platt(np.array([1.0, -1.0] * 50), np.array([False, True] * 50))[0] > 0


def test_jeffreys_against_published_values() -> None:
    """90 % intervals as R's binom.bayes (highest posterior off, prior 1/2, 1/2) gives them."""
    assert jeffreys(0, 10)[0] == 0.0
    assert jeffreys(10, 10)[1] == 1.0
    assert jeffreys(5, 10) == pytest.approx((0.2605, 0.7395), abs=2e-3)
    low, high = jeffreys(1, 1_000)
    assert 0 < low < 0.001 < high < 0.005


def test_intervals_cover_the_true_rate() -> None:
    """Over many bins of known rate, nine in ten intervals hold it."""
    rng = np.random.default_rng(3)
    held = 0
    for rate in rng.uniform(0.02, 0.6, 400):
        low, high = jeffreys(int(rng.binomial(200, rate)), 200)
        held += low <= rate <= high
    assert 340 <= held <= 380


def test_bins_cover_everything() -> None:
    """Every row is in one bin; edges rise to 1; few rows or positives make few bins; equal scores make one."""
    rng = np.random.default_rng(4)
    probability = rng.beta(1, 20, 5_000)
    target = rng.random(5_000) < probability
    bins = calibration_of(1.0, 0.0, probability, target).bins
    assert 20 <= len(bins) <= 40
    assert sum(each.support for each in bins) == 5_000
    assert sum(each.positives for each in bins) == target.sum()
    edges = [each.upto for each in bins]
    assert edges == sorted(edges)
    assert edges[-1] == 1.0
    assert len(confidence_bins(probability[:60], target[:60])) == 1
    assert len(confidence_bins(np.full(500, 0.1), rng.random(500) < 0.1)) == 1


def test_a_rare_event_has_bins_of_its_own() -> None:
    """At one positive in 100 the highest scores are not thrown together with the middling ones."""
    rng = np.random.default_rng(5)
    probability = np.concatenate([rng.uniform(0, 0.001, 99_000), rng.uniform(0.1, 1, 2_000)])
    target = rng.random(len(probability)) < probability
    top = confidence_bins(probability, target)[-1]
    assert top.low > 0.9
    assert top.support < 200


def test_wilson_against_published_values() -> None:
    """The score interval at 90 %, as prop.test without continuity correction gives it; certain ends stay within 0 and 1."""
    assert wilson(5, 10) == pytest.approx((0.2692718, 0.7307282), abs=1e-6)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2129420), abs=1e-6)
    assert wilson(10, 10)[1] == 1.0


def test_a_curve_holds_its_points_and_rises() -> None:
    """From 0 to 1, the probability inside everywhere between two points too, whatever was seen: calibrated or not, ties, few rows."""
    rng = np.random.default_rng(5)
    probability = rng.beta(1, 20, 5_000)
    for truth in (
        rng.random(5_000) < probability,
        rng.random(5_000) < 1 - probability,
        rng.random(5_000) < 0.001,
    ):
        curve = confidence_curve(probability, truth)
        at, low, high = (np.array([getattr(each, name) for each in curve]) for name in ("at", "low", "high"))
        assert (at[0], at[-1]) == (0.0, 1.0)
        assert (np.diff(at) > 0).all()
        assert (np.diff(low) >= 0).all()
        assert (np.diff(high) >= 0).all()
        between = np.linspace(0, 1, 1_001)
        assert (np.interp(between, at, low) <= between + 1e-12).all()
        assert (np.interp(between, at, high) >= between - 1e-12).all()
    assert len(confidence_curve(np.full(500, 0.1), rng.random(500) < 0.1)) == 3
    assert len(confidence_curve(np.array([0.2, 0.4]), np.array([False, True]))) >= 2


def test_a_curve_is_honest_and_fine() -> None:
    """Where twice as many come true as the scores say, nine in ten intervals say so; where rows are they are narrow."""
    rng = np.random.default_rng(6)
    held: list[bool] = []
    wide: list[float] = []
    for _ in range(20):
        rate = rng.beta(1, 6, 4_000)
        off = confidence_curve(rate / 2, rng.random(4_000) < rate)
        held.extend(each.low <= 2 * each.at <= each.high for each in off[2:-2])
        wide.extend(each.high - each.low for each in confidence_curve(rate, rng.random(4_000) < rate)[1:-1])
    assert np.mean(held) > 0.85
    assert np.median(wide) < 0.12


def test_bins_stay_beside_the_curve() -> None:
    """Starters' bytes do not change: without a curve nothing of it is written."""
    rng = np.random.default_rng(7)
    probability = rng.random(1_000)
    truth = rng.random(1_000) < probability
    plain, sure = (make(1.0, 0.0, probability, truth) for make in (calibration_of, sure_calibration_of))
    assert b"curve" not in msgspec.json.encode(plain)
    assert sure.bins == plain.bins
    assert len(sure.curve) > 30
