"""Small ONNX graphs made by hand, and by the exporters that tenants use."""

import functools
import warnings
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import numpy as np
import onnx
import onnxmltools
import skl2onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from onnxmltools.convert.common.data_types import FloatTensorType as LightGbmFloats
from skl2onnx.common.data_types import FloatTensorType
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.manifest import Reading
from inference.runtimes.silence import onnxruntime
from inference.uploads.trial import Task

Rows: TypeAlias = NDArray[np.float32]
OPSETS = (("", 21), ("ai.onnx.ml", 3))
COLUMNS = ("income", "debts", "age_of_account", "defaults")
Value: TypeAlias = onnx.ValueInfoProto


def rows(count: int = 60, columns: int = len(COLUMNS), seed: int = 0) -> Rows:
    return np.random.default_rng(seed).normal(size=(count, columns)).astype(np.float32)


def value(name: str, *shape: int | str | None, dtype: int = TensorProto.FLOAT) -> Value:
    return helper.make_tensor_value_info(name, dtype, list(shape))


def model(
    *nodes: onnx.NodeProto,
    tensors: Sequence[onnx.TensorProto] = (),
    inputs: Sequence[Value] | None = None,
    outputs: Sequence[Value] | None = None,
    opsets: Sequence[tuple[str, int]] = OPSETS,
) -> onnx.ModelProto:
    """A graph from `features` float32[n, 4] to `p` float32[n, 1], unless told otherwise."""
    graph = helper.make_graph(
        list(nodes),
        "g",
        list(inputs) if inputs is not None else [value("features", "n", len(COLUMNS))],
        list(outputs) if outputs is not None else [value("p", "n", 1)],
        initializer=list(tensors),
    )
    imports = [helper.make_opsetid(domain, version) for domain, version in opsets]
    return helper.make_model(graph, opset_imports=imports, ir_version=8)


def floats(name: str, shape: Sequence[int], values: Sequence[float]) -> onnx.TensorProto:
    return helper.make_tensor(name, TensorProto.FLOAT, list(shape), list(values))


def integers(name: str, values: Sequence[int]) -> onnx.TensorProto:
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], list(values))


def linear(*more: onnx.NodeProto, tensors: Sequence[onnx.TensorProto] = ()) -> onnx.ModelProto:
    """sigmoid(features @ w), with whatever nodes come before."""
    weights = floats("w", (len(COLUMNS), 1), [0.5, -1.0, 0.25, 0.125])
    return model(
        *more,
        helper.make_node("MatMul", ["features", "w"], ["z"]),
        helper.make_node("Sigmoid", ["z"], ["p"]),
        tensors=(weights, *tensors),
    )


def tree(**changed: Sequence[int] | Sequence[float] | Sequence[str]) -> onnx.ModelProto:
    """One tree of two splits on features 0 and 1, then a sigmoid."""
    lists: dict[str, Sequence[int] | Sequence[float] | Sequence[str]] = {
        "nodes_treeids": [0, 0, 0, 0, 0],
        "nodes_nodeids": [0, 1, 2, 3, 4],
        "nodes_featureids": [0, 1, 0, 0, 0],
        "nodes_modes": ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF"],
        "nodes_values": [0.0, 0.5, 0.0, 0.0, 0.0],
        "nodes_truenodeids": [1, 3, 0, 0, 0],
        "nodes_falsenodeids": [2, 4, 0, 0, 0],
        "target_treeids": [0, 0, 0],
        "target_nodeids": [2, 3, 4],
        "target_ids": [0, 0, 0],
        "target_weights": [-1.0, 0.5, 2.0],
    }
    node = helper.make_node("TreeEnsembleRegressor", ["features"], ["z"], domain="ai.onnx.ml", n_targets=1)
    node.attribute.extend(helper.make_attribute(name, found) for name, found in {**lists, **changed}.items())
    return model(node, helper.make_node("Sigmoid", ["z"], ["p"]))


def rehearsal() -> bytes:
    """What the child practises on before it gives everything up: `inference/uploads/rehearsal.onnx`."""
    return tree().SerializeToString(deterministic=True)


def task(
    graph: bytes, *, columns: Sequence[str] = COLUMNS, output: str = "p", index: int = 0, matrix: Rows | None = None,
    expected: NDArray[np.float64] | None = None, tolerance: float = 1e-4,
) -> Task:  # fmt: skip
    """A task for a graph; what is expected is what ONNX Runtime says here, unless told otherwise."""
    given = rows(columns=len(columns)) if matrix is None else matrix
    if expected is None:
        session = onnxruntime.InferenceSession(graph)
        (found,) = session.run([output], {session.get_inputs()[0].name: given})
        table = cast("Rows", found).reshape(len(given), -1)
        expected = table[:, index].astype(np.float64)
    return Task(
        graph,
        tuple(columns),
        Reading(output=output, index=index),
        given.tobytes(),
        expected.tobytes(),
        tolerance,
    )


@functools.cache
def fitted_pipeline() -> Pipeline:
    matrix = rows(400)
    target = matrix[:, 0] - matrix[:, 1] + rows(400, 1, seed=1)[:, 0] > 0
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(matrix, target)


@functools.cache
def logistic_regression() -> tuple[bytes, Rows, NDArray[np.float64]]:
    """A scikit-learn pipeline as a tenant would export it. Returns: the file, rows, and scikit-learn's own answers."""
    fitted, matrix = fitted_pipeline(), rows(400)
    return exported(fitted), matrix, fitted.predict_proba(matrix)[:, 1].astype(np.float64)


def exported_by_lightgbm(fitted: object, columns: int) -> bytes:
    """What onnxmltools makes of a fitted LightGBM."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        types = [("X", LightGbmFloats([None, columns]))]
        made = onnxmltools.convert_lightgbm(fitted, initial_types=types, target_opset=15, zipmap=False)
    return bytes(made.SerializeToString())


def exported(
    fitted: object, columns: int = len(COLUMNS), options: Mapping[str, object] | None = None
) -> bytes:
    """What skl2onnx makes of a fitted estimator."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = skl2onnx.to_onnx(
            fitted,
            initial_types=[("X", FloatTensorType([None, columns]))],
            options=options or {"zipmap": False},
            target_opset=dict(OPSETS),
        )
    return bytes(made.SerializeToString())
