"""A small real version to test with, made once a session: real trees, real graph, real tables."""

import functools

import numpy as np

from inference import catalogue
from inference.manifest import Column
from tests.training.forests import Matrix, random_rows
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import Rows, Shape, fit
from training.package import Source, Version, package

SMALL = Shape("tiny", leaves=7, depth=3, trees=20, rate=0.2, rows_per_leaf=20)
COLUMNS = (
    Column(name="income", kind="number"),
    Column(name="owner", kind="boolean"),
    Column(name="grade", kind="category", codes={"A": 0, "B": 1, "C": 2}),
    Column(name="region", kind="category", codes={"east": 0, "west": 1}, other=2),
    Column(name="debt ratio (%)", kind="number"),
)


@functools.cache
def small_rows() -> Matrix:
    matrix = random_rows(11, rows=1_500, columns=5)
    matrix[:, 1] = matrix[:, 1] > 0
    matrix[:, 2] = np.abs(np.round(matrix[:, 2])) % 3
    matrix[:, 3] = np.abs(np.round(np.nan_to_num(matrix[:, 3]))) % 3
    return matrix


@functools.cache
def small_version() -> Version:
    """A credit-score version of a tenant's own columns."""
    matrix = small_rows()
    z = np.nan_to_num(matrix[:, 0]) - matrix[:, 4] + (matrix[:, 2] == 2)
    target = np.random.default_rng(1).random(len(matrix)) < 1 / (1 + np.exp(-z))
    names = tuple(column.name for column in COLUMNS)
    fitted = fit(Rows(matrix, target), names, 1, hide=True, shapes=(SMALL,))
    held_out = target[fitted.held_out]
    return package(
        catalogue.get("credit-score"),
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, held_out),
        quality(held_out, fitted.probability, 1),
        matrix,
        Source("countermark train credit-score", "0" * 64, COLUMNS, (), 1),
    )
