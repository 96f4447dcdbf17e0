"""The trees of a fitted LightGBM booster as plain arrays, with every direction decided and nothing left to convention.

Both the ONNX graph and the path tables are built from these arrays, so they cannot disagree about a threshold or about
where a missing value goes.
"""

import dataclasses
import math
from typing import cast

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.errors import UnsupportedModel

LEAF = -1
_ZERO = 1e-35  # LightGBM's kZeroThreshold


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


def trees_of(booster: lightgbm.Booster, iterations: int | None = None) -> list[Tree]:
    """Read the trees that `booster.predict(raw_score=True)` sums.

    Raises: UnsupportedModel for what the sum of numeric threshold trees cannot express.
    """
    dump = cast(dict[str, object], booster.dump_model(num_iteration=iterations))
    if dump.get("average_output"):
        raise UnsupportedModel("A booster that averages its trees (boosting=rf) is not a sum of trees.")
    if dump.get("num_tree_per_iteration") != 1:
        raise UnsupportedModel("A booster with several outputs has no single margin.")
    infos = cast(list[dict[str, object]], dump["tree_info"])
    return [_tree(cast(dict[str, object], info["tree_structure"]), index) for index, info in enumerate(infos)]


def round_down(threshold: float) -> np.float32:
    """The largest float32 that is not above `threshold`: x <= threshold holds for the same float32 x."""
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
    splits = ["split_feature" in node for node in nodes]
    return Tree(
        feature=np.array(
            [_int(n["split_feature"]) if s else LEAF for n, s in zip(nodes, splits, strict=True)], np.int32
        ),
        threshold=np.array(
            [round_down(_float(n["threshold"])) if s else 0.0 for n, s in zip(nodes, splits, strict=True)],
            np.float32,
        ),
        nan_right=np.array(
            [s and _nan_right(n, index) for n, s in zip(nodes, splits, strict=True)], np.bool_
        ),
        left=np.array([left for left, _ in links], np.int32),
        right=np.array([right for _, right in links], np.int32),
        value=np.array([0.0 if s else _float(n["leaf_value"]) for n, s in zip(nodes, splits, strict=True)]),
        cover=np.array(
            [
                _float(n["internal_count"] if s else n.get("leaf_count", 0))
                for n, s in zip(nodes, splits, strict=True)
            ]
        ),
    )


def _nan_right(node: dict[str, object], tree_index: int) -> bool:
    """Where LightGBM sends NaN at this split: by its default for missing type NaN, else it reads NaN as 0."""
    where = f"tree {tree_index}, split {node.get('split_index')}"
    if node["decision_type"] != "<=":
        raise UnsupportedModel(f"A categorical split ({where}); encode categories as numbers.")
    threshold = _float(node["threshold"])
    if math.isnan(threshold):
        raise UnsupportedModel(f"A split without a threshold ({where}).")
    if node["missing_type"] == "NaN":
        return not node["default_left"]
    zero_right = not threshold >= 0.0
    if node["missing_type"] == "Zero":
        inside = abs(threshold) <= _ZERO  # LightGBM itself splits zeros off with thresholds of +-1e-35
        if bool(node["default_left"]) is zero_right or (inside and zero_right):
            raise UnsupportedModel(f"Zero counts as missing and goes against its own threshold ({where}).")
    return zero_right


def _int(value: object) -> int:
    return int(cast(int, value))


def _float(value: object) -> float:
    return float(cast(float, value))
