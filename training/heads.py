"""Further outputs of a version's graph beside its margin: quantiles, as trees of their own over the same features.

A head is fitted on all rows and then shifted by what rows it had not seen ask for, so that as many of them lie below it as
it promises (conformalised quantile regression, Romano, Patterson, Candès 2019; here one-sided and symmetric over rows).
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import cast

import lightgbm
import numpy as np
import onnx
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from training.fit import Shape
from training.onnx_export import to_onnx
from training.trees import Tree, trees_of

FOLDS = 4
Values = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Quantile:
    """name: of the head. target: float64[n], NaN where a row has none. level: of rows that shall lie at or below it."""

    name: str
    target: Values
    level: float


@dataclasses.dataclass(frozen=True)
class Head:
    """trees, intercept: the head is their sum. coverage: share of unseen rows at or below it. pinball: its mean loss on
    them, beside `naive`, that of the plain quantile of all targets."""

    name: str
    trees: Sequence[Tree]
    intercept: float
    level: float
    coverage: float
    pinball: float
    naive: float


def fit_quantile(
    matrix: NDArray[np.float32],
    group: NDArray[np.int64],
    wanted: Quantile,
    shape: Shape,
    trees: int,
    seed: int,
) -> Head:
    """matrix: float32[n, f]. group: int64[n], rows of one are never on both sides of a split."""
    known = ~np.isnan(wanted.target)
    rows, target, of = matrix[known], wanted.target[known], group[known]
    predicted = np.empty(len(target))
    naive = np.empty(len(target))
    for train, test in GroupKFold(FOLDS).split(rows, target, of):
        predicted[test] = _predict(
            _boost(rows[train], target[train], wanted.level, shape, trees, seed), rows[test]
        )
        naive[test] = np.quantile(target[train], wanted.level)
    shift = float(np.quantile(target - predicted, wanted.level))
    booster = _boost(rows, target, wanted.level, shape, trees, seed)
    return Head(
        wanted.name,
        trees_of(booster),
        shift,
        wanted.level,
        float((target <= predicted + shift).mean()),
        pinball(target, predicted + shift, wanted.level),
        pinball(target, naive, wanted.level),
    )


def said_of(head: Head) -> str:
    """What a card says of a head."""
    return (
        f"Head `{head.name}`: {100 * head.coverage:.1f} % of held-out rows lie at or below it (meant: {100 * head.level:.0f} %); "
        f"pinball loss {head.pinball:.3f}, of the plain quantile {head.naive:.3f}."
    )


def pinball(target: Values, predicted: Values, level: float) -> float:
    """Mean quantile loss (Koenker, Bassett 1978): what the true quantile makes least."""
    error = target - predicted
    return float(np.maximum(level * error, (level - 1) * error).mean())


def with_heads(graph: bytes, heads: Sequence[Head], feature_count: int) -> bytes:
    """Add one tree ensemble and one output for each head to a graph that `to_onnx` wrote."""
    if not heads:
        return graph
    return joined(
        graph,
        {head.name: to_onnx(head.trees, head.intercept, feature_count, logistic=False) for head in heads},
    )


def joined(graph: bytes, others: Mapping[str, bytes]) -> bytes:
    """Put graphs that read `features` and write `margin` beside one another; each one's margin gets its name."""
    model = onnx.load_model_from_string(graph)
    for name, data in others.items():
        other = onnx.load_model_from_string(data).graph
        for node in other.node:
            node.output[:] = [name if output == "margin" else f"{name}/{output}" for output in node.output]
            node.input[:] = [each if each == "features" else f"{name}/{each}" for each in node.input]
            model.graph.node.append(node)
        (margin,) = (output for output in other.output if output.name == "margin")
        margin.name = name
        model.graph.output.append(margin)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _boost(
    rows: NDArray[np.float32], target: Values, level: float, shape: Shape, trees: int, seed: int
) -> lightgbm.Booster:
    parameters = {
        "objective": "quantile", "alpha": level, "num_leaves": shape.leaves, "max_depth": shape.depth,
        "learning_rate": shape.rate, "min_data_in_leaf": shape.rows_per_leaf, "feature_fraction": 0.7,
        "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 1.0, "seed": seed, "deterministic": True,
        "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }  # fmt: skip
    names = [f"f{index}" for index in range(rows.shape[1])]
    data = lightgbm.Dataset(rows, target, feature_name=names, free_raw_data=False)
    return lightgbm.train(parameters, data, num_boost_round=trees)


def _predict(booster: lightgbm.Booster, rows: NDArray[np.float32]) -> Values:
    return cast("Values", booster.predict(rows))
