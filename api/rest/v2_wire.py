"""What `/v2` reads and writes: JSON as the Open Inference Protocol has it, and Triton's binary tensors beside it.

Source: Open Inference Protocol, HTTP/REST; triton-inference-server, "Binary Tensor Data Extension": a body of
`Inference-Header-Content-Length` bytes of JSON, then the bytes of each tensor that says `binary_data_size`, in order.
"""

import zlib
from collections.abc import Sequence
from typing import Annotated, Final, Literal, cast

import msgspec
import numpy as np
from msgspec import Meta

from api.bodies import BodyDecoder, BodyTooLarge, MalformedJson
from api.rest.operations import Answer
from core.errors import ErrorKind, PlatformError, shown
from inference.inputs import InputValue
from inference.open_inference import TENSORS_MAX
from inference.tensors import DATATYPES, Tensor, Values, from_bytes, refused, to_bytes

HEADER_LENGTH = "inference-header-content-length"
INFLATED_BYTES_MAX = 5_000_000
_INT64_MAX = (1 << 63) - 1

Parameter = (
    Annotated[str, Meta(max_length=1_024)]
    | Annotated[int, Meta(ge=-_INT64_MAX, le=_INT64_MAX)]
    | float
    | bool
)
Parameters = Annotated[dict[str, Parameter], Meta(max_length=32)]
Name = Annotated[str, Meta(min_length=1, max_length=128)]
Extent = Annotated[int, Meta(ge=0, le=_INT64_MAX)]
Datatype = Literal[
    "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES"
]  # fmt: skip
_ELEMENTS: Final[dict[str, object]] = {
    "type": "array",
    "items": {},
    "maxItems": 2_100_000,
    "description": "The elements in row-major order, flat or nested as the shape says; null is a missing value.",
}
Elements = Annotated[msgspec.Raw, Meta(extra_json_schema=_ELEMENTS)]


class V2Unsupported(PlatformError):
    kind = ErrorKind.INVALID
    code = "v2_extension_unsupported"
    fix = "Leave the extension out; the server's metadata names those that it speaks."


class InferInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One tensor to score.

    name: `features` for all of them in one tensor, or the name of a column.
    datatype: of its elements.
    shape: [n, features], or [n] or [n, 1] of a column.
    parameters: `binary_data_size` says how many bytes of it follow the JSON.
    data: absent when the tensor is binary.
    """

    name: Name
    datatype: Datatype
    shape: Annotated[list[Extent], Meta(max_length=8)]
    parameters: Parameters | None = None
    data: Elements = msgspec.field(default_factory=msgspec.Raw)


class InferRequestedOutput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An output that is wanted.

    name: one of the model's metadata.
    parameters: `binary_data` asks for its bytes.
    """

    name: Name
    parameters: Parameters | None = None


class InferRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows to score.

    id: the caller's own, given back.
    parameters: `binary_data_output` asks for the bytes of all outputs.
    outputs: absent for all but the contributions.
    """

    inputs: Annotated[list[InferInput], Meta(min_length=1, max_length=TENSORS_MAX)]
    id: Annotated[str, Meta(max_length=128)] | None = None
    parameters: Parameters | None = None
    outputs: Annotated[list[InferRequestedOutput], Meta(max_length=16)] | None = None


class BinaryData(msgspec.Struct, frozen=True, kw_only=True):
    """binary_data_size: bytes of this tensor after the JSON."""

    binary_data_size: int


class InferOutput(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One output.

    data: its elements in row-major order, unless it is binary.
    """

    name: str
    datatype: str
    shape: list[int]
    parameters: BinaryData | None = None
    data: list[float] | None = None


