"""Who looks for what is unlike the rest: tails and forests, exported as sums of trees; machines and autoencoders, as dense graphs."""

import dataclasses
import warnings
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor
from sklearn.svm import OneClassSVM

from training import optional
from training.coder import Coder, Machine, Scaling
from training.ensembles import Ensemble, Scorecard
from training.job import Progress
from training.onnx_export import to_onnx
from training.trees import LEAF, Tree

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
Score: TypeAlias = Callable[[Matrix], Floats]
_ROWS_SLOW, _ROWS_TORCH = 4_000, 50_000
_TAIL_STEPS = 60
_FOREST_TREES = 100
_COVER_MIN = 1e-3  # of a step that no row is in: shares of rows are divided by it


@dataclasses.dataclass(frozen=True)
class Tried:
    """exported: its graph over the whole matrix, whose rows it may be compared on. trees: whose sum it is, where it is one."""

    name: str
    score: Score
    exported: Callable[[Matrix], bytes]
    trees: Sequence[Tree] | None = None


def _as_trees(trees: list[Tree]) -> Callable[[Matrix], bytes]:
    return lambda matrix: to_onnx(trees, 0.0, matrix.shape[1], logistic=False)


def candidates(
    matrix: Matrix, names: Sequence[str], amounts: Sequence[str], seed: int, progress: Progress
) -> tuple[list[Tried], tuple[str, ...]]:
    """Those that compete, and a sentence for each that cannot."""
    everything = list(range(len(names)))
    own = [
        place
        for place, name in enumerate(names)
        if name in amounts or " against the mean" in name or " in deviations" in name
    ]
    tried = [
        _tails("tails of every column", matrix, everything, both=True),
        _forest("isolation forest", matrix, everything, seed),
    ]
    if own and len(own) < len(names):
        tried.append(_tails("upper tails against its own past", matrix, own, both=False))
        ratios = [place for place in own if " against the mean" in names[place] or names[place] in amounts]
        tried.append(_tails("upper tails of amounts", matrix, ratios, both=False))
        tried.append(_forest("isolation forest against its own past", matrix, own, seed))
    progress("Fitting the one-class SVM and the autoencoders on samples ...")
    slow, missing = _slow(matrix, own or everything, seed, progress)
    return [*tried, *slow], missing


