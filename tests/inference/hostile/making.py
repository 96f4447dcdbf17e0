"""How a sound graph is bent."""

import onnx
from onnx import TensorProto, helper

from tests.inference.uploads.graphs import COLUMNS, floats

LARGE = 10**9


def outside(place: str) -> TensorProto:
    tensor = TensorProto(
        name="extra", data_type=TensorProto.FLOAT, dims=[4], data_location=TensorProto.EXTERNAL
    )
    for key, content in (("location", place), ("offset", "0"), ("length", "16")):
        tensor.external_data.add(key=key, value=content)
    return tensor


def with_tensor(made: onnx.ModelProto, tensor: TensorProto) -> bytes:
    """Let the first node add the tensor to the columns, so that its content would reach the answer."""
    made.graph.initializer.append(tensor)
    made.graph.node.insert(0, helper.make_node("Add", ["features", "extra"], ["shifted"]))
    made.graph.node[1].input[0] = "shifted"
    return bytes_of(made)


def using(made: onnx.ModelProto, name: str, weights: int = len(COLUMNS)) -> bytes:
    """Let the last product read `name` instead of the columns."""
    product = made.graph.node[-2]
    product.input[0] = name
    if weights != len(COLUMNS):
        made.graph.initializer[0].CopyFrom(floats("w", [weights, 1], [0.0] * weights))
    return bytes_of(made)


def importing(made: onnx.ModelProto, domain: str, version: int) -> onnx.ModelProto:
    made.opset_import.append(helper.make_opsetid(domain, version))
    return made


def bytes_of(message: onnx.ModelProto | onnx.GraphProto) -> bytes:
    return bytes(message.SerializeToString())
