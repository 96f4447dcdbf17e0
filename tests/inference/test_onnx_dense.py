"""Dense graphs are let through only as far as nothing in them can grow."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inference import artefacts
from inference.onnx_guard import GraphRefused, check_graph
from inference.runtimes.ort import OnnxRuntime
from training.dense import linear_graph
from training.starters import FOLDER


def graph_of(*shape: int, operator: str = "MatMul") -> bytes:
    weights = numpy_helper.from_array(np.zeros(shape, np.float32), "w")
    nodes = [
        helper.make_node("MatMul", ["features", "w"], ["x"]),
        helper.make_node(operator, ["x"] if operator != "MatMul" else ["x", "w"], ["margin"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 2])],
        [helper.make_tensor_value_info("margin", TensorProto.FLOAT, ["n", 1])],
        [weights],
    )
    return bytes(
        helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
        ).SerializeToString()
    )


def test_what_training_writes_passes() -> None:
    """A linear model gives its shares and the log odds of the largest, as computed by hand."""
    rng = np.random.default_rng(3)
    weights, bias = rng.normal(size=(6, 4)), rng.normal(size=4)
    graph = linear_graph(weights, bias, 0.8, -0.1)
    check_graph(graph, 6)
    rows = rng.normal(size=(50, 6)).astype(np.float32)
    found = OnnxRuntime().open(graph, 6).outputs(rows)
    exponents = np.exp(rows @ weights + bias)
    shares = exponents / exponents.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(found.heads["classes"], shares, atol=1e-5)
    largest = shares.max(axis=1)
    np.testing.assert_allclose(found.margin, 0.8 * np.log(largest / (1 - largest)) - 0.1, atol=1e-4)


@pytest.mark.parametrize("shape", [(2, 4_096), (2, 1, 1), (4_096, 2)])
def test_large_constants_are_refused(shape: tuple[int, ...]) -> None:
    """Broadcasting two of them would fill the memory of the server."""
    with pytest.raises(GraphRefused, match="larger than"):
        check_graph(graph_of(*shape), 2)


@pytest.mark.parametrize("operator", ["Loop", "Expand", "Tile", "NonZero", "RandomNormal"])
def test_operators_that_grow_are_refused(operator: str) -> None:
    with pytest.raises(GraphRefused):
        check_graph(graph_of(2, 2, operator=operator), 2)


@pytest.mark.parametrize("name", ["categorize", "ticket-triage"])
def test_an_explanation_claims_no_parts(name: str) -> None:
    """Path tables of a dense model are empty, so no contribution is made up."""
    version = artefacts.load(FOLDER / name)
    rows = np.random.default_rng(1).random((3, len(version.features))).astype(np.float32)
    assert not version.explain(rows).any()
    assert onnx.load_model_from_string((FOLDER / name / artefacts.GRAPH).read_bytes()).graph.node
