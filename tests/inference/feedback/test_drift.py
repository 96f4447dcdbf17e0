"""PSI and KS are those of the books and of SciPy; noise is not called drift, drift is not called noise."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from inference.drift import (
    PSI_DRIFTED,
    ROWS_MIN,
    Movement,
    _chi_square_95,
    edges_of,
    ks_two_sample,
    movement,
    reference_of,
    worst,
)

NAN = float("nan")
Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]

SHAPES: dict[str, Draw] = {
    "normal": lambda rng, size: rng.normal(size=size),
    "heavy": lambda rng, size: rng.lognormal(0, 3, size),
    "flag": lambda rng, size: (rng.random(size) < 0.01).astype(np.float64),
    "counts": lambda rng, size: rng.poisson(2, size).astype(np.float64),
    "constant": lambda _, size: np.full(size, 3.0),
}


def compare(reference: Floats, live: Floats) -> Movement:
    return movement("x", reference_of(np.asarray(reference, float)), np.asarray(live, float))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("n", "m"), [(50, 80), (300, 1_000), (1_000, 1_000)])
def test_ks_is_scipys(seed: int, n: int, m: int) -> None:
    """The statistic to the last bit, the p-value within what the asymptotic form is off, with ties too."""
    rng = np.random.default_rng(seed)
    one, other = rng.normal(0, 1, n), rng.normal(seed * 0.05, 1, m)
    if seed % 2:
        one, other = np.round(one, 1), np.round(other, 1)
    found = stats.ks_2samp(one, other, method="asymp")
    distance, p = ks_two_sample(np.sort(one), np.sort(other))
    assert distance == pytest.approx(found.statistic, abs=1e-12)
    assert p == pytest.approx(found.pvalue, abs=0.03)


def test_psi_is_the_formula_over_the_references_deciles() -> None:
    """Against a plain computation with numpy's own histogram over the same deciles."""
    rng = np.random.default_rng(1)
    reference, live = rng.normal(0, 1, 1_000), rng.normal(0.4, 1.2, 2_000)
    cuts = np.concatenate([[-np.inf], np.quantile(reference, np.arange(1, 10) / 10), [np.inf]])
    expected = np.histogram(reference, cuts)[0] / 1_000
    actual = np.histogram(live, cuts)[0] / 2_000
    psi = float(((actual - expected) * np.log(actual / expected)).sum())
    assert compare(reference, live).psi == pytest.approx(psi, rel=1e-6)


def test_missing_values_are_a_bin() -> None:
    """A feature that goes missing has drifted, though what is present has not moved."""
    rng = np.random.default_rng(2)
    reference, live = rng.normal(size=1_000), rng.normal(size=1_000)
    live[:400] = NAN
    found = compare(reference, live)
    assert (found.missing_reference, found.missing_live) == (0.0, 0.4)
    assert found.verdict == "drifted"
    assert found.ks_p is not None
    assert found.ks_p > 0.001
    gone = compare(reference, np.full(1_000, NAN))
    assert (gone.verdict, gone.ks) == ("drifted", None)
    back = compare(np.full(1_000, NAN), reference)
    assert back.verdict == "drifted"
    never = compare(np.full(1_000, NAN), np.full(1_000, NAN))
    assert (never.verdict, never.psi) == ("stable", 0.0)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("shape", SHAPES)
def test_no_alarm_without_a_move(seed: int, shape: str) -> None:
    """Two samples of one population are never called drifted, whatever its shape, even small ones."""
    rng, draw = np.random.default_rng(seed), SHAPES[shape]
    for n, m in ((ROWS_MIN, ROWS_MIN), (1_000, 250), (1_000, 1_000)):
        found = compare(draw(rng, n), draw(rng, m))
        assert found.verdict in {"stable", "shifted"}
        assert found.psi < PSI_DRIFTED


@pytest.mark.parametrize(
    ("reference", "live"),
    [
        (lambda rng: rng.normal(0, 1, 1_000), lambda rng: rng.normal(0.8, 1, 500)),
        (lambda rng: rng.normal(0, 1, 1_000), lambda rng: rng.normal(0, 3, 500)),
        (lambda rng: (rng.random(1_000) < 0.05) * 1.0, lambda rng: (rng.random(500) < 0.3) * 1.0),
        (lambda _: np.full(1_000, 3.0), lambda _: np.full(500, 2.0)),
        (lambda _: np.full(1_000, 3.0), lambda _: np.full(500, 4.0)),
        (lambda rng: rng.poisson(1, 1_000) * 1.0, lambda rng: rng.poisson(3, 500) * 1.0),
    ],
)
def test_a_real_move_is_found(
    reference: Callable[[np.random.Generator], Floats], live: Callable[[np.random.Generator], Floats]
) -> None:
    """A mean, a spread, a rate, a constant that went down or up, a count: all are called drifted."""
    rng = np.random.default_rng(3)
    assert compare(reference(rng), live(rng)).verdict == "drifted"


def test_too_few_rows_tell_nothing() -> None:
    """Below 200 rows there are figures and no verdict."""
    assert compare(np.zeros(1_000), np.ones(ROWS_MIN - 1)).verdict == "collecting"


def test_small_parts() -> None:
    """Bins rise and hold the reference's values; the worst verdict counts; the chi-square point is near SciPy's."""
    for values in (np.array([1.0]), np.arange(5.0), np.sort(np.random.default_rng(4).normal(size=999))):
        edges = edges_of(values)
        assert (np.diff(edges) > 0).all()
    assert worst(["stable", "drifted", "shifted"]) == "drifted"
    assert worst(["collecting", "stable"]) == "stable"
    assert worst(["collecting"]) == worst([]) == "collecting"
    for freedom in (1, 2, 9, 20):
        assert _chi_square_95(freedom) == pytest.approx(stats.chi2.ppf(0.95, freedom), rel=0.03)


def test_names_are_bins_of_their_own() -> None:
    """Twelve names in no order: one that grows is found by name, whatever its number; there is no KS, and rare names are one bin."""
    rng = np.random.default_rng(2)
    marks = np.sort(rng.choice(2**24, 12, replace=False)).astype(np.float64)
    before = rng.choice(marks, 1_000)
    swapped = np.where(rng.random(1_000) < 0.5, marks[5], rng.choice(marks, 1_000))
    still = movement("x", reference_of(before), rng.choice(marks, 1_000), nominal=True)
    moved = movement("x", reference_of(before), swapped, nominal=True)
    assert (still.verdict, moved.verdict, moved.ks) == ("stable", "drifted", None)
    expected = np.bincount(np.searchsorted(marks, before)) / 1_000
    actual = np.bincount(np.searchsorted(marks, swapped)) / 1_000
    assert moved.psi == pytest.approx(float(((actual - expected) * np.log(actual / expected)).sum()))
    rare = np.arange(400, dtype=np.float64)
    assert movement("x", reference_of(rare), rare[::-1].copy(), nominal=True).verdict == "stable"
    unseen = movement("x", reference_of(np.full(400, 3.0)), np.full(400, 4.0), nominal=True)
    assert unseen.verdict == "drifted"
