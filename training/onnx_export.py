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
        "nodes_missing_value_tracks_true": _ints(np.where(leaf, 0, ~of("nan_right").astype(bool))),
        "target_treeids": _ints(tree_ids[leaf]),
        "target_nodeids": _ints(node_ids[leaf]),
        "target_ids": [0] * int(leaf.sum()),
        "target_weights": [float(np.float32(v)) for v in value[leaf]],
    }


def _ints(values: NDArray[np.generic]) -> list[int]:
    return [int(value) for value in values.tolist()]
