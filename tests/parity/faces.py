"""Asks the same of both faces and compares: results field by field, refusals by code, fields and fix.

An operation is named by its operationId; the rpc is the same name in PascalCase (`getPrincipal`, `GetPrincipal`). What is asked is one
flat mapping: REST finds its path and query parameters in it and sends the rest as the body; gRPC sends it as the request.
"""

import base64
import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import quote

import grpc
import httpx
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status

from api.rest.binding import bind
from api.rest.nouns import OPERATIONS
from api.rest.operations import Operation
from api.rest.problems import STATUS_OF_ERROR, STATUS_OF_KIND
from api.rpc.codec import plain
from api.rpc.server import METHODS
from api.rpc.status import CODE_OF_KIND
from core.errors import ErrorKind
from tests.product import Product

Plain = Mapping[str, object]

_KIND_OF_STATUS = {status: kind for kind, status in STATUS_OF_KIND.items()} | dict.fromkeys(
    STATUS_OF_ERROR.values(), ErrorKind.INVALID
)
_KIND_OF_CODE = {code: kind for kind, code in CODE_OF_KIND.items()}


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a face answered. code: "ok", or the error's; kind: of that error. fields: names of the refused ones."""

    code: str
    body: dict[str, object]
    fields: tuple[str, ...] = ()
    fix: str = ""
    kind: ErrorKind | None = None


class Parity:
    def __init__(self, product: Product) -> None:
        self.product = product

    async def both(
        self,
        operation_id: str,
        asked: Plain | None = None,
        *,
        rest_key: str | None = None,
        rpc_key: str | None = None,
        credential: str | None = None,
        ignored: Sequence[str] = (),
        rpc_only: Plain | None = None,
        version: str | None = None,
    ) -> tuple[Outcome, Outcome]:
        """Ask both faces, compare, and return what each said.

        ignored: names of fields, at any depth, that are made anew for each request (ids, times, secrets).
        rest_key, rpc_key: idempotency keys. credential: of another caller than the first tenant's sandbox key.
        rpc_only: what differs in the gRPC request (the id of a thing that was made apart for that face).
        """
        said = {"x-api-key": credential if credential is not None else self.product.asha.sandbox_key}
        if version:
            said["countermark-version"] = version
        rest = await self.rest(operation_id, asked or {}, _with_key(said, rest_key))
        rpc = await self.rpc(operation_id, {**(asked or {}), **(rpc_only or {})}, _with_key(said, rpc_key))
        said_by_rest = (rest.code, rest.kind, rest.fields, rest.fix)
        assert said_by_rest == (rpc.code, rpc.kind, rpc.fields, rpc.fix), f"{rest}\n{rpc}"
        over_rest, over_rpc = _comparable(rest.body, ignored), _comparable(rpc.body, ignored)
        assert over_rest == over_rpc, f"{over_rest}\n{over_rpc}"
        return rest, rpc

    async def rest(self, operation_id: str, asked: Plain, headers: Mapping[str, str]) -> Outcome:
        operation = next(each for each in OPERATIONS if each.operation_id == operation_id)
        path, query, body = _placed(operation, asked)
        sent = {name: value for name, value in headers.items() if value}
        json = body if bind(operation).body or operation.reads else None
        form = {name: str(value) for name, value in body.items()} if operation.form else None
        file = str(body["file"]).encode() if operation.upload else None
        if file is not None:
            sent["content-type"] = operation.upload[0]
        answer = await self.product.rest.request(
            operation.method, path, params=query, headers=sent, json=json, data=form, content=file
        )
        said = _read(answer)
        if answer.status_code < 400:
            return Outcome("ok", said)
        kind = _KIND_OF_STATUS[answer.status_code]
        if "code" not in said:  # OAuth2's own form of an error
            return Outcome(str(said["error"]), said, kind=kind)
        fields = tuple(each["field"] for each in cast("list[dict[str, str]]", said["errors"]))
        words = said.get("detail", said.get("error"))  # a problem's, or the Open Inference Protocol's
        return Outcome(str(said["code"]), {"detail": words}, fields, str(said["fix"]), kind)

    async def _streamed(
        self, method: MethodDescriptor, request: Message, sent: Sequence[tuple[str, str]]
    ) -> Outcome:
        call: grpc.aio.UnaryStreamMultiCallable[bytes, bytes] = self.product.channel.unary_stream(
            _path(method)
        )
        answer = GetMessageClass(method.output_type)
        raw = [each async for each in call(request.SerializeToString(), metadata=tuple(sent))]
        return _whole([answer.FromString(each) for each in raw])

    async def _uploaded(
        self,
        method: MethodDescriptor,
        request: Message,
        pieces: Sequence[bytes],
        sent: Sequence[tuple[str, str]],
    ) -> Outcome:
        call: grpc.aio.StreamUnaryMultiCallable[bytes, bytes] = self.product.channel.stream_unary(
            _path(method)
        )
        kind = GetMessageClass(method.input_type)
        parts = [request.SerializeToString(), *(kind(data=each).SerializeToString() for each in pieces)]
        raw = await call(iter(parts), metadata=tuple(sent))
        return Outcome("ok", plain(GetMessageClass(method.output_type).FromString(raw)))

    async def rpc(self, operation_id: str, asked: Plain, metadata: Mapping[str, str]) -> Outcome:
        name = operation_id[0].upper() + operation_id[1:]
        method = next(each.descriptor for each in METHODS if each.descriptor.name == name)
        request = message_of(method.input_type, asked)
        sent = tuple((key.lower(), value) for key, value in metadata.items() if value)
        try:
            if method.server_streaming:
                return await self._streamed(method, request, sent)
            if method.client_streaming:
                pieces = [str(asked.get("file", "")).encode()]
                return await self._uploaded(method, request, pieces, sent)
            call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = self.product.channel.unary_unary(
                _path(method)
            )
            raw = await call(request.SerializeToString(), metadata=sent)
        except grpc.aio.AioRpcError as error:
            return _refusal(error)
        return Outcome("ok", plain(GetMessageClass(method.output_type).FromString(raw)))


