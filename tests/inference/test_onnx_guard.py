"""Only self-contained graphs of standard operators reach a runtime."""

import onnx
import pytest
from onnx import TensorProto, helper

from inference import artefacts, onnx_guard
from inference.onnx_guard import GraphRefused, check_graph
from inference.runtimes.ort import OnnxRuntime
from tests.inference.versions import small_version

FEATURES = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 2])
MARGIN = helper.make_tensor_value_info("margin", TensorProto.FLOAT, ["n", 1])


def model(*nodes: onnx.NodeProto, initializers: tuple[onnx.TensorProto, ...] = ()) -> onnx.ModelProto:
    graph = helper.make_graph(list(nodes), "g", [FEATURES], [MARGIN], initializer=list(initializers))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def reduce_sum() -> onnx.NodeProto:
    return helper.make_node("ReduceSum", ["features", "axes"], ["margin"], keepdims=1)


def axes() -> onnx.TensorProto:
    return helper.make_tensor("axes", TensorProto.INT64, [1], [1])


def test_our_own_export_passes_and_nothing_else() -> None:
    """The graph that training writes is let through; any other operator, though harmless, is not."""
    check_graph(small_version().files[artefacts.GRAPH], 5)
    with pytest.raises(GraphRefused, match="not one TreeEnsembleRegressor"):
        check_graph(model(reduce_sum(), initializers=(axes(),)).SerializeToString(), 2)


@pytest.mark.parametrize("feature", [5, 2**31, -1])
def test_a_feature_beyond_the_row_is_refused(feature: int) -> None:
    """The runtime would read memory behind the row and score it."""
    graph = onnx.load_model_from_string(small_version().files[artefacts.GRAPH])
    (ids,) = [one for one in graph.graph.node[0].attribute if one.name == "nodes_featureids"]
    ids.ints[0] = feature
    with pytest.raises(GraphRefused, match="asks for feature"):
        check_graph(graph.SerializeToString(), 5)


def test_a_tree_that_bites_its_tail_is_refused() -> None:
    """A node that is its own child would never reach a leaf."""
    graph = onnx.load_model_from_string(small_version().files[artefacts.GRAPH])
    (below,) = [one for one in graph.graph.node[0].attribute if one.name == "nodes_truenodeids"]
    below.ints[0] = 0
    with pytest.raises(GraphRefused):
        OnnxRuntime().open(graph.SerializeToString(), 5)


def test_external_data_is_refused() -> None:
    """A tensor in another file would let a version read this machine's files."""
    outside = axes()
    outside.ClearField("int64_data")
    outside.data_location = TensorProto.EXTERNAL
    entry = outside.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    with pytest.raises(GraphRefused, match="other files"):
        check_graph(model(reduce_sum(), initializers=(outside,)).SerializeToString(), 2)
    constant = helper.make_node("Constant", [], ["axes"], value=outside)
    with pytest.raises(GraphRefused, match="other files"):
        check_graph(model(constant, reduce_sum()).SerializeToString(), 2)


def test_other_domains_functions_and_control_flow_are_refused() -> None:
    """What could bring code or never end has no place in a score."""
    with pytest.raises(GraphRefused, match="domain"):
        check_graph(
            model(
                helper.make_node("X", ["features"], ["margin"], domain="com.microsoft")
            ).SerializeToString(),
            2,
        )
    imported = onnx.load_model_from_string(small_version().files[artefacts.GRAPH])
    imported.opset_import.append(helper.make_opsetid("custom", 1))
    with pytest.raises(GraphRefused, match="domain"):
        check_graph(imported.SerializeToString(), 5)
    body = helper.make_graph([], "body", [], [])
    with pytest.raises(GraphRefused, match="subgraph"):
        check_graph(
            model(helper.make_node("Loop", ["features"], ["margin"], body=body)).SerializeToString(), 2
        )
    functional = onnx.load_model_from_string(small_version().files[artefacts.GRAPH])
    functional.functions.append(
        helper.make_function("f", "F", ["x"], ["x"], [], [helper.make_opsetid("", 17)])
    )
    with pytest.raises(GraphRefused, match="functions"):
        check_graph(functional.SerializeToString(), 5)


def test_bytes_that_are_no_model_are_refused() -> None:
    """Empty, random, cut and oversized files get a sentence, never a crash."""
    whole = small_version().files[artefacts.GRAPH]
    for data in (b"", b"\xff" * 100, b"PK\x03\x04" + bytes(50), whole[:-10], whole[: len(whole) // 2]):
        with pytest.raises(GraphRefused):
            check_graph(data, 5)
    with pytest.raises(GraphRefused, match="at most"):
        check_graph(bytes(onnx_guard.BYTES_MAX + 1), 5)


def test_a_graph_of_another_signature_is_refused() -> None:
    """The runtime takes `features` float32[n, f] and gives `margin`: anything else is refused when it is opened."""
    graph = onnx.load_model_from_string(small_version().files[artefacts.GRAPH])
    with pytest.raises(GraphRefused, match="only input"):
        OnnxRuntime().open(graph.SerializeToString(), 6)
    graph.graph.output[0].name = graph.graph.node[0].output[0] = graph.graph.node[1].input[0] = "score"
    with pytest.raises(GraphRefused, match="margin"):
        OnnxRuntime().open(graph.SerializeToString(), 5)
