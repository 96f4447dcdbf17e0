"""The OpenAPI 3.1 document, made of the operations and their types; committed as docs/openapi.json.

Litestar's own generator is not used: it drops constraints of list items, formats and discriminators, and documents
errors that are not the ones sent. msgspec writes the schemas of exactly what it enforces.
"""

import inspect
import re
from collections.abc import Sequence
from typing import cast

import msgspec

from api.rest.binding import Binding, bind
from api.rest.document_forms import FILE_FORM, form_schema
from api.rest.document_parts import (
    DESCRIPTION,
    HEADERS,
    ID_PREFIXES,
    IDEMPOTENCY_KEY,
    OPTIONAL_IDEMPOTENCY_KEY,
    PROBLEMS,
    SECURITY_SCHEMES,
    TAGS,
    problem_response,
)
from api.rest.document_webhooks import WEBHOOK_HEADERS, sorted_kinds, webhooks
from api.rest.forms import FORM
from api.rest.operations import Answer, Keyed, Operation
from api.rest.problems import Problem
from api.rest.schemas import Schema, schemas_of
from api.settings import API_VERSION

FORM_TYPE = "application/x-www-form-urlencoded"

_BINARY: Schema = {"type": "string", "format": "binary", "description": "Bytes as they are."}
_EVENT: Schema = {
    "type": "object",
    "description": "One event of the stream; its `data` is JSON.",
    "properties": {"id": {"type": "string"}, "event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
_OTHERWISE = {"text/event-stream": _EVENT}
_HEADER_LENGTH: Schema = {
    "name": "Inference-Header-Content-Length",
    "in": "header",
    "required": False,
    "description": "How many bytes of the body are JSON, where the bytes of tensors follow it.",
    "schema": {"type": "integer", "format": "int64", "minimum": 0, "maximum": 5_000_000},
}
_SECURITY: list[dict[str, list[str]]] = [{"apiKey": []}, {"bearer": []}, {"oauth2": []}]


def document(operations: Sequence[Operation]) -> Schema:
    """Build the document of the operations that are in it. Raises: ValueError for a tag that `TAGS` does not have."""
    shown = [(operation, bind(operation)) for operation in operations if operation.documented]
    unknown = {operation.tag for operation, _ in shown} - TAGS.keys()
    if unknown:
        raise ValueError(f"say in api/rest/document_parts.py what these tags are: {sorted(unknown)}")
    types = [each for operation, binding in shown for each in _types_of(operation, binding)]
    told = [kind.data for kind in sorted_kinds()]
    schemas, components = schemas_of([Problem, *told, *types])
    known = iter(schemas[1 + len(told) :])
    paths: dict[str, Schema] = {}
    for operation, binding in shown:
        described = _operation(operation, binding, [next(known) for _ in _types_of(operation, binding)])
        paths.setdefault(_template(operation.full_path), {})[operation.method.lower()] = described
    built: Schema = {
        "openapi": "3.1.0",
        "info": {
            "title": "Countermark",
            "version": API_VERSION,
            "summary": "Decisions about payments with a score, exact reasons, an outcome and a receipt.",
            "description": DESCRIPTION,
            "contact": {"name": "Countermark"},
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:8080", "description": "The server on this machine"}],
        "security": _SECURITY,
        "tags": [{"name": name, "description": text} for name, text in TAGS.items() if _used(name, shown)],
        "paths": dict(sorted(paths.items())),
        "webhooks": webhooks(schemas[1 : 1 + len(told)]),
        "components": {"schemas": components, "securitySchemes": SECURITY_SCHEMES},
    }
    return _with_used_components(built)


def _with_used_components(built: Schema) -> Schema:
    """Add the responses, parameters and headers that something refers to; unused ones are noise in every SDK."""
    pool: dict[str, dict[str, Schema]] = {
        "responses": {name: problem_response(status) for status, (name, _, _) in PROBLEMS.items()},
        "parameters": {
            "IdempotencyKey": IDEMPOTENCY_KEY,
            "OptionalIdempotencyKey": OPTIONAL_IDEMPOTENCY_KEY,
            **WEBHOOK_HEADERS,
        },
        "headers": HEADERS,
    }
    components = dict(cast("dict[str, object]", built["components"]))
    for kind, parts in pool.items():  # headers last: responses refer to them
        text = msgspec.json.encode({**built, "components": components}).decode()
        components[kind] = {
            name: each for name, each in parts.items() if f'#/components/{kind}/{name}"' in text
        }
    return {**built, "components": {kind: parts for kind, parts in sorted(components.items()) if parts}}


def document_bytes(operations: Sequence[Operation]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document(operations)), indent=1) + b"\n"


def _used(tag: str, shown: Sequence[tuple[Operation, Binding]]) -> bool:
    return any(operation.tag == tag for operation, _ in shown)


def _types_of(operation: Operation, binding: Binding) -> list[object]:
    """Return the types of one operation in the order that `_operation` takes their schemas back."""
    parameters = [each.annotation for each in (*binding.path.values(), *binding.query.values())]
    rest = [_body_of(operation, binding), operation.error or operation.refusal]
    return [*parameters, *(each for each in rest if each is not None), _shown(binding.returns)]


def _body_of(operation: Operation, binding: Binding) -> object:
    return operation.form or operation.reads or binding.body


def _shown(returns: object) -> object:
    """Return the type of the body of an `Answer[Body]`, and any other type as it is."""
    if getattr(returns, "__origin__", None) is Answer:
        return returns.__args__[0]  # type: ignore[attr-defined]
    return returns


def _operation(operation: Operation, binding: Binding, schemas: Sequence[Schema]) -> Schema:
    names = [*binding.path, *binding.query]
    parameters = [
        _parameter(
            name, "path" if name in binding.path else "query", schema, each.default is inspect.Parameter.empty
        )
        for (name, each), schema in zip(
            {**binding.path, **binding.query}.items(), schemas[: len(names)], strict=True
        )
    ]
    described: Schema = {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "tags": [operation.tag],
    }
    described["description"] = inspect.getdoc(operation.handler) or f"{operation.summary}."
    if operation.public:
        described["security"] = []
    all_parameters = [*parameters, *_key_parameter(operation.keyed)]
    if operation.reads:
        all_parameters.append(_HEADER_LENGTH)
    if all_parameters:
        described["parameters"] = all_parameters
    if _body_of(operation, binding) is not None:
        media_type = FORM_TYPE if operation.form else "application/json"
        content = _content(operation.example, schemas[len(names)], media_type)
        if operation.reads:
            content["application/octet-stream"] = {"schema": _BINARY}
        if operation.multipart and binding.body is not None:
            content[FORM] = {"schema": form_schema(binding.body)}
        described["requestBody"] = {"required": True, "content": content}
    if operation.upload:
        content = {media_type: {"schema": _BINARY} for media_type in operation.upload}
        content[FORM] = {"schema": FILE_FORM}
        described["requestBody"] = {"required": True, "content": content}
    described["responses"] = _responses(operation, binding, schemas[-1])
    if operation.error:
        _refuse_by_protocol(described["responses"], operation, schemas[-2])
    elif operation.refusal:
        _refuse_by_standard(described["responses"], schemas[-2])
    return described


def _parameter(name: str, place: str, schema: Schema, required: bool) -> Schema:  # noqa: FBT001
    described: Schema = {"name": name, "in": place, "required": required or place == "path"}
    plain = {key: each for key, each in schema.items() if key != "description"}
    kind = plain.get("type")
    if isinstance(kind, list):  # a query cannot say null: optional is enough
        plain["type"] = kind[0]
        if isinstance(plain.get("enum"), list):
            plain["enum"] = [each for each in schema["enum"] if each is not None]  # type: ignore[attr-defined]
    described["schema"] = plain
    if "description" in schema:
        described["description"] = schema["description"]
    elif place == "path":
        described["description"] = f"The id of the {name.removesuffix('_id').replace('_', ' ')}."
    prefix = ID_PREFIXES.get(name)
    if prefix and place == "path":
        plain["pattern"] = f"^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"
        described["example"] = f"{prefix}_01kc1x5w3efvr9q2d8m4n6p7hs"
    return described


def _key_parameter(keyed: Keyed) -> list[Schema]:
    if keyed is Keyed.NEVER:
        return []
    name = "IdempotencyKey" if keyed is Keyed.REQUIRED else "OptionalIdempotencyKey"
    return [{"$ref": f"#/components/parameters/{name}"}]


def _refuse_by_standard(responses: object, schema: Schema) -> None:
    """Say that 400 and 401 carry the body of a standard; what the face refuses by itself stays a problem."""
    for status in (400, 401):
        response = problem_response(status)
        cast("dict[str, object]", response["content"])["application/json"] = {"schema": schema}
        cast("dict[str, object]", responses)[str(status)] = response


def _refuse_by_protocol(responses: object, operation: Operation, schema: Schema) -> None:
    """Say that every refusal carries the body of a protocol instead of a problem."""
    known = cast("dict[str, object]", responses)
    for status in [each for each in known if each != str(operation.status)]:
        response = problem_response(int(status))
        response["content"] = {"application/json": {"schema": schema}}
        known[status] = response


def _content(example: object, schema: Schema, media_type: str = "application/json") -> Schema:
    media: Schema = {"schema": schema}
    if example is not None:
        media["examples"] = {"typical": {"summary": "A typical one", "value": example}}
    return {media_type: media}


def _responses(operation: Operation, binding: Binding, schema: Schema) -> Schema:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _header_names(operation)}
    success: Schema = {"description": _phrase(operation), "headers": headers}
    if operation.status != 204:
        shown = _OTHERWISE.get(operation.media_type, _BINARY)
        if operation.media_type == "application/json":
            shown = schema
        content = _content(operation.answer_example, shown, operation.media_type)
        if operation.reads:
            content["application/octet-stream"] = {"schema": _BINARY}
        success["content"] = content
    refused = {
        str(status): {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"}
        for status in _statuses(operation, binding)
    }
    special = {str(status): problem_response(status, text) for status, text in operation.responses.items()}
    return {str(operation.status): success, **dict(sorted({**refused, **special}.items()))}


def _phrase(operation: Operation) -> str:
    return {
        200: "Done.",
        201: "Made.",
        202: "Taken; it goes on behind the scenes.",
        204: "Done; nothing to say.",
    }.get(operation.status, "Answered.")


def _header_names(operation: Operation) -> list[str]:
    names = ["X-Request-Id", "Countermark-Version"]
    if not operation.public:
        names += ["RateLimit", "RateLimit-Policy"]
    if operation.keyed not in {Keyed.NEVER, Keyed.OWN}:
        names.append("Idempotent-Replayed")
    return names


def _statuses(operation: Operation, binding: Binding) -> list[int]:
    """Return the statuses that the face itself may answer with, by what the operation takes."""
    found = {400, 500, 503, 504}
    if not operation.public:
        found |= {401, 403, 429}
    if binding.path or (binding.body is not None and not operation.public):
        found.add(404)  # a body names things too
    if operation.public and operation.method == "POST":
        found |= {
            401,
            429,
        }  # it trades one secret for another: a password, an invitation, a client's credentials
    if operation.form or operation.reads:
        found.add(413)
    if operation.upload:
        found |= {404, 413, 415}
    if binding.body is not None:
        found |= {413, 415}
    if operation.keyed is not Keyed.NEVER:
        found |= {409, 422}
    return sorted(found)


def _template(path: str) -> str:
    """Turn Litestar's `{id:str}` into OpenAPI's `{id}`."""
    return re.sub(r"{(\w+):\w+}", r"{\1}", path)