class InferResponse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the model returned.

    model_name: as it was asked for.
    model_version: the id of the version that answered.
    id: of the request, where it had one.
    """

    model_name: str
    model_version: str
    outputs: list[InferOutput]
    id: str | None = None


_request: Final = BodyDecoder(InferRequest)
_encode = msgspec.json.Encoder().encode


def _decoders(nested: bool) -> dict[str, msgspec.json.Decoder[list[InputValue]]]:  # noqa: FBT001 - two tables
    """Make one decoder a datatype: numbers are never read from texts, nor truth values from numbers."""
    types = {
        "BOOL": bool | None,
        "BYTES": str | None,
        **dict.fromkeys(("FP16", "FP32", "FP64"), float | None),
    }
    made = {}
    for datatype in DATATYPES:
        element = types.get(datatype, int | None)
        made[datatype] = msgspec.json.Decoder(list[list[element]] if nested else list[element])  # type: ignore[valid-type]
    return made


_FLAT = _decoders(nested=False)
_NESTED = _decoders(nested=True)


def decode(raw: bytes, header_length: str | None, encoding: str | None) -> tuple[InferRequest, list[Tensor]]:
    """Read a request and its tensors.

    Raises: MalformedJson, InvalidRequest, BodyTooLarge, TensorsRefused, V2Unsupported.
    """
    if encoding is not None and encoding != "identity":
        raw = _inflated(raw, encoding)
    if header_length is None:
        request = _request.decode(raw)
        return request, [_tensor(each, _NO_BYTES) for each in request.inputs]
    if not header_length.isdecimal() or int(header_length) > len(raw):
        raise MalformedJson("Inference-Header-Content-Length is not the length of the JSON in the body.")
    length = int(header_length)
    request, rest = _request.decode(raw[:length]), _Bytes(memoryview(raw)[length:])
    tensors = [_tensor(each, rest) for each in request.inputs]
    if rest.left:
        raise MalformedJson("The body goes on after the last binary tensor.")
    return request, tensors


def encode(
    model_name: str, version: str, request: InferRequest, tensors: Sequence[Tensor]
) -> Answer[InferResponse]:
    """Write an answer, with the bytes of those outputs that were asked for so."""
    every = _flag(request.parameters, "binary_data_output", default=False)
    wanted = {
        each.name: _flag(each.parameters, "binary_data", default=every) for each in request.outputs or ()
    }
    outputs, blobs = [], []
    for tensor in tensors:
        if wanted.get(tensor.name, every):
            blob = to_bytes(tensor)
            blobs.append(blob)
            told = InferOutput(
                name=tensor.name, datatype=tensor.datatype, shape=list(tensor.shape),
                parameters=BinaryData(binary_data_size=len(blob)),
            )  # fmt: skip
        else:
            told = InferOutput(
                name=tensor.name,
                datatype=tensor.datatype,
                shape=list(tensor.shape),
                data=_listed(tensor.values),
            )
        outputs.append(told)
    body = _encode(
        InferResponse(model_name=model_name, model_version=version, outputs=outputs, id=request.id)
    )
    if not blobs:
        return Answer(body=body)
    headers = {HEADER_LENGTH: str(len(body)), "content-type": "application/octet-stream"}
    return Answer(body=b"".join([body, *blobs]), headers=headers)


class _Bytes:
    """What follows the JSON, taken tensor by tensor."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> memoryview | None:
        """Return the next bytes, or None when there are not as many."""
        if not 0 <= count <= self.left:
            return None
        self._at += count
        return self._data[self._at - count : self._at]


_NO_BYTES: Final = _Bytes(memoryview(b""))


def _tensor(told: InferInput, rest: _Bytes) -> Tensor:
    if told.parameters is not None:
        size = told.parameters.get("binary_data_size")
        _refuse_unsupported(told.parameters)
        if size is not None:
            return _binary(told, size, rest)
    if not bytes(told.data):
        raise refused(shown(told.name), "It has neither `data` nor `binary_data_size`.", "Send one of them.")
    return Tensor(told.name, told.datatype, told.shape, _elements(told, bytes(told.data)))


def _binary(told: InferInput, size: Parameter, rest: _Bytes) -> Tensor:
    raw = rest.take(size) if type(size) is int else None
    if raw is None:
        reason = "Its `binary_data_size` is not a number of bytes that follow the JSON."
        raise refused(shown(told.name), reason, f"Send the bytes, and the header {HEADER_LENGTH}.")
    if bytes(told.data):
        raise refused(shown(told.name), "It has both `data` and `binary_data_size`.", "Send one of them.")
    return from_bytes(told.name, told.datatype, told.shape, raw)


def _elements(told: InferInput, data: bytes) -> list[InputValue]:
    """Decode elements by their datatype: flat, or nested one level as their shape."""
    try:
        return _FLAT[told.datatype].decode(data)
    except msgspec.ValidationError:
        if len(told.shape) != 2:
            raise _misread(told) from None
    try:
        nested = cast("list[list[InputValue]]", _NESTED[told.datatype].decode(data))
    except msgspec.ValidationError:
        raise _misread(told) from None
    if len(nested) != told.shape[0] or any(len(row) != told.shape[1] for row in nested):
        raise refused(shown(told.name), "Its elements are not nested as its shape says.", "Send them flat.")
    return [value for row in nested for value in row]


def _misread(told: InferInput) -> PlatformError:
    reason = f"Its `data` is no list of {told.datatype} elements."
    return refused(shown(told.name), reason, "Send elements of the datatype, and null where one is missing.")


def _refuse_unsupported(parameters: dict[str, Parameter]) -> None:
    for name in parameters:
        if name.startswith("shared_memory"):
            raise V2Unsupported("This server shares no memory with its callers.")
        if name == "classification":
            raise V2Unsupported("This server returns tensors, not classifications.")


def _flag(parameters: dict[str, Parameter] | None, name: str, *, default: bool) -> bool:
    if parameters is None:
        return default
    _refuse_unsupported(parameters)
    return bool(parameters.get(name, default))


def _listed(values: Values) -> list[float]:
    return cast("list[float]", values.tolist() if isinstance(values, np.ndarray) else list(values))


def _inflated(raw: bytes, encoding: str) -> bytes:
    """Undo gzip or deflate, up to a bound: a small body may hold very much."""
    window = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}.get(encoding)
    if window is None:
        raise V2Unsupported("This server reads bodies that are gzip, deflate or plain.")
    reader = zlib.decompressobj(window)
    try:
        data = reader.decompress(raw, INFLATED_BYTES_MAX)
    except zlib.error:
        raise MalformedJson(f"The body is not {encoding}.") from None
    if reader.unconsumed_tail:
        raise BodyTooLarge(f"The body is larger than {INFLATED_BYTES_MAX} bytes.")
    if not reader.eof:
        raise MalformedJson(f"The body is not {encoding}.")
    return data
