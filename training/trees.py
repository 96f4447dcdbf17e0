"""The trees of a fitted LightGBM booster as plain arrays, with every direction decided and nothing left to convention.

Both the ONNX graph and the path tables are built from these arrays, so they cannot disagree about a threshold or about
where a missing value goes.
"""

import dataclasses
import math
from typing import Protocol, cast, runtime_checkable

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.errors import UnsupportedModel

LEAF = -1
# LightGBM's kZeroThreshold: its predictors read every value at most this far from zero as zero.
_ZERO = float(np.float32(1e-35))
_INFINITE = 1e300  # how LightGBM writes an infinite threshold: a split of missing values from all numbers


@dataclasses.dataclass(frozen=True)
class Tree:
    """One decision tree. A row goes left where `row[feature] <= threshold`, right otherwise.

    feature: int32[n_nodes], LEAF for a leaf.
    threshold: float32[n_nodes], rounded down, so that comparing float32 inputs gives what LightGBM's doubles give.
    nan_right: bool[n_nodes], where a missing value goes.
    left, right: int32[n_nodes], node numbers; the root is node 0.
    value: float64[n_nodes], of leaves. cover: float64[n_nodes], training rows that reached the node.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    nan_right: NDArray[np.bool_]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    cover: NDArray[np.float64]

    def scaled(self, factor: float) -> "Tree":
        return dataclasses.replace(self, value=self.value * factor)


@runtime_checkable
class SumOfTrees(Protocol):
    """A model that is a sum of trees and says which."""

    def predict(
        self, matrix: NDArray[np.float32], *, raw_score: bool = True, pred_contrib: bool = False
    ) -> NDArray[np.float64]: ...

    def feature_importance(self, kind: str) -> NDArray[np.float64]: ...

    def trees(self) -> list[Tree]: ...


def trees_of(booster: lightgbm.Booster | SumOfTrees, iterations: int | None = None) -> list[Tree]:
    """Read the trees that `booster.predict(raw_score=True)` sums.

    Raises: UnsupportedModel for what the sum of numeric threshold trees cannot express.
    """
    if not isinstance(booster, lightgbm.Booster):
        return booster.trees()
    dump = cast(dict[str, object], booster.dump_model(num_iteration=iterations))
    if dump.get("average_output"):
        raise UnsupportedModel("A booster that averages its trees (boosting=rf) is not a sum of trees.")
    if dump.get("num_tree_per_iteration") != 1:
        raise UnsupportedModel("A booster with several outputs has no single margin.")
    infos = cast(list[dict[str, object]], dump["tree_info"])
    return [_tree(cast(dict[str, object], info["tree_structure"]), index) for index, info in enumerate(infos)]


def to_float32(threshold: float) -> np.float32:
    """The float32 that sends every float32 value where LightGBM sends it with its double.

    Rounding down keeps `x <= threshold`; a threshold within the band that counts as zero moves to the band's edge, so that
    the band goes with zero.
    """
    if abs(threshold) >= _INFINITE:
        return np.float32(math.copysign(math.inf, threshold))
    if abs(threshold) <= _ZERO:
        return np.float32(_ZERO) if threshold >= 0 else np.nextafter(np.float32(-_ZERO), np.float32(-np.inf))
    with np.errstate(over="ignore"):
        nearest = np.float32(threshold)
        return nearest if float(nearest) <= threshold else np.nextafter(nearest, np.float32(-np.inf))


def _tree(root: dict[str, object], index: int) -> Tree:
    nodes: list[dict[str, object]] = []
    links: list[tuple[int, int]] = []

    def visit(node: dict[str, object]) -> int:
        number = len(nodes)
        nodes.append(node)
        links.append((LEAF, LEAF))
        if "split_feature" in node:
            left = visit(cast(dict[str, object], node["left_child"]))
            right = visit(cast(dict[str, object], node["right_child"]))
            links[number] = (left, right)
        return number

    visit(root)
    splits = [
        _split(node, index) if "split_feature" in node else (LEAF, np.float32(0), False) for node in nodes
    ]
    return Tree(
        feature=np.array([feature for feature, _, _ in splits], np.int32),
        threshold=np.array([threshold for _, threshold, _ in splits], np.float32),
        nan_right=np.array([nan_right for _, _, nan_right in splits], np.bool_),
        left=np.array([left for left, _ in links], np.int32),
        right=np.array([right for _, right in links], np.int32),
        value=np.array([_float(node.get("leaf_value", 0.0)) for node in nodes]),
        cover=np.array([_float(node.get("internal_count", node.get("leaf_count", 0))) for node in nodes]),
    )


def _split(node: dict[str, object], tree_index: int) -> tuple[int, np.float32, bool]:
    """Feature, threshold and whether NaN goes right: by LightGBM's default for missing type NaN, else NaN is read as 0."""
    where = f"tree {tree_index}, split {node.get('split_index')}"
    if node["decision_type"] != "<=":
        raise UnsupportedModel(f"A categorical split ({where}); encode categories as numbers.")
    exact = _float(node["threshold"])
    if math.isnan(exact):
        raise UnsupportedModel(f"A split without a threshold ({where}).")
    feature, threshold = int(_float(node["split_feature"])), to_float32(exact)
    if node["missing_type"] == "NaN":
        return feature, threshold, not node["default_left"]
    zero_right = exact < 0.0
    if node["missing_type"] == "Zero" and bool(node["default_left"]) is zero_right:
        raise UnsupportedModel(f"Zero counts as missing and goes against its own threshold ({where}).")
    return feature, threshold, zero_right


def _float(value: object) -> float:
    return float(cast(float, value))
