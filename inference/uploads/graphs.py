"""An ONNX file as plain data: nodes, initialisers, inputs and outputs, read strictly and without code of others.

Refused while reading: tensors in other files, sparse tensors, strings, subgraphs, functions, training steps, types that
are no tensors, and tensors whose bytes are not exactly as many as their shape says.
Source of the field numbers: onnx.proto, IR version 13 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.uploads.wire import Kind, Message, ModelRefused, Reader, Schema, Span, text_of

BYTES_MAX = 100_000_000
NODES_MAX = 5_000
TENSORS_MAX = 5_000
ELEMENTS_MAX = 25_000_000
RANK_MAX = 6
NAME_BYTES_MAX = 512
NOTES_BYTES_MAX = 1 << 20
DOMAINS = ("", "ai.onnx.ml")

FLOAT, INT32, INT64, STRING, BOOL, DOUBLE = 1, 6, 7, 8, 9, 11
_DTYPES = {FLOAT: "<f4", INT32: "<i4", INT64: "<i8", BOOL: "?", DOUBLE: "<f8"}

_INT, _INTS, _FLOAT, _FLOATS, _DOUBLES, _BYTES, _MANY = (
    Kind.INT, Kind.INTS, Kind.FLOAT, Kind.FLOATS, Kind.DOUBLES, Kind.BYTES, Kind.MANY,
)  # fmt: skip
_MODEL: Schema = {
    1: _INT, 2: _BYTES, 3: _BYTES, 4: _BYTES, 5: _INT, 6: _BYTES, 7: _BYTES, 8: _MANY, 14: _MANY, 20: _MANY, 25: _MANY,
}  # fmt: skip
_OPSET: Schema = {1: _BYTES, 2: _INT}
_GRAPH: Schema = {
    1: _MANY, 2: _BYTES, 5: _MANY, 10: _BYTES, 11: _MANY, 12: _MANY, 13: _MANY, 14: _MANY, 15: _MANY, 16: _MANY,
}  # fmt: skip
_NODE: Schema = {
    1: _MANY, 2: _MANY, 3: _BYTES, 4: _BYTES, 5: _MANY, 6: _BYTES, 7: _BYTES, 8: _BYTES, 9: _MANY,
}  # fmt: skip
_ATTRIBUTE: Schema = {
    1: _BYTES, 2: _FLOAT, 3: _INT, 4: _BYTES, 5: _BYTES, 6: _MANY, 7: _FLOATS, 8: _INTS, 9: _MANY, 10: _MANY,
    11: _MANY, 13: _BYTES, 14: _MANY, 15: _MANY, 20: _INT, 21: _BYTES, 22: _MANY, 23: _MANY,
}  # fmt: skip
_TENSOR: Schema = {
    1: _INTS, 2: _INT, 4: _FLOATS, 5: _INTS, 6: _MANY, 7: _INTS, 8: _BYTES, 9: _BYTES, 10: _DOUBLES, 11: _INTS,
    12: _BYTES, 13: _MANY, 14: _INT, 16: _MANY,
}  # fmt: skip
_VALUE: Schema = {1: _BYTES, 2: _BYTES, 3: _BYTES, 4: _MANY}
_TYPE: Schema = {1: _BYTES, 4: _BYTES, 5: _BYTES, 6: _BYTES, 7: _BYTES, 8: _BYTES, 9: _BYTES}
_TENSOR_TYPE: Schema = {1: _INT, 2: _BYTES}
_SHAPE: Schema = {1: _MANY}
_DIM: Schema = {1: _INT, 2: _BYTES, 3: _BYTES}
_NOT_TENSORS = {4: "a sequence", 5: "a map", 7: "an opaque type", 8: "a sparse tensor", 9: "an optional"}


@dataclasses.dataclass(frozen=True, slots=True)
class Tensor:
    """shape: each at least 0. values: its content, where it is of integers (shapes, axes, indices); else None."""

    shape: tuple[int, ...]
    dtype: int
    integers: NDArray[np.int64] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    number: int
    text: str
    ints: NDArray[np.int64]
    floats: NDArray[np.float64]
    texts: Sequence[Span]
    tensor: Tensor | None


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    domain: str
    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute]


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """An input or output of the graph. shape: None where a dimension is not fixed; None altogether where not told."""

    name: str
    dtype: int
    shape: tuple[int | None, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Graph:
    ir_version: int
    opsets: Mapping[str, int]
    nodes: tuple[Node, ...]
    tensors: Mapping[str, Tensor]
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]


def read_model(data: bytes) -> Graph:
    """Raises: ModelRefused."""
    if len(data) > BYTES_MAX:
        raise ModelRefused(f"The ONNX file has {len(data):,} bytes; at most {BYTES_MAX:,} are taken.")
    reader = Reader()
    model = reader.read(memoryview(data), _MODEL, "the model")
    if model.has(20) or model.has(25):
        raise ModelRefused("The ONNX file defines functions or training steps of its own.")
    if not model.has(7) or not model.has(1):
        raise ModelRefused("These bytes are not an ONNX file.")
    _check_notes(model, 2, 3, 4, 6, 14)
    opsets: dict[str, int] = {}
    for span in model.spans(8):
        opset = reader.read(span, _OPSET, "an opset import")
        domain = _domain(opset.text(1))
        if opsets.setdefault(domain, opset.whole(2)) != opset.whole(2):
            raise ModelRefused("The ONNX file imports two versions of a domain.")
    return _graph(reader, model.span(7), model.whole(1), opsets)


def _graph(reader: Reader, span: Span, ir_version: int, opsets: Mapping[str, int]) -> Graph:
    graph = reader.read(span, _GRAPH, "the graph")
    if graph.has(15):
        raise ModelRefused("The ONNX graph holds sparse tensors.")
    _limit("nodes", len(graph.spans(1)), NODES_MAX)
    _limit("tensors", len(graph.spans(5)), TENSORS_MAX)
    _check_notes(graph, 2, 10, 13, 14, 16)
    tensors: dict[str, Tensor] = {}
    for each in graph.spans(5):
        name, tensor = _tensor(reader, each)
        if not name or name in tensors:
            raise ModelRefused("Two tensors of the ONNX graph have one name, or one has none.")
        tensors[name] = tensor
    _limit("numbers in its tensors", sum(math.prod(each.shape) for each in tensors.values()), ELEMENTS_MAX)
    inputs = tuple(_value(reader, each) for each in graph.spans(11))
    return Graph(
        ir_version=ir_version,
        opsets=opsets,
        nodes=tuple(_node(reader, each) for each in graph.spans(1)),
        tensors=tensors,
        inputs=tuple(value for value in inputs if value.name not in tensors),
        outputs=tuple(_value(reader, each) for each in graph.spans(12)),
    )


def _node(reader: Reader, span: Span) -> Node:
    node = reader.read(span, _NODE, "a node")
    _check_notes(node, 3, 6, 9)
    if node.has(8) and len(node.span(8)):
        raise ModelRefused("A node of the ONNX graph names an overload of a function.")
    operator = _name(node.span(4))
    attributes = {}
    for each in node.spans(5):
        name, attribute = _attribute(reader, each, operator)
        if name in attributes:
            raise ModelRefused(f"A node `{operator}` has the attribute `{name}` twice.")
        attributes[name] = attribute
    return Node(
        domain=_domain(node.text(7)),
        operator=operator,
        inputs=tuple(_name(each) for each in node.spans(1)),
        outputs=tuple(_name(each) for each in node.spans(2)),
        attributes=attributes,
    )


def _attribute(reader: Reader, span: Span, operator: str) -> tuple[str, Attribute]:
    attribute = reader.read(span, _ATTRIBUTE, "an attribute")
    _check_notes(attribute, 13)
    if attribute.has(6) or attribute.has(11):
        raise ModelRefused(f"`{operator}` holds a subgraph: If, Loop and Scan are not taken.")
    if any(attribute.has(number) for number in (10, 14, 15, 22, 23)):
        raise ModelRefused(f"`{operator}` has an attribute of tensors or types, which is not taken.")
    if attribute.has(21) and len(attribute.span(21)):
        raise ModelRefused(f"`{operator}` refers to an attribute of a function.")
    tensor = _tensor(reader, attribute.span(5))[1] if attribute.has(5) else None
    return _name(attribute.span(1)), Attribute(
        number=attribute.whole(3),
        text=text_of(attribute.span(4)),
        ints=attribute.ints(8),
        floats=attribute.floats(2) if attribute.has(2) else attribute.floats(7),
        texts=attribute.spans(9),
        tensor=tensor,
    )


def _tensor(reader: Reader, span: Span) -> tuple[str, Tensor]:
    tensor = reader.read(span, _TENSOR, "a tensor")
    if tensor.has(13) or tensor.whole(14):
        raise ModelRefused("The ONNX file keeps tensors in other files.")
    _check_notes(tensor, 12, 16)
    dtype = tensor.whole(2)
    if dtype not in _DTYPES or tensor.has(6):
        raise ModelRefused("The ONNX graph holds tensors of texts or of rare types.")
    dims = tensor.ints(1)
    shape = tuple(int(size) for size in dims)
    if len(shape) > RANK_MAX or any(size < 0 or size > ELEMENTS_MAX for size in shape):
        raise ModelRefused("A tensor of the ONNX graph has a shape that cannot be.")
    count = math.prod(shape)
    _limit("numbers in a tensor", count, ELEMENTS_MAX)
    return _name(tensor.span(8)), Tensor(shape, dtype, _content(tensor, dtype, count))


def _content(tensor: Message, dtype: int, count: int) -> NDArray[np.int64] | None:
    """Check that the content is as much as the shape says. Returns: it, where it is of integers."""
    fields = [number for number in (4, 5, 7, 9, 10, 11) if tensor.has(number)]
    if len(fields) > 1:
        raise ModelRefused("A tensor of the ONNX graph has its content twice.")
    field = fields[0] if fields else 9
    if field == 9:
        raw = tensor.span(9)
        width = np.dtype(_DTYPES[dtype]).itemsize
        if len(raw) != count * width:
            raise ModelRefused("A tensor of the ONNX graph has more or less content than its shape says.")
        return np.frombuffer(raw, _DTYPES[dtype]).astype(np.int64) if dtype in {INT32, INT64} else None
    if field != {FLOAT: 4, INT32: 5, INT64: 7, BOOL: 5, DOUBLE: 10}[dtype]:
        raise ModelRefused("A tensor of the ONNX graph has content of another type than it says.")
    content = tensor.floats(field) if field in {4, 10} else tensor.ints(field)
    if len(content) != count:
        raise ModelRefused("A tensor of the ONNX graph has more or less content than its shape says.")
    return tensor.ints(field) if dtype in {INT32, INT64} else None


def _value(reader: Reader, span: Span) -> Value:
    value = reader.read(span, _VALUE, "an input or output")
    _check_notes(value, 3, 4)
    name = _name(value.span(1))
    kind = reader.read(value.span(2), _TYPE, "a type")
    for number, what in _NOT_TENSORS.items():
        if kind.has(number):
            raise ModelRefused(
                f"`{name}` is {what}, not a tensor.",
                fix="Export tensors: for scikit-learn and LightGBM that is the option `zipmap=False`.",
            )
    tensor = reader.read(kind.span(1), _TENSOR_TYPE, "a tensor type")
    shape = None
    if tensor.has(2):
        dims = reader.read(tensor.span(2), _SHAPE, "a shape").spans(1)
        if len(dims) > RANK_MAX:
            raise ModelRefused(f"`{name}` has more than {RANK_MAX} dimensions.")
        shape = tuple(_dim(reader.read(dim, _DIM, "a dimension"), name) for dim in dims)
    return Value(name, tensor.whole(1), shape)


def _dim(dim: Message, name: str) -> int | None:
    if not dim.has(1):
        return None
    size = dim.whole(1)
    if size < 0 or size > ELEMENTS_MAX:
        raise ModelRefused(f"`{name}` has a dimension that cannot be.")
    return size or None


def _domain(domain: str) -> str:
    if domain == "ai.onnx":
        return ""
    if domain not in DOMAINS:
        raise ModelRefused(f"Operators of the domain {domain[:64]!r} are not run here.")
    return domain


def _name(span: Span) -> str:
    if len(span) > NAME_BYTES_MAX:
        raise ModelRefused(f"A name in the ONNX file has more than {NAME_BYTES_MAX} bytes.")
    return text_of(span)


def _check_notes(message: Message, *numbers: int) -> None:
    if sum(len(span) for number in numbers for span in message.spans(number)) > NOTES_BYTES_MAX:
        raise ModelRefused(f"The ONNX file has more than {NOTES_BYTES_MAX:,} bytes of notes or metadata.")


def _limit(what: str, count: int, most: int) -> None:
    if count > most:
        raise ModelRefused(f"The ONNX graph has {count:,} {what}; at most {most:,} are taken.")
