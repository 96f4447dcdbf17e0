"""Trees to one ONNX TreeEnsembleRegressor node, written directly.

Why not a converter: onnxmltools rounds thresholds to the nearest float32, so rows within one ulp of a threshold flip
(up to 0.34 in probability), and it converts boosting=rf wrongly. Here thresholds arrive already rounded down and
calibration is folded into the leaves, so the graph's margin is the calibrated one and its parts still add up.
"""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from training.trees import LEAF, Tree

_OPSET = 17
_OPSET_ML = 3
_IR_VERSION = 8


def to_onnx(trees: Sequence[Tree], intercept: float, feature_count: int, *, logistic: bool) -> bytes:
    """Serialise `intercept + sum of trees`, and its sigmoid where `logistic`.

    Input `features`: float32[n, feature_count], NaN where missing. Outputs: `margin` float32[n, 1] and, where logistic,
    `probability` float32[n, 1].
    """
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["margin"],
        domain="ai.onnx.ml",
        aggregate_function="SUM",
        base_values=[float(np.float32(intercept))],
        n_targets=1,
        post_transform="NONE",
    )
    node.attribute.extend(helper.make_attribute(name, values) for name, values in _attributes(trees).items())
    margin = helper.make_tensor_value_info("margin", TensorProto.FLOAT, ["n", 1])
    nodes, outputs = [node], [margin]
    if logistic:
        nodes.append(helper.make_node("Sigmoid", ["margin"], ["probability"]))
        outputs.append(helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["n", 1]))
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", feature_count])
    graph = helper.make_graph(nodes, "score", [features], outputs)
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid("ai.onnx.ml", _OPSET_ML)],
        ir_version=_IR_VERSION,
        producer_name="countermark",
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _attributes(trees: Sequence[Tree]) -> dict[str, list[int] | list[float] | list[str]]:
    sizes = [len(tree.feature) for tree in trees]
    tree_ids = np.repeat(np.arange(len(trees)), sizes)
    node_ids = np.concatenate([np.arange(size) for size in sizes])
    feature = np.concatenate([tree.feature for tree in trees])
    leaf = feature == LEAF
    value = np.concatenate([tree.value for tree in trees])

    def of(name: str) -> NDArray[np.int32]:
        return np.concatenate([getattr(tree, name) for tree in trees])

    return {
        "nodes_treeids": _ints(tree_ids),
        "nodes_nodeids": _ints(node_ids),
        "nodes_featureids": _ints(np.where(leaf, 0, feature)),
        "nodes_modes": ["LEAF" if is_leaf else "BRANCH_LEQ" for is_leaf in leaf.tolist()],
        "nodes_values": [float(t) for t in np.concatenate([tree.threshold for tree in trees])],
        "nodes_truenodeids": _ints(np.where(leaf, 0, of("left"))),
        "nodes_falsenodeids": _ints(np.where(leaf, 0, of("right"))),
        # Not used to score: with it the graph alone says what path-dependent explanations must be.
        "nodes_hitrates": [float(np.float32(cover)) for cover in of("cover")],
        "nodes_missing_value_tracks_true": _ints(np.where(leaf, 0, ~of("nan_right").astype(bool))),
        "target_treeids": _ints(tree_ids[leaf]),
        "target_nodeids": _ints(node_ids[leaf]),
        "target_ids": [0] * int(leaf.sum()),
        "target_weights": [float(np.float32(v)) for v in value[leaf]],
    }


def _ints(values: NDArray[np.generic]) -> list[int]:
    return [int(value) for value in values.tolist()]


def from_onnx(graph: bytes) -> tuple[list[Tree], float]:
    """Read back what `to_onnx` wrote: trees and intercept, with covers. For checking a version without its booster."""
    node = onnx.load_model_from_string(graph).graph.node[0]
    fields = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    tree_ids = np.array(fields["nodes_treeids"])
    leaf = np.array(fields["nodes_modes"]) == b"LEAF"
    value = np.zeros(len(tree_ids))
    value[leaf] = fields["target_weights"]
    columns = {
        "feature": np.where(leaf, LEAF, fields["nodes_featureids"]).astype(np.int32),
        "threshold": np.array(fields["nodes_values"], np.float32),
        "nan_right": ~leaf & (np.array(fields["nodes_missing_value_tracks_true"]) == 0),
        "left": np.where(leaf, LEAF, fields["nodes_truenodeids"]).astype(np.int32),
        "right": np.where(leaf, LEAF, fields["nodes_falsenodeids"]).astype(np.int32),
        "value": value,
        "cover": np.array(fields["nodes_hitrates"], np.float64),
    }
    trees = [
        Tree(**{name: column[tree_ids == number] for name, column in columns.items()})
        for number in range(int(tree_ids.max()) + 1)
    ]
    return trees, float(fields["base_values"][0])
