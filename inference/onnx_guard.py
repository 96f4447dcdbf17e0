"""What an ONNX file may hold before a runtime sees it, checked on the raw protobuf: the server does not import onnx.

A version is data. External data would read other files, local functions and other operator domains could bring code,
subgraphs (If, Loop, Scan) could run forever, and a tree that asks for a feature beyond the row would read foreign
memory, which the runtime does not check. None of them is needed to score a row, so only the graph that
`training/onnx_export.py` writes is let through: a tree ensemble on `features` for each output, and a sigmoid.
Source of the field numbers: onnx.proto, IR version 8 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from collections.abc import Iterator

from core.errors import ErrorKind, PlatformError

BYTES_MAX = 100_000_000
_DOMAINS = (b"", b"ai.onnx", b"ai.onnx.ml")
_OPERATORS = (b"TreeEnsembleRegressor", b"Sigmoid")
_NODES_MAX = 10
# A dense graph: rows times small matrices, and arithmetic element by element. No operand has more than two dimensions of
# at most 2,048, so nothing that broadcasting makes of them is larger than a row count or 2,048 times 2,048.
_DENSE = frozenset(
    b"MatMul Gemm Add Sub Mul Div Max Min Neg Sqrt Log Exp Tanh Relu Sigmoid Softmax ReduceMax ReduceMin ReduceSum Clip Identity "
    b"Concat Where Less IsNaN".split()
)
_DENSE_NODES_MAX = 128
_DENSE_DIM_MAX, _DENSE_DIMS_MAX = 2_048, 2
_TENSOR_DIMS = 1

_MODEL_GRAPH, _MODEL_OPSET, _MODEL_TRAINING, _MODEL_FUNCTIONS = 7, 8, 20, 25
_OPSET_DOMAIN = 1
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_SPARSE = 1, 5, 15
_NODE_INPUT, _NODE_OPERATOR, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_INTS = 1, 8
_ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS, _ATTRIBUTE_SPARSE = (5, 10), (6, 11), (22, 23)
_TENSOR_EXTERNAL, _TENSOR_LOCATION = 13, 14

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_Field = tuple[int, int, int, int]  # number, wire type, start and end of its content


class GraphRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "graph_refused"
    fix = "Export one self-contained ONNX file of standard operators, without control flow or external data."


def check_graph(data: bytes, feature_count: int) -> None:
    """Raise GraphRefused unless the file is small, self-contained and of the one form that scores rows.

    feature_count: of the rows that it will be given.
    """
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
            _check_nodes(data, start, end, feature_count)
    if graphs != 1:
        raise GraphRefused("This is not an ONNX model with one graph.")


def _check_nodes(data: bytes, start: int, end: int, feature_count: int) -> None:
    operators: list[bytes] = []
    for number, wire, inner, inner_end in _fields(data, start, end):
        if number == _GRAPH_SPARSE:
            raise GraphRefused("The ONNX graph holds sparse tensors.")
        if number == _GRAPH_INITIALIZER and wire == _BYTES:
            _check_tensor(data, inner, inner_end)
        elif number == _GRAPH_NODE and wire == _BYTES:
            operators.append(_check_node(data, inner, inner_end, feature_count))
            if len(operators) > _DENSE_NODES_MAX:
                raise GraphRefused(f"The ONNX graph has more than {_DENSE_NODES_MAX} nodes.")
    if operators and _DENSE.issuperset(operators) and b"MatMul" in operators:
        _check_dense(data, start, end)
        return
    if len(operators) > _NODES_MAX:
        raise GraphRefused(f"The ONNX graph has more than {_NODES_MAX} nodes.")
    strange = [operator for operator in operators if operator not in _OPERATORS]
    if strange or b"TreeEnsembleRegressor" not in operators:
        raise GraphRefused("The ONNX graph is not one TreeEnsembleRegressor an output, with a Sigmoid.")


def _check_node(data: bytes, start: int, end: int, feature_count: int) -> bytes:
    """Check one node. Returns: its operator."""
    _check_domains(data, start, end, _NODE_DOMAIN)
    operator, inputs = b"", []
    for number, wire, inner, inner_end in _fields(data, start, end):
        if number == _NODE_OPERATOR:
            operator = data[inner:inner_end]
        elif number == _NODE_INPUT:
            inputs.append(data[inner:inner_end])
        elif number == _NODE_ATTRIBUTE and wire == _BYTES:
            _check_attribute(data, inner, inner_end, feature_count)
    if operator == b"TreeEnsembleRegressor" and inputs != [b"features"]:
        raise GraphRefused("The tree ensemble does not read `features`.")
    return operator


def _check_attribute(data: bytes, start: int, end: int, feature_count: int) -> None:
    name = b""
    for number, wire, value, value_end in _fields(data, start, end):
        if number in _ATTRIBUTE_GRAPHS or number in _ATTRIBUTE_SPARSE:
            raise GraphRefused("The ONNX graph holds a subgraph (If, Loop, Scan) or a sparse tensor.")
        if number in _ATTRIBUTE_TENSORS and wire == _BYTES:
            _check_tensor(data, value, value_end)
        if number == _ATTRIBUTE_NAME:
            name = data[value:value_end]
    if name != b"nodes_featureids":
        return
    for number, _, value, value_end in _fields(data, start, end):
        if number == _ATTRIBUTE_INTS:
            at = value
            while at < value_end:  # one number, or several packed into one field
                feature, at = _varint(data, at, value_end)
                if feature >= feature_count:  # a negative number is a varint beyond 2^63
                    raise GraphRefused(f"A tree asks for feature {feature} of {feature_count}.")


def _check_tensor(data: bytes, start: int, end: int) -> None:
    if any(number in (_TENSOR_EXTERNAL, _TENSOR_LOCATION) for number, _, _, _ in _fields(data, start, end)):
        raise GraphRefused("The ONNX file keeps tensors in other files.")


def _check_dense(data: bytes, start: int, end: int) -> None:
    """Hold every constant to two small dimensions."""
    for number, wire, inner, inner_end in _fields(data, start, end):
        if number != _GRAPH_INITIALIZER or wire != _BYTES:
            continue
        dims: list[int] = []
        for field, _, value, value_end in _fields(data, inner, inner_end):
            at = value
            while field == _TENSOR_DIMS and at < value_end:
                size, at = _varint(data, at, value_end)
                dims.append(size)
        if len(dims) > _DENSE_DIMS_MAX or any(size > _DENSE_DIM_MAX for size in dims):
            raise GraphRefused(
                f"A constant of the graph is larger than {_DENSE_DIM_MAX} by {_DENSE_DIM_MAX}."
            )


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
