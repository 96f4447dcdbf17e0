"""Margins as sums: weighted LightGBM boosters and additive scorecards, all of which are trees and export as such."""

import dataclasses
from typing import TypeAlias, cast

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge

from training.trees import LEAF, Tree, trees_of

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]
_ROWS_FOR_CARD = 30_000
_CELLS_MAX = 12_000_000


@dataclasses.dataclass(frozen=True)
class Scorecard:
    """A sum of one step function a column. edges[j]: float32[k], rising. values[j]: float64[k + 1]; missing[j] for NaN.

    covers[j]: float64[k + 2], training rows of each step and of NaN. A row is in step i where edges[i-1] < x <= edges[i].
    """

    edges: tuple[Matrix, ...]
    values: tuple[Floats, ...]
    missing: Floats
    covers: tuple[Floats, ...]
    intercept: float

    def parts(self, matrix: Matrix) -> Floats:
        """float64[n, f]: what each column adds."""
        found = np.empty(matrix.shape)
        for index, (edges, values) in enumerate(zip(self.edges, self.values, strict=True)):
            column = matrix[:, index]
            steps = values[np.searchsorted(edges, column, side="left").clip(max=len(edges))]
            found[:, index] = np.where(np.isnan(column), self.missing[index], steps)
        return found

    def margins(self, matrix: Matrix) -> Floats:
        return cast(Floats, self.parts(matrix).sum(axis=1) + self.intercept)

    def means(self) -> Floats:
        """float64[f]: each column's mean over the training rows."""
        terms = [np.append(v, m) for v, m in zip(self.values, self.missing, strict=True)]
        return np.array([float(t @ c / c.sum()) for t, c in zip(terms, self.covers, strict=True)])

    def trees(self) -> list[Tree]:
        found = [_tree(index, self) for index in range(len(self.edges))]
        constant = Tree(
            np.array([LEAF], np.int32), np.zeros(1, np.float32), np.zeros(1, np.bool_),
            np.array([LEAF], np.int32), np.array([LEAF], np.int32), np.array([self.intercept]),
            np.array([float(self.covers[0].sum())]),
        )  # fmt: skip
        return [constant, *(tree for tree in found if np.abs(tree.value).max() > 0)]


Part: TypeAlias = lightgbm.Booster | Scorecard


@dataclasses.dataclass(frozen=True)
class Ensemble:
    """sum of weight * part. Answers as a booster does, so that the gate and the card need not know the difference."""

    parts: tuple[tuple[float, Part], ...]
    columns: int

    def predict(self, matrix: Matrix, *, raw_score: bool = True, pred_contrib: bool = False) -> Floats:
        if not (raw_score or pred_contrib):
            raise ValueError("an ensemble gives margins")
        width = (len(matrix), self.columns + 1) if pred_contrib else (len(matrix),)
        total = np.zeros(width)
        for weight, part in self.parts:
            total += weight * (_contributions(part, matrix) if pred_contrib else margins_of(part, matrix))
        return total

    def feature_importance(self, kind: str = "gain") -> Floats:
        """Shares of each part's gain by its weight; of a scorecard, the spread of each column's steps."""
        total = np.zeros(self.columns)
        for weight, part in self.parts:
            if isinstance(part, Scorecard):
                spread = [_spread(part, index) for index in range(self.columns)]
                gain = np.array(spread)
            else:
                gain = np.asarray(part.feature_importance(kind), np.float64)
            total += abs(weight) * gain / max(float(gain.sum()), 1e-12)
        return total

    def trees(self) -> list[Tree]:
        found: list[Tree] = []
        for weight, part in self.parts:
            trees = part.trees() if isinstance(part, Scorecard) else trees_of(part)
            found.extend(tree.scaled(weight) for tree in trees)
        return found


def margins_of(part: Part, matrix: Matrix) -> Floats:
    if isinstance(part, Scorecard):
        return part.margins(matrix)
    return cast(Floats, part.predict(matrix, raw_score=True))


def _contributions(part: Part, matrix: Matrix) -> Floats:
    if isinstance(part, Scorecard):
        means = part.means()
        base = np.full((len(matrix), 1), part.intercept + means.sum())
        return np.concatenate([part.parts(matrix) - means, base], axis=1)
    return cast(Floats, part.predict(matrix, pred_contrib=True))


def _spread(card: Scorecard, index: int) -> float:
    values = np.append(card.values[index], card.missing[index])
    covers = card.covers[index] / card.covers[index].sum()
    return float(covers @ (values - covers @ values) ** 2)


