"""Shapley values by asking: they add up, are right where there is an answer to compare with, and end."""

import numpy as np
import pytest
import shap
from numpy.typing import NDArray

from inference.explanations.permutation import EVALUATIONS_MAX, explain

Rows = NDArray[np.float32]


def rows(count: int, columns: int, seed: int = 0) -> Rows:
    return np.random.default_rng(seed).normal(size=(count, columns)).astype(np.float32)


def crooked(matrix: Rows) -> NDArray[np.float64]:
    """Products, a threshold and a curve: no column adds by itself."""
    x = matrix.astype(np.float64)
    found: NDArray[np.float64] = (
        x[:, 0] * x[:, 1] + np.where(x[:, 2] > 0, x[:, 3], -1.0) + np.tanh(x).sum(axis=1)
    )
    return found


@pytest.mark.parametrize("columns", [5, 9, 30])
def test_contributions_add_up(columns: int) -> None:
    """Base value and contributions are the margin, exactly enumerated or sampled, within the bound."""
    found = explain(crooked, rows(1, columns, 5)[0], rows(200, columns), seed=7)
    assert found.base_value + found.contributions.sum() == pytest.approx(found.margin, abs=1e-9)
    assert found.evaluations <= EVALUATIONS_MAX * 1.05
    assert found.exact == (columns < 12)


def test_few_columns_agree_with_shap() -> None:
    """The enumeration is what shap's exact explainer says over the same typical rows."""
    row, typical = rows(1, 6, 5), rows(20, 6)
    ours = explain(crooked, row[0], typical, seed=1)
    theirs = shap.explainers.ExactExplainer(crooked, shap.maskers.Independent(typical, max_samples=20))(row)
    assert ours.exact
    np.testing.assert_allclose(ours.contributions, theirs.values[0], atol=1e-9)
    assert ours.base_value == pytest.approx(float(theirs.base_values[0]), abs=1e-9)


def test_orders_come_close_to_the_enumeration() -> None:
    """Sampled, each contribution is within four of its own standard errors of the exact one."""
    row, typical = rows(1, 10, 5)[0], rows(24, 10)
    exact = explain(crooked, row, typical, seed=1, evaluations_max=2**10 * 24)
    assert exact.exact
    padded = np.concatenate([row, rows(1, 10, 6)[0]])
    more = np.concatenate([typical, rows(24, 10, 7)], axis=1)

    def first_ten(matrix: Rows) -> NDArray[np.float64]:
        return crooked(matrix[:, :10])

    sampled = explain(first_ten, padded, more, seed=3, evaluations_max=400_000)
    assert not sampled.exact
    assert 0 < sampled.error < 0.2
    np.testing.assert_allclose(sampled.contributions[:10], exact.contributions, atol=4 * sampled.error)
    np.testing.assert_allclose(sampled.contributions[10:], 0.0, atol=1e-12)


def test_the_same_seed_gives_the_same_bits() -> None:
    """What was explained once is explained the same again; another seed walks other orders."""
    row, typical = rows(1, 20, 5)[0], rows(50, 20)
    first, again, other = (explain(crooked, row, typical, seed=seed) for seed in (4, 4, 5))
    assert first.contributions.tobytes() == again.contributions.tobytes()
    assert first.contributions.tobytes() != other.contributions.tobytes()


def test_a_column_that_never_differs_has_no_share() -> None:
    """Constants and columns missing everywhere get exactly nothing, and cost nothing."""
    row, typical = rows(1, 15, 5)[0], rows(50, 15)
    typical[:, 5:] = row[5:] = 1.0
    typical[:, 14] = row[14] = np.nan

    def margins(matrix: Rows) -> NDArray[np.float64]:
        return crooked(np.nan_to_num(matrix))

    found = explain(margins, row, typical, seed=1)
    assert found.exact
    assert found.contributions[5:].tolist() == [0.0] * 10
