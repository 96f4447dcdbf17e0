"""Tensors of the Open Inference Protocol: read from numbers or bytes, and made into the rows that a version scores.

A version takes one tensor of all its features, or one tensor a column. The first is what a model server expects; the
second names and types what is sent, and is the only way to send a category as its text.
Source: Open Inference Protocol, "Tensor Data Types"; the binary layout is Triton's binary tensor data extension.
"""

import math
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, FieldError, PlatformError, shown
from inference.inputs import InputValue, encode_value
from inference.manifest import Column, Manifest

ROWS_MAX = 4_096
WHOLE = ("features", "input")
"""What one tensor of all features may be called; the first is its name in a model's metadata."""

_BYTES = "BYTES"
_DTYPES: Mapping[str, np.dtype[np.generic]] = {
    "BOOL": np.dtype("?"),
    "UINT8": np.dtype("<u1"),
    "UINT16": np.dtype("<u2"),
    "UINT32": np.dtype("<u4"),
    "UINT64": np.dtype("<u8"),
    "INT8": np.dtype("<i1"),
    "INT16": np.dtype("<i2"),
    "INT32": np.dtype("<i4"),
    "INT64": np.dtype("<i8"),
    "FP16": np.dtype("<f2"),
    "FP32": np.dtype("<f4"),
    "FP64": np.dtype("<f8"),
}
DATATYPES = (*_DTYPES, _BYTES)
_LENGTH_BYTES = 4
_COLUMN_DATATYPE = {"number": "FP32", "boolean": "BOOL", "category": _BYTES}

Values = Sequence[InputValue] | NDArray[np.generic]


class TensorsRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "tensors_refused"
    fix = "Send the tensors that the model's metadata names, with their datatypes and shapes."


class Tensor(msgspec.Struct, frozen=True):
    """values: the elements in row-major order, flat; in JSON null is a missing value."""

    name: str
    datatype: str
    shape: Sequence[int]
    values: Values


class TensorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A tensor as metadata names it.

    name: what it is called.
    datatype: of its elements.
    shape: -1 stands for any number of rows.
    """

    name: str
    datatype: str
    shape: list[int]


def from_bytes(name: str, datatype: str, shape: Sequence[int], raw: bytes | memoryview) -> Tensor:
    """Read a tensor's bytes: little-endian, row-major; BYTES are texts, each after its length in four bytes.

    Raises: TensorsRefused.
    """
    if datatype == _BYTES:
        return Tensor(name, datatype, shape, _texts(name, raw))
    dtype = _dtype(name, datatype)
    if len(raw) % dtype.itemsize:
        raise refused(name, f"It is not a whole number of {datatype} elements.", "Send whole elements.")
    return Tensor(name, datatype, shape, np.frombuffer(raw, dtype))


def to_bytes(tensor: Tensor) -> bytes:
    """Write a tensor of ours, which is one of numbers."""
    return np.ascontiguousarray(tensor.values, _DTYPES[tensor.datatype]).tobytes()


class TensorReader:
    """What one version takes, looked up once."""

    def __init__(self, manifest: Manifest) -> None:
        self._names = manifest.features
        own = {} if manifest.task == "classes" else {column.name: column for column in manifest.columns}
        self._columns = tuple(own.get(name) or Column(name=name, kind="number") for name in manifest.features)
        self._at = {column.name: at for at, column in enumerate(self._columns)}

    @property
    def inputs(self) -> list[TensorInfo]:
        """Name the tensors that the version takes: one of all features, or one a column where a column is no number."""
        if all(column.kind == "number" for column in self._columns):
            return [TensorInfo(name=WHOLE[0], datatype="FP32", shape=[-1, len(self._names)])]
        return [
            TensorInfo(name=column.name, datatype=_COLUMN_DATATYPE[column.kind], shape=[-1, 1])
            for column in self._columns
        ]

    def read(self, tensors: Sequence[Tensor]) -> NDArray[np.float32]:
        """Returns: float32[n, n_features], C order, NaN where missing. Raises: TensorsRefused."""
        if len(tensors) == 1 and tensors[0].name in WHOLE and tensors[0].name not in self._at:
            return self._whole(tensors[0])
        return self._by_column(tensors)

    def _whole(self, tensor: Tensor) -> NDArray[np.float32]:
        shape, width = tensor.shape, len(self._names)
        if len(shape) != 2 or shape[1] != width or not 1 <= shape[0] <= ROWS_MAX:
            reason = f"Its shape is not [n, {width}] with n from 1 to {ROWS_MAX}."
            raise refused(tensor.name, reason, "Send one row of all features after the other.")
        if len(tensor.values) != shape[0] * width:
            raise _miscounted(tensor.name)
        return _numbers(tensor).reshape(shape[0], width)

    def _by_column(self, tensors: Sequence[Tensor]) -> NDArray[np.float32]:
        if not tensors:
            raise TensorsRefused("There is no input tensor.")
        rows = tensors[0].shape[0] if tensors[0].shape else 0
        names = [tensor.name for tensor in tensors]
        matrix = np.full((max(0, min(rows, ROWS_MAX)), len(self._names)), np.nan, np.float32)
        for tensor in tensors:
            at = self._at.get(tensor.name)
            if at is None:
                raise self._unknown(tensor.name)
            if names.count(tensor.name) > 1:
                raise refused(tensor.name, "It was sent twice.", "Send each column once.")
            if list(tensor.shape) not in ([rows], [rows, 1]) or not 1 <= rows <= ROWS_MAX:
                reason = f"Its shape is not [n] or [n, 1] with one n, from 1 to {ROWS_MAX}, for all columns."
                raise refused(tensor.name, reason, "Send one element a row.")
            if len(tensor.values) != rows:
                raise _miscounted(tensor.name)
            matrix[:, at] = _column(self._columns[at], tensor)
        return matrix

    def _unknown(self, name: str) -> TensorsRefused:
        known = ", ".join(column.name for column in self._columns[:5])
        more = ", …" if len(self._columns) > 5 else ""
        return refused(
            shown(name),
            "The model takes no such tensor.",
            f"Send `{WHOLE[0]}`, alone, or these columns: {known}{more}.",
        )


def refused(name: str, reason: str, fix: str) -> TensorsRefused:
    """One tensor cannot be used. name: as the caller sent it, if it may be shown."""
    return TensorsRefused(
        f"The tensor `{name}` was refused. {reason}", fields=[FieldError(name, reason, fix)]
    )


def _miscounted(name: str) -> TensorsRefused:
    return refused(
        name, "It does not hold as many elements as its shape says.", "Send all elements, in row-major order."
    )


def _dtype(name: str, datatype: str) -> np.dtype[np.generic]:
    found = _DTYPES.get(datatype)
    if found is None:
        reason = f"Its datatype is none of {', '.join(DATATYPES)}."
        raise refused(name, reason, "Send FP32.")
    return found


def _numbers(tensor: Tensor) -> NDArray[np.float32]:
    """Returns: float32[n], NaN where missing. Infinity and what is beyond float32 is refused."""
    if tensor.datatype == _BYTES:
        raise refused(tensor.name, "It holds texts where the model takes numbers.", "Send FP32.")
    values = tensor.values
    try:
        if isinstance(values, np.ndarray) and values.dtype == np.float32:
            numbers = values.astype(np.float32)  # a copy: the bytes of the request are read-only
        else:
            with np.errstate(over="ignore"):
                numbers = np.array(values, np.float32)
    except (OverflowError, TypeError, ValueError):
        raise refused(
            tensor.name, "It does not hold numbers alone.", "Send numbers, and null where one is missing."
        ) from None
    if np.isinf(numbers).any():
        raise refused(tensor.name, "A number is not finite within float32.", "Send finite numbers.")
    return numbers


def _column(column: Column, tensor: Tensor) -> NDArray[np.float32]:
    """Encode one column as a decision's `inputs` are encoded. Returns: float32[n]."""
    if column.kind == "number":
        return _numbers(tensor)
    values = tensor.values
    plain = values.tolist() if isinstance(values, np.ndarray) else values
    encoded = [encode_value(column, _present(value)) for value in cast("Sequence[InputValue]", plain)]
    wrong = next((each for each in encoded if isinstance(each, str)), None)
    if wrong is not None:
        raise refused(
            tensor.name, f"An element cannot be used. {wrong}", f"Send {_COLUMN_DATATYPE[column.kind]}."
        )
    return np.array(encoded, np.float32)


def _present(value: InputValue) -> InputValue:
    """A NaN is how tensors of fractions say that a value is missing."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _texts(name: str, raw: bytes | memoryview) -> list[InputValue]:
    found: list[InputValue] = []
    at, data = 0, bytes(raw)
    while at < len(data):
        start = at + _LENGTH_BYTES
        end = start + int.from_bytes(data[at:start], "little")
        if start > len(data) or end > len(data):
            raise refused(
                name,
                "A text is shorter than its length says.",
                "Send each text after its length in four bytes.",
            )
        found.append(_text(name, data[start:end]))
        at = end
    return found


def _text(name: str, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise refused(name, "A text is not UTF-8.", "Send UTF-8.") from None


def texts(name: str, values: Sequence[bytes]) -> list[InputValue]:
    """Read the elements of a BYTES tensor that come one by one. Raises: TensorsRefused."""
    return [_text(name, value) for value in values]
