"""What is measured was not learned from, in whatever way the rows belong together."""

import numpy as np
import pytest

from tests.training.forests import random_rows
from training.errors import DatasetRefused
from training.fit import FOLDS, Rows, Shape, fit, folds_of

SHAPE = Shape("tiny", leaves=7, depth=3, trees=30, rate=0.2, rows_per_leaf=10)
MATRIX = random_rows(1, rows=1_200, columns=5)
NAMES = tuple("abcde")


def labels(seed: int = 1) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    z = np.nan_to_num(MATRIX[:, 0]) - np.nan_to_num(MATRIX[:, 4])
    return np.random.default_rng(seed).random(len(MATRIX)) < 1 / (1 + np.exp(-z))


def test_every_row_is_held_out_once() -> None:
    """Without time or groups each row is measured by the one model that did not see it."""
    fitted = fit(Rows(MATRIX, labels()), NAMES, 1, hide=True, shapes=(SHAPE,))
    assert sorted(fitted.held_out.tolist()) == list(range(len(MATRIX)))


def test_time_only_runs_forward() -> None:
    """With time, each measured row is later than every row that its model learned from."""
    order = np.random.default_rng(2).permutation(len(MATRIX))
    rows = Rows(MATRIX, labels(), order=order.astype(np.int64))
    folds = list(folds_of(rows, 1))
    assert len(folds) == FOLDS
    for train, test in folds:
        assert order[train].max() < order[test].min()
    fitted = fit(rows, NAMES, 1, hide=True, shapes=(SHAPE,))
    assert order[fitted.held_out].min() == len(MATRIX) // (FOLDS + 1)


def test_a_stretch_of_time_without_events_is_named() -> None:
    """A part in which nothing happened cannot be learned from or measured on."""
    target = labels()
    target[:300] = False
    with pytest.raises(DatasetRefused, match="Part 1 of 6 by time has 0 positive rows"):
        fit(Rows(MATRIX, target, order=np.arange(len(MATRIX))), NAMES, 1, hide=True, shapes=(SHAPE,))


def test_groups_stay_together() -> None:
    """All rows of one customer are on one side of each fold."""
    group = np.arange(len(MATRIX)) // 4
    for train, test in folds_of(Rows(MATRIX, labels(), group=group), 1):
        assert not set(group[train]) & set(group[test])


def test_noise_is_measured_as_noise() -> None:
    """On labels that nothing explains, held-out probabilities stay near the rate: no leak from fitting to measuring."""
    target = np.random.default_rng(9).random(len(MATRIX)) < 0.3
    fitted = fit(Rows(MATRIX, target), NAMES, 1, hide=True)
    assert abs(fitted.probability.mean() - 0.3) < 0.03
    assert fitted.probability.std() < 0.05


def test_groups_of_a_number_stay_together() -> None:
    """A number has no classes to keep in proportion, but its groups are held out whole as well."""
    group = np.arange(len(MATRIX)) // 40
    held = []
    for train, test in folds_of(Rows(MATRIX, np.nan_to_num(MATRIX[:, 0]).astype(np.float64), group=group), 1):
        assert not set(group[train]) & set(group[test])
        held.append(test)
    assert sorted(np.concatenate(held).tolist()) == list(range(len(MATRIX)))
