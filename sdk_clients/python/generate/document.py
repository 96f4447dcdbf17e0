"""What the generator reads: docs/openapi.json, less what the transport answers for and what the generator cannot say.

Errors are raised by the transport, so operations answer one type each. A body or an answer in several media types keeps
the one that the client sends or reads; what is no JSON is bytes. Maps are maps, not classes.
"""

from collections.abc import Iterator
from typing import cast

Json = dict[str, object]
BYTES = "application/octet-stream"
STREAMED = "text/event-stream"
_METHODS = frozenset({"get", "put", "post", "patch", "delete"})


def prepared(document: Json) -> Json:
    """Return the document to generate from; `document` itself is changed."""
    components = _map(document, "components")
    components.pop("responses", None)
    schemas = _map(components, "schemas")
    for path, operations in list(_map(document, "paths").items()):
        kept = {
            method: _operation(cast("Json", each), document.get("security")) if method in _METHODS else each
            for method, each in cast("Json", operations).items()
            if not (method in _METHODS and _is_stream(cast("Json", each)))
        }
        _map(document, "paths")[path] = kept
    _drop_examples(document)
    for schema in _schemas(schemas):
        _simplify(schema)
    return document


def _operation(operation: Json, security: object) -> Json:
    operation.setdefault("security", security)
    answers = {code: each for code, each in _map(operation, "responses").items() if code.startswith("2")}
    operation["responses"] = {code: _answer(cast("Json", each)) for code, each in answers.items()}
    if "requestBody" in operation:
        _keep_one(_map(operation, "requestBody"))
    return operation


def _is_stream(operation: Json) -> bool:
    answer = _map(operation, "responses").get("200", {})
    return STREAMED in cast("Json", cast("Json", answer).get("content", {}))


def _answer(answer: Json) -> Json:
    answer.pop("headers", None)
    if "content" in answer:
        _keep_one(answer)
    return answer


def _keep_one(holder: Json) -> None:
    """Keep JSON or a form where there is one, else bytes."""
    content = _map(holder, "content")
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        if kind in content:
            holder["content"] = {kind: content[kind]}
            return
    holder["content"] = {BYTES: {"schema": {"type": "string", "format": "binary"}}}


def _drop_examples(node: object) -> None:
    if isinstance(node, list):
        for each in node:
            _drop_examples(each)
    elif isinstance(node, dict):
        if "schema" in node:
            node.pop("examples", None)
            node.pop("example", None)
        for each in node.values():
            _drop_examples(each)


def _schemas(node: object) -> Iterator[Json]:
    """Every schema below `node`, the deepest first."""
    if isinstance(node, list):
        for each in node:
            yield from _schemas(each)
    elif isinstance(node, dict):
        for each in node.values():
            yield from _schemas(each)
        yield node


def _simplify(schema: Json) -> None:
    """A nullable enum is an enum or null; a map is anything."""
    kinds = schema.get("type")
    values = schema.get("enum")
    if isinstance(kinds, list) and isinstance(values, list):
        schema.pop("type")
        schema.pop("enum")
        plain = next(kind for kind in kinds if kind != "null")
        words = [each for each in values if each is not None]
        schema["anyOf"] = [{"type": plain, "enum": words}, {"type": "null"}]
    free = schema.get("additionalProperties")
    named = schema.get("properties")
    if free not in (None, False) and not named:
        kept = schema.get("description")
        schema.clear()
        if kept is not None:
            schema["description"] = kept


def _map(holder: Json, name: str) -> Json:
    return cast("Json", holder[name])