def fit_scorecard(
    matrix: Matrix, target: NDArray[np.bool_] | Floats, *, steps: int, linear: bool, strength: float, seed: int,
    weight: Floats | None = None,
) -> Scorecard:  # fmt: skip
    """Logistic regression on stepped columns; of numbers, ridge regression.

    linear: each column counts by the mean of its step (a straight line, cut into steps); else every step has its own
      coefficient, coded by thresholds so that neighbours stay close. strength: inverse of the L2 penalty.
    """
    edges = tuple(_edges(matrix[:, index], steps) for index in range(matrix.shape[1]))
    limit = min(_ROWS_FOR_CARD, max(2_000, _CELLS_MAX // max(1, sum(map(len, edges)))))
    chosen = np.arange(len(target))
    if len(chosen) > limit:
        chosen = np.sort(np.random.default_rng(seed).choice(len(target), limit, replace=False))
    places = [_steps(matrix[:, index], each) for index, each in enumerate(edges)]
    blocks = [_block(matrix[:, index], places[index], edges[index], linear) for index in range(len(edges))]
    starts = np.concatenate([[0], np.cumsum([block.shape[1] for block in blocks])])
    design = np.concatenate([block[places[index][chosen]] for index, block in enumerate(blocks)], axis=1)
    mean, spread = design.mean(axis=0), design.std(axis=0)
    spread[spread < 1e-9] = np.inf
    yes_or_no = target.dtype == np.bool_
    model = (
        LogisticRegression(C=strength, max_iter=300, random_state=seed) if yes_or_no else Ridge(1 / strength)
    )
    weights = None if weight is None else weight[chosen]
    model.fit((design - mean) / spread, target[chosen], weights)
    coefficient = np.ravel(model.coef_) / spread
    intercept = float(np.ravel(model.intercept_)[0] - coefficient @ mean)
    tables = [block @ coefficient[starts[i] : starts[i + 1]] for i, block in enumerate(blocks)]
    covers = tuple(
        np.bincount(place, minlength=len(table)).astype(np.float64)
        for place, table in zip(places, tables, strict=True)
    )
    return Scorecard(
        edges, tuple(t[:-1] for t in tables), np.array([t[-1] for t in tables]), covers, intercept
    )


def _edges(column: Matrix, steps: int) -> Matrix:
    present = np.unique(column[~np.isnan(column)])
    if len(present) <= 1:
        return np.empty(0, np.float32)
    if len(present) <= steps:
        middle = (present[1:].astype(np.float64) + present[:-1]) / 2
    else:
        middle = np.quantile(column[~np.isnan(column)], np.linspace(0, 1, steps + 1)[1:-1])
    return np.unique(middle.astype(np.float32))


def _steps(column: Matrix, edges: Matrix) -> NDArray[np.int64]:
    places = np.searchsorted(edges, column, side="left").clip(max=len(edges))
    return np.where(np.isnan(column), len(edges) + 1, places)


def _block(column: Matrix, places: NDArray[np.int64], edges: Matrix, linear: bool) -> Floats:  # noqa: FBT001 - passed on
    """float64[steps + 1, width]: what each step (last: missing) looks like to the regression."""
    count = len(edges) + 1
    if not linear:
        table = np.zeros((count + 1, count))
        table[:count, : count - 1] = np.arange(count)[:, None] > np.arange(count - 1)[None, :]
        table[count, count - 1] = 1.0
        return table
    known = ~np.isnan(column)
    rows = np.bincount(places[known], minlength=count)[:count]
    sums = np.bincount(places[known], weights=column[known].astype(np.float64), minlength=count)[:count]
    middle = float(np.median(column[known])) if known.any() else 0.0
    means = np.where(rows > 0, sums / np.maximum(rows, 1), middle)
    table = np.zeros((count + 1, 2))
    # Around the middle, so that no large step and its opposite in the intercept cancel: float32 sums have no digits for that.
    table[:count, 0], table[count, 0], table[count, 1] = means - middle, 0.0, 1.0
    return table


def _tree(index: int, card: Scorecard) -> Tree:
    """Missing values part at the root (an infinite threshold); the steps are a balanced tree below."""
    edges, values, cover = card.edges[index], card.values[index], card.covers[index]
    rows: list[tuple[int, float, bool, int, int, float, float]] = [
        (index, np.inf, True, 1, -1, 0.0, float(cover.sum()))
    ]

    def grow(low: int, high: int) -> int:
        number = len(rows)
        weight = float(cover[low : high + 1].sum())
        if low == high:
            rows.append((LEAF, 0.0, False, LEAF, LEAF, float(values[low]), weight))
            return number
        rows.append((LEAF, 0.0, False, LEAF, LEAF, 0.0, weight))
        middle = (low + high) // 2
        left, right = grow(low, middle), grow(middle + 1, high)
        rows[number] = (index, float(edges[middle]), False, left, right, 0.0, weight)
        return number

    grow(0, len(values) - 1)
    rows[0] = (index, np.inf, True, 1, len(rows), 0.0, float(cover.sum()))
    rows.append((LEAF, 0.0, False, LEAF, LEAF, float(card.missing[index]), float(cover[-1])))
    feature, threshold, nan_right, left, right, value, covers = zip(*rows, strict=True)
    return Tree(
        np.array(feature, np.int32), np.array(threshold, np.float32), np.array(nan_right, np.bool_),
        np.array(left, np.int32), np.array(right, np.int32), np.array(value), np.array(covers),
    )  # fmt: skip
