"""What an ONNX file may hold before a runtime sees it, checked on the raw protobuf: the server does not import onnx.

A version is data. External data would read other files, local functions and other operator domains could bring code,
subgraphs (If, Loop, Scan) could run forever. None of them is needed to score a row.
Source of the field numbers: onnx.proto, IR version 8 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from collections.abc import Iterator

from core.errors import ErrorKind, PlatformError

BYTES_MAX = 100_000_000
_DOMAINS = (b"", b"ai.onnx", b"ai.onnx.ml")
_NODES_MAX = 1_000

_MODEL_GRAPH, _MODEL_OPSET, _MODEL_TRAINING, _MODEL_FUNCTIONS = 7, 8, 20, 25
_OPSET_DOMAIN = 1
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_SPARSE = 1, 5, 15
_NODE_ATTRIBUTE, _NODE_DOMAIN = 5, 7
_ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS, _ATTRIBUTE_SPARSE = (5, 10), (6, 11), (22, 23)
_TENSOR_EXTERNAL, _TENSOR_LOCATION = 13, 14

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_Field = tuple[int, int, int, int]  # number, wire type, start and end of its content


class GraphRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "graph_refused"
    fix = "Export one self-contained ONNX file of standard operators, without control flow or external data."


def check_graph(data: bytes) -> None:
    """Raise GraphRefused unless the file is small, self-contained, of standard operators and without control flow."""
    if len(data) > BYTES_MAX:
        raise GraphRefused(f"The ONNX file has {len(data):,} bytes; at most {BYTES_MAX:,} are read.")
    graphs = 0
    for number, wire, start, end in _fields(data, 0, len(data)):
        if number in (_MODEL_FUNCTIONS, _MODEL_TRAINING):
            raise GraphRefused("The ONNX file defines functions or training steps of its own.")
        if number == _MODEL_OPSET and wire == _BYTES:
            _check_domains(data, start, end, _OPSET_DOMAIN)
        elif number == _MODEL_GRAPH and wire == _BYTES:
            graphs += 1
            _check_graph(data, start, end)
    if graphs != 1:
        raise GraphRefused("This is not an ONNX model with one graph.")


def _check_graph(data: bytes, start: int, end: int) -> None:
    nodes = 0
    for number, wire, inner, inner_end in _fields(data, start, end):
        if number == _GRAPH_SPARSE:
            raise GraphRefused("The ONNX graph holds sparse tensors.")
        if number == _GRAPH_INITIALIZER and wire == _BYTES:
            _check_tensor(data, inner, inner_end)
        elif number == _GRAPH_NODE and wire == _BYTES:
            nodes += 1
            if nodes > _NODES_MAX:
                raise GraphRefused(f"The ONNX graph has more than {_NODES_MAX} nodes.")
            _check_node(data, inner, inner_end)


def _check_node(data: bytes, start: int, end: int) -> None:
    _check_domains(data, start, end, _NODE_DOMAIN)
    for number, wire, inner, inner_end in _fields(data, start, end):
        if number != _NODE_ATTRIBUTE or wire != _BYTES:
            continue
        for kind, kind_wire, value, value_end in _fields(data, inner, inner_end):
            if kind in _ATTRIBUTE_GRAPHS or kind in _ATTRIBUTE_SPARSE:
                raise GraphRefused("The ONNX graph holds a subgraph (If, Loop, Scan) or a sparse tensor.")
            if kind in _ATTRIBUTE_TENSORS and kind_wire == _BYTES:
                _check_tensor(data, value, value_end)


def _check_tensor(data: bytes, start: int, end: int) -> None:
    if any(number in (_TENSOR_EXTERNAL, _TENSOR_LOCATION) for number, _, _, _ in _fields(data, start, end)):
        raise GraphRefused("The ONNX file keeps tensors in other files.")


def _check_domains(data: bytes, start: int, end: int, wanted: int) -> None:
    for number, _, inner, inner_end in _fields(data, start, end):
        if number == wanted and data[inner:inner_end] not in _DOMAINS:
            domain = data[inner:inner_end].decode("utf-8", "replace")[:64]
            raise GraphRefused(f"Operators of the domain {domain!r} are not run here.")


def _fields(data: bytes, at: int, end: int) -> Iterator[_Field]:
    while at < end:
        tag, at = _varint(data, at, end)
        wire = tag & 7
        if wire == _VARINT:
            stop = _varint(data, at, end)[1]
        elif wire == _BYTES:
            length, at = _varint(data, at, end)
            stop = at + length
        elif wire in (_FIXED32, _FIXED64):
            stop = at + (4 if wire == _FIXED32 else 8)
        else:
            raise GraphRefused("These bytes are not an ONNX file.")
        if stop > end:
            raise GraphRefused("The ONNX file is cut short.")
        yield tag >> 3, wire, at, stop
        at = stop


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise GraphRefused("These bytes are not an ONNX file.")
