"""The gate between a fitted model and a version: the graph and the tables must say what the model says, or there is none.

Rows: fresh ones, and probes that sit on every threshold of every feature: the threshold, the float32 next above and
next below it, and NaN. At n = 1, 2, 16 and 1000 the graph must give equal bits, else the version is marked so that it
is run row by row.
"""

import dataclasses
from collections.abc import Sequence
from typing import cast

import lightgbm
import numpy as np
from numpy.typing import NDArray

from inference.artefacts import probability_of
from inference.explanations.explainers import VectorisedExplainer
from inference.explanations.tables import PathTables
from inference.runtimes.port import Scorer
from training.errors import ParityFailed
from training.trees import LEAF, SumOfTrees, Tree

TOLERANCE = 1e-5
BATCHES = (1, 2, 16, 1000)
_FRESH_MAX = 2_000
_EXPLAINED_MAX = 2_000


@dataclasses.dataclass(frozen=True)
class Reference:
    """The fitted model as the version states it: margin = slope * raw + intercept."""

    booster: lightgbm.Booster | SumOfTrees
    slope: float
    intercept: float

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        raw = cast(NDArray[np.float64], self.booster.predict(matrix, raw_score=True))
        return self.slope * raw + self.intercept

    def contributions(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """float64[n, f + 1]: LightGBM's own TreeSHAP; the last column is the base value."""
        parts = self.slope * cast(NDArray[np.float64], self.booster.predict(matrix, pred_contrib=True))
        parts[:, -1] += self.intercept
        return parts


@dataclasses.dataclass(frozen=True)
class Exported:
    """What would be shipped."""

    scorer: Scorer
    tables: PathTables
    base_value: float


@dataclasses.dataclass(frozen=True)
class Parity:
    """What the gate measured: largest differences over how many rows."""

    rows: int
    margin: float
    probability: float
    contribution: float
    additivity: float
    batch_invariant: bool


def check_parity(
    reference: Reference,
    trees: Sequence[Tree],
    exported: Exported,
    matrix: NDArray[np.float32],
    seed: int,
    *,
    relative: bool = False,
) -> Parity:
    """Compare on fresh and probe rows.

    matrix: float32[n, f], rows of the training data, from which fresh ones are mixed. relative: margins and their parts are
    compared to their size where that is above one: of amounts they reach hundreds, whose last digits float32 does not have.
    Raises: ParityFailed naming the row, what was expected and what came.
    """
    rng = np.random.default_rng(seed)
    rows = np.concatenate([fresh_rows(matrix, rng), probe_rows(trees, matrix, rng)])
    expected, found = reference.margins(rows), exported.scorer.margins(rows)
    far = np.maximum(1.0, np.abs(expected)) if relative else np.ones(len(rows))
    margin = _largest("margin", rows, expected / far, found / far)
    probability = _largest("probability", rows, probability_of(expected), probability_of(found))
    explained = rng.choice(len(rows), min(len(rows), _EXPLAINED_MAX), replace=False)
    parts = VectorisedExplainer(exported.tables).contributions(rows[explained])
    wanted = reference.contributions(rows[explained])
    size = far[explained]
    contribution = _largest(
        "contribution", rows[explained], wanted[:, :-1] / size[:, None], parts / size[:, None]
    )
    _largest("base value", rows[:1], wanted[:1, -1], np.array([exported.base_value]))
    additivity = _largest(
        "sum of contributions",
        rows[explained],
        found[explained] / size,
        (exported.base_value + parts.sum(axis=1)) / size,
    )
    return Parity(
        len(rows), margin, probability, contribution, additivity, is_batch_invariant(exported.scorer, rows)
    )


def is_batch_invariant(scorer: Scorer, rows: NDArray[np.float32]) -> bool:
    """Whether a row's margin has the same bits in batches of 1, 2, 16 and 1000."""
    rows = rows[: max(BATCHES)]
    whole = scorer.margins(rows)
    return all(
        np.array_equal(scorer.margins(rows[at : at + size]), whole[at : at + size])
        for size in BATCHES
        for at in range(0, len(rows), size)
    )


def fresh_rows(matrix: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Rows that are in no data: each column drawn on its own from the column's values, a tenth of them missing."""
    count = min(_FRESH_MAX, max(100, 4 * len(matrix)))
    columns = [rng.choice(matrix[:, column], count) for column in range(matrix.shape[1])]
    rows = np.ascontiguousarray(np.stack(columns, axis=1))
    rows[rng.random(rows.shape) < 0.1] = np.nan
    rows[0] = np.nan
    return rows


def probe_rows(
    trees: Sequence[Tree], matrix: NDArray[np.float32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Four rows for each distinct (feature, threshold): on it, one float32 above, one below, and missing there.

    The other values come from real rows, so that the splits above are reached.
    """
    feature = np.concatenate([tree.feature for tree in trees])
    threshold = np.concatenate([tree.threshold for tree in trees])[feature != LEAF]
    pairs = sorted(set(zip(feature[feature != LEAF].tolist(), threshold.tolist(), strict=True)))
    rows = matrix[rng.integers(len(matrix), size=4 * len(pairs))].copy()
    for index, (column, value) in enumerate(pairs):
        cut = np.float32(value)
        rows[4 * index : 4 * index + 4, column] = (
            cut, np.nextafter(cut, np.float32(np.inf)), np.nextafter(cut, np.float32(-np.inf)), np.nan,
        )  # fmt: skip
    return np.ascontiguousarray(rows)


def _largest(
    what: str, rows: NDArray[np.float32], expected: NDArray[np.float64], found: NDArray[np.float64]
) -> float:
    difference = np.abs(expected - found)
    if difference.size == 0:
        return 0.0
    worst = np.unravel_index(int(np.argmax(np.nan_to_num(difference, nan=np.inf))), difference.shape)
    if not difference[worst] <= TOLERANCE:
        raise ParityFailed(
            f"The exported {what} differs by {difference[worst]:.3g} (at most {TOLERANCE:g}): expected "
            f"{expected[worst]:.9g}, found {found[worst]:.9g} for the row {rows[worst[0]].tolist()}."
        )
    return float(difference[worst])