def _whole(answers: Sequence[Message]) -> Outcome:
    """A file in pieces as REST gives it whole, and of other streams the last message."""
    if answers and "data" in answers[0].DESCRIPTOR.fields_by_name:
        text = b"".join(each.data for each in answers).decode("latin-1")  # type: ignore[attr-defined]
        return Outcome("ok", {"content": text})
    return Outcome("ok", plain(answers[-1]))


def _with_key(said: Mapping[str, str], key: str | None) -> dict[str, str]:
    return {**said, "idempotency-key": key} if key else dict(said)


def _placed(operation: Operation, asked: Plain) -> tuple[str, dict[str, str], dict[str, object]]:
    """Sort what is asked into the path, the query and the body."""
    binding = bind(operation)
    path = re.sub(r"{(\w+):\w+}", lambda found: quote(str(asked[found[1]]), safe=""), operation.full_path)
    query = {name: str(asked[name]) for name in binding.query if name in asked}
    placed = {*binding.path, *binding.query}
    return path, query, {name: value for name, value in asked.items() if name not in placed}


def _path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def _refusal(error: grpc.aio.AioRpcError) -> Outcome:
    sent = dict(cast("Sequence[tuple[str, bytes]]", error.trailing_metadata() or ()))
    info, bad = ErrorInfo(), BadRequest()
    for packed in Status.FromString(sent["grpc-status-details-bin"]).details:
        for detail in (info, bad):
            if packed.Is(detail.DESCRIPTOR):
                packed.Unpack(detail)
    fields = tuple(each.field for each in bad.field_violations)
    kind = _KIND_OF_CODE[error.code()]
    return Outcome(info.reason, {"detail": error.details()}, fields, info.metadata["fix"], kind)


def _read(answer: httpx.Response) -> dict[str, object]:
    """Return a JSON body, or the bytes of another one as text under `content`."""
    if answer.headers.get("content-type", "").startswith(("application/json", "application/problem+json")):
        return cast("dict[str, object]", answer.json())
    return {"content": answer.content.decode("latin-1")} if answer.content else {}


def message_of(descriptor: Descriptor, asked: Plain) -> Message:
    """Make a request of plain values: words for enums, RFC 3339 for times, as JSON bodies have them."""
    message = GetMessageClass(descriptor)()
    return json_format.ParseDict(_as_proto_json(descriptor, asked), message)


def _as_proto_json(descriptor: Descriptor, asked: Plain) -> dict[str, object]:
    fields = {field.name: field for field in descriptor.fields}
    return {
        name: _field_json(fields[name], value)
        for name, value in asked.items()
        if name in fields and value is not None
    }


def _field_json(field: FieldDescriptor, value: object) -> object:
    if field.enum_type is not None:
        if isinstance(value, list):
            return [_enum_name(field.enum_type, str(each)) for each in value]
        return _enum_name(field.enum_type, str(value))
    inner = field.message_type
    if inner is None or inner.file.package == "google.protobuf" or inner.GetOptions().map_entry:
        return value
    if isinstance(value, list):
        return [_as_proto_json(inner, each) for each in value]
    return _as_proto_json(inner, cast("Plain", value))


def _enum_name(enum: EnumDescriptor, word: str) -> str:
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", enum.name).upper()
    return f"{prefix}_{word.upper()}"


def _comparable(value: object, ignored: Sequence[str]) -> object:
    """Drop what proto3 cannot tell from absent (zero, empty, null) and what is made anew; write times alike."""
    if isinstance(value, Mapping):
        kept = {name: _comparable(each, ignored) for name, each in value.items() if name not in ignored}
        return {name: each for name, each in kept.items() if each not in (None, "", 0, False, [], {})}
    if isinstance(value, list):
        return [_comparable(each, ignored) for each in value]
    if isinstance(value, bytes):  # JSON carries them in base64
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", value):
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    return value
