"""Which graphs may score rows: a list of operators, a straight flow of data, and known widths where they matter.

The list leaves out whatever could run without end, grow with the *values* it is given, give another answer tomorrow, or
bring code: control flow, Expand, Tile, Range, ConstantOfShape, NonZero, Resize, OneHot, Random*, TfIdf, sequences, texts.
Nor may a shape depend on a row's values. So what a graph costs depends on the number of rows alone, and as it is run at no
other numbers than those it was measured at in the sandbox (`scoring.SIZES`), it costs later what it cost there.
"""

import dataclasses
from collections.abc import Mapping

from inference.uploads import ensembles
from inference.uploads.graphs import BOOL, DOUBLE, FLOAT, INT32, INT64, Graph, Node, Tensor, Value, read_model
from inference.uploads.wire import ModelRefused

IR_VERSIONS = range(3, 15)
_OPSET_MAX = {"": 30, "ai.onnx.ml": 5}
_AXIS = "axis"
_CAST_TO = frozenset({FLOAT, DOUBLE, INT32, INT64, BOOL})

_UNARY = frozenset({
    "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cast", "Ceil", "Celu", "Clip", "Cos", "Cosh",
    "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity", "IsInf", "IsNaN", "LeakyRelu",
    "Log", "LogSoftmax", "Mish", "Neg", "Not", "PRelu", "Reciprocal", "Relu", "Round", "Selu", "Sigmoid", "Sign",
    "Sin", "Sinh", "Softmax", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh", "ThresholdedRelu",
    "BatchNormalization", "LayerNormalization",
})  # fmt: skip
_ELEMENTWISE = frozenset({
    "Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max", "Mean", "Min", "Mod",
    "Mul", "Or", "Pow", "Sub", "Sum", "Where", "Xor",
})  # fmt: skip
_OTHER = frozenset({
    "ArgMax", "ArgMin", "Concat", "Constant", "Flatten", "Gather", "GatherElements", "Gemm", "MatMul", "ReduceL1",
    "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
    "ReduceSum", "ReduceSumSquare", "Reshape", "Shape", "Slice", "Split", "Squeeze", "TopK", "Transpose",
    "Unsqueeze",
})  # fmt: skip
# Their inputs after the first say what shape the output has.
_SHAPED = frozenset({
    "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin",
    "ReduceProd", "ReduceSum", "ReduceSumSquare", "Reshape", "Slice", "Split", "Squeeze", "TopK", "Unsqueeze",
})  # fmt: skip
OPERATORS: Mapping[str, frozenset[str]] = {
    "": _UNARY | _ELEMENTWISE | _OTHER,
    "ai.onnx.ml": frozenset(ensembles.CHECKS) | {"ArrayFeatureExtractor", "OneHotEncoder"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """How a graph is fed and read.

    inputs: names in the order of columns; one name alone takes all columns as [n, columns].
    doubles: of each input, whether it is float64 rather than float32.
    """

    inputs: tuple[str, ...]
    doubles: tuple[bool, ...]
    output: str


def check_model(data: bytes, columns: tuple[str, ...], output: str) -> Form:
    """Read a file and check it against the list. Returns: how to feed it. Raises: ModelRefused."""
    check_magic(data)
    graph = read_model(data)
    if graph.ir_version not in IR_VERSIONS:
        taken = f"{IR_VERSIONS[0]} to {IR_VERSIONS[-1]}"
        raise ModelRefused(f"The ONNX file is of IR version {graph.ir_version}; {taken} are taken.")
    for domain, version in graph.opsets.items():
        if not 0 < version <= _OPSET_MAX[domain]:
            raise ModelRefused(f"Operator set {version} of `{domain or 'ai.onnx'}` is not known here.")
    form = Form(*_inputs(graph, columns), _output(graph, output))
    _check_flow(graph, len(columns))
    return form


_MAGIC = {
    b"PK\x03\x04": "a zip archive (PyTorch, Keras and numpy save these)",
    b"PK\x05\x06": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\x89HDF": "an HDF5 file (Keras)",
    b"\x80\x02": "a pickle, which is code",
    b"\x80\x03": "a pickle, which is code",
    b"\x80\x04": "a pickle, which is code",
    b"\x80\x05": "a pickle, which is code",
    b"\x93NUMPY": "a numpy file",
    b"\x78\x01": "zlib data (joblib saves these)",
    b"\x78\x9c": "zlib data (joblib saves these)",
    b"\x78\xda": "zlib data (joblib saves these)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"#!": "a script",
    b"{": "a text file",
    b"tree\n": "a LightGBM text file",
    b"\x1c\x00\x00\x00TFL3": "a TensorFlow Lite file",
}
_TAR_AT, _TAR = 257, b"ustar"
_SAFETENSORS_AT, _SAFETENSORS = 8, b"{"


def check_magic(data: bytes) -> None:
    """Say in words what an upload is by its first half kilobyte, when it is something that is often mistaken for a model.

    Raises: ModelRefused.
    """
    what = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), None)
    if data[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        what = "a tar archive"
    if data[_SAFETENSORS_AT : _SAFETENSORS_AT + 1] == _SAFETENSORS and data[4:8] == bytes(4):
        what = "a safetensors file"
    if not data or what is not None:
        raise ModelRefused(f"This is {what or 'an empty file'}, not an ONNX file.")


def _inputs(graph: Graph, columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    by_name = {value.name: value for value in graph.inputs}
    if len(by_name) != len(graph.inputs):
        raise ModelRefused("Two inputs of the ONNX graph have one name.")
    if len(graph.inputs) == 1:
        (value,) = graph.inputs
        _check_input(value, len(columns))
        return (value.name,), (value.dtype == DOUBLE,)
    if set(by_name) != set(columns):
        raise ModelRefused(
            f"The graph has {len(by_name)} inputs, the manifest {len(columns)} columns, and their names differ.",
            fix="Export one input of [n, columns], or one input of [n, 1] for each column, named like it.",
        )
    for name in columns:
        _check_input(by_name[name], 1)
    return columns, tuple(by_name[name].dtype == DOUBLE for name in columns)


def _check_input(value: Value, width: int) -> None:
    if value.dtype not in {FLOAT, DOUBLE}:
        raise ModelRefused(f"The input `{value.name}` is not of float32 or float64.")
    if value.shape is None or len(value.shape) != 2 or value.shape[0] is not None or value.shape[1] != width:
        raise ModelRefused(
            f"The input `{value.name}` is not [n, {width}] with n left open.",
            fix="Export with a free first dimension: `FloatTensorType([None, columns])`, or `dynamic_axes` in PyTorch.",
        )


def _output(graph: Graph, name: str) -> str:
    found = next((value for value in graph.outputs if value.name == name), None)
    if found is None:
        there = ", ".join(f"`{value.name[:64]}`" for value in graph.outputs[:8])
        raise ModelRefused(f"The graph has no output of the manifest's name; there are: {there}.")
    if found.dtype not in {FLOAT, DOUBLE}:
        raise ModelRefused(f"The output `{name}` is not of float32 or float64.")
    return name


def _check_flow(graph: Graph, columns: int) -> None:
    """Nodes stand in order, each reads what is there already, and what the list asks of each of them holds."""
    known = {value.name for value in graph.inputs} | set(graph.tensors)
    told = {value.name for value in graph.inputs}  # what depends on the values of a row
    widths = _Widths(graph, 1 if len(graph.inputs) > 1 else columns)
    for node in graph.nodes:
        if node.operator not in OPERATORS[node.domain]:
            raise ModelRefused(f"The operator `{node.operator}` is not taken.")
        for name in node.inputs:
            if name and name not in known:
                raise ModelRefused(f"`{node.operator}` reads `{name[:64]}` before anything wrote it.")
        _check_shapes(node, told)
        if node.operator != "Shape" and told.intersection(node.inputs):
            told.update(node.outputs)
        widths.follow(node)
        for name in node.outputs:
            if name and name in known:
                raise ModelRefused(f"`{name[:64]}` is written twice.")
            known.add(name)
    absent = [value.name for value in graph.outputs if value.name not in known]
    if absent:
        raise ModelRefused(f"Nothing writes the output `{absent[0][:64]}`.")


def _check_shapes(node: Node, told: set[str]) -> None:
    """The shape of what a node writes must not depend on the values of a row: else its cost would, too."""
    if node.operator in _SHAPED and told.intersection(node.inputs[1:]):
        raise ModelRefused(f"What `{node.operator}` makes has a size that depends on the values of a row.")
    to = node.attributes.get("to")
    if node.operator == "Cast" and (to is None or to.number not in _CAST_TO):
        raise ModelRefused("`Cast` makes texts or numbers of a rare type.")


class _Widths:
    """Which values are certainly of two dimensions, and how many columns they then have."""

    def __init__(self, graph: Graph, columns: int) -> None:
        self._tensors: dict[str, Tensor] = dict(graph.tensors)
        self._widths = {value.name: columns for value in graph.inputs}

    def follow(self, node: Node) -> None:
        """Note the width of what a node writes; check a node that must know the width of what it reads."""
        if node.operator == "Constant":
            self._constant(node)
            return
        width = self._widths.get(node.inputs[0]) if node.inputs else None
        if node.operator in ensembles.CHECKS:
            if width is None:
                raise ModelRefused(
                    f"How many columns `{node.operator}` reads cannot be told from the graph.",
                    fix="Let it read the graph's input, through Cast, Scaler, Imputer, Concat or MatMul at most.",
                )
            found: int | None = ensembles.check(node, width)
        else:
            found = self._found(node, width)
        if found is not None:
            written = node.outputs[-1] if node.operator in ensembles.CHECKS else node.outputs[0]
            self._widths[written] = found

    def _constant(self, node: Node) -> None:
        tensor = node.attributes["value"].tensor if "value" in node.attributes else None
        if tensor is not None:
            self._tensors[node.outputs[0]] = tensor
        elif not set(node.attributes) <= {"value_int", "value_float", "value_ints", "value_floats"}:
            raise ModelRefused("`Constant` holds a text or a sparse tensor.")

    def _found(self, node: Node, width: int | None) -> int | None:
        match node.operator:
            case operator if operator in _UNARY:
                return width
            case operator if operator in _ELEMENTWISE:
                return self._broadcast(node)
            case "Concat":
                return self._concatenated(node)
            case "MatMul" | "Gemm":
                return self._product(node, width)
            case "Reshape":
                return self._reshaped(node)
            case "ArrayFeatureExtractor":
                indices = self._tensors.get(node.inputs[1])
                return None if indices is None or indices.integers is None else len(indices.integers)
            case _:
                return None

    def _broadcast(self, node: Node) -> int | None:
        found = []
        for name in node.inputs:
            tensor = self._tensors.get(name)
            if name in self._widths:
                found.append(self._widths[name])
            elif tensor is not None and len(tensor.shape) <= 2:
                found.append(tensor.shape[-1] if tensor.shape else 1)
            else:
                return None
        rows = any(name in self._widths for name in node.inputs)
        return max(found) if rows and set(found) <= {1, max(found)} else None

    def _concatenated(self, node: Node) -> int | None:
        axis = node.attributes.get(_AXIS)
        widths = [self._widths.get(name) for name in node.inputs]
        if axis is None or axis.number not in {1, -1} or any(width is None for width in widths):
            return None
        return sum(width for width in widths if width is not None)

    def _product(self, node: Node, width: int | None) -> int | None:
        right = self._tensors.get(node.inputs[1]) if len(node.inputs) > 1 else None
        if width is None or right is None or len(right.shape) != 2:
            return None
        turned = node.attributes.get("transB")
        left = node.attributes.get("transA")
        if left is not None and left.number:
            return None
        return right.shape[0] if turned is not None and turned.number else right.shape[1]

    def _reshaped(self, node: Node) -> int | None:
        to = self._tensors.get(node.inputs[1]) if len(node.inputs) > 1 else None
        if to is None or to.integers is None or len(to.integers) != 2:
            return None
        columns = int(to.integers[1])
        return columns if columns > 0 else None