def _tails(name: str, matrix: Matrix, columns: Sequence[int], *, both: bool) -> Tried:
    """Sum over columns of -log of how much of the training rows lies at least as far out (ECOD, Li et al. 2022).

    both: the rarer side of each column counts; else only large values do.
    """
    edges, values, covers = [], [], []
    for place in range(matrix.shape[1]):
        column = np.sort(matrix[:, place][~np.isnan(matrix[:, place])])
        if place not in columns or len(column) < 2:
            edges.append(np.empty(0, np.float32))
            values.append(np.zeros(1))
            covers.append(np.array([float(len(column)), float(len(matrix) - len(column))]))
            continue
        out = np.geomspace(0.5, max(1.0 / len(column), 1e-5), _TAIL_STEPS // 2)
        cuts = np.unique(np.quantile(column, np.unique(np.concatenate([out, 1 - out]))).astype(np.float32))
        above = 1 - np.searchsorted(column, np.append(-np.inf, cuts), side="right") / len(column)
        below = np.searchsorted(column, np.append(cuts, np.inf), side="right") / len(column)
        least = 0.5 / len(column)
        upper, lower = -np.log(np.maximum(above, least)), -np.log(np.maximum(below, least))
        upper[0] = 0.0
        edges.append(cuts)
        values.append(np.maximum(upper, lower) if both else upper)
        steps = np.diff(np.searchsorted(column, np.concatenate([[-np.inf], cuts, [np.inf]]), side="right"))
        rows = np.append(steps, len(matrix) - len(column)).astype(np.float64)
        covers.append(np.maximum(rows, _COVER_MIN))
    card = Scorecard(tuple(edges), tuple(values), np.zeros(matrix.shape[1]), tuple(covers), 0.0)
    trees = Ensemble(((1.0, card),), matrix.shape[1]).trees()
    return Tried(name, card.margins, _as_trees(trees), trees)


def _forest(name: str, matrix: Matrix, columns: Sequence[int], seed: int) -> Tried:
    """Mean depth at which a row stands alone, with its sign turned (Liu et al. 2008); missing values as the median."""
    chosen = matrix[:, list(columns)]
    middle = np.nan_to_num(np.nanmedian(chosen, axis=0))
    filled = np.where(np.isnan(chosen), middle, chosen)
    forest = IsolationForest(n_estimators=_FOREST_TREES, random_state=seed).fit(filled)
    trees = []
    for estimator, kept in zip(forest.estimators_, forest.estimators_features_, strict=True):
        trees.append(_isolation_tree(estimator.tree_, np.array(columns)[kept], middle[kept]))
    ensemble = _Trees(trees)
    return Tried(name, ensemble.score, _as_trees(trees), trees)


@dataclasses.dataclass(frozen=True)
class _Trees:
    """A sum of trees, row by row through arrays."""

    trees: list[Tree]

    def score(self, matrix: Matrix) -> Floats:
        total = np.zeros(len(matrix))
        rows = np.arange(len(matrix))
        for tree in self.trees:
            node = np.zeros(len(matrix), np.int64)
            while (tree.feature[node] != LEAF).any():
                inner = tree.feature[node] != LEAF
                value = matrix[rows, np.maximum(tree.feature[node], 0)]
                right = np.where(np.isnan(value), tree.nan_right[node], value > tree.threshold[node])
                step = np.where(right, tree.right[node], tree.left[node])
                node = np.where(inner, step, node)
            total += tree.value[node]
        return total


def _isolation_tree(tree: object, columns: NDArray[np.int64], middle: Floats) -> Tree:
    left, right, feature, split, count = (
        np.asarray(getattr(tree, name))
        for name in ("children_left", "children_right", "feature", "threshold", "n_node_samples")
    )
    leaf = left == -1
    depth = np.zeros(len(left))
    for node in range(len(left)):
        if not leaf[node]:
            depth[left[node]] = depth[right[node]] = depth[node] + 1
    rows = count.astype(np.float64)
    harmonic = np.where(
        rows > 2,
        2 * (np.log(np.maximum(rows - 1, 1)) + np.euler_gamma) - 2 * (rows - 1) / np.maximum(rows, 1),
        rows == 2,
    )
    down = np.nextafter(split.astype(np.float32), np.float32(-np.inf))
    threshold = np.where(split.astype(np.float32) <= split, split.astype(np.float32), down)
    place = np.maximum(feature, 0)
    return Tree(
        np.where(leaf, LEAF, columns[place]).astype(np.int32), np.where(leaf, 0, threshold).astype(np.float32),
        ~leaf & (middle[place] > split), np.where(leaf, LEAF, left).astype(np.int32),
        np.where(leaf, LEAF, right).astype(np.int32), np.where(leaf, -(depth + harmonic) / _FOREST_TREES, 0.0), rows,
    )  # fmt: skip


def _slow(
    matrix: Matrix, columns: Sequence[int], seed: int, progress: Progress
) -> tuple[list[Tried], tuple[str, ...]]:
    """What learns from samples alone: a one-class machine, and autoencoders."""
    rng = np.random.default_rng(seed)
    few = matrix[rng.choice(len(matrix), min(_ROWS_SLOW, len(matrix)), replace=False)]
    scaling = Scaling.of(few, columns)
    machine = _machine(scaling, scaling.apply(few))
    width = max(2, len(columns) // 3)
    widths = (2 * width, width, 2 * width)
    fitted = _sklearn_layers(scaling.apply(few), widths, seed)
    small = Coder(scaling, fitted)
    found = [
        Tried("one-class SVM (sample)", machine.score, machine.graph),
        Tried("autoencoder (sample)", small.score, small.graph),
    ]  # fmt: skip
    module, missing = optional.load(optional.CODER, progress)
    if module is None:
        return found, (missing,)
    many = matrix[rng.choice(len(matrix), min(_ROWS_TORCH, len(matrix)), replace=False)]
    wide = Scaling.of(many, columns)
    large = Coder(wide, module.layers_of(wide.apply(many), widths, seed))
    return [*found, Tried(optional.CODER.candidate, large.score, large.graph)], ()


def _machine(scaling: Scaling, known: Floats) -> Machine:
    fitted = OneClassSVM(nu=0.02, gamma="scale").fit(known)
    width = 1.0 / (known.shape[1] * max(float(known.var()), 1e-12))  # what `scale` means
    return Machine(
        scaling, np.asarray(fitted.support_vectors_), np.asarray(fitted.dual_coef_)[0], width,
        -float(np.asarray(fitted.intercept_)[0]),
    )  # fmt: skip


def _sklearn_layers(known: Floats, widths: tuple[int, ...], seed: int) -> tuple[tuple[Floats, Floats], ...]:
    coder = MLPRegressor(hidden_layer_sizes=widths, max_iter=100, random_state=seed, early_stopping=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one that has not settled still competes
        coder.fit(known, known.ravel() if known.shape[1] == 1 else known)
    return tuple(
        (np.asarray(weights), np.asarray(bias))
        for weights, bias in zip(coder.coefs_, coder.intercepts_, strict=True)
    )
