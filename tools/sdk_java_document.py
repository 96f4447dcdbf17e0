"""Make of docs/openapi.json the document that the Java core is generated from.

What changes: the Idempotency-Key is the transport's affair (`x-keyed`), not a parameter; a body of several media types
keeps JSON, or else is bytes; unions of plain values are any value; a named set of words is a string where it is used;
answers in bytes are downloads; refusals are exceptions, so no operation lists them; descriptions become comments.
It is used by tools.sdk_java.
"""

import copy
from typing import TypeAlias, cast

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Node: TypeAlias = dict[str, Json]

_METHODS = ("get", "post", "put", "patch", "delete")
_BYTES: Node = {"type": "string", "format": "binary"}


def node(value: Json) -> Node:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, not {value!r}")
    return value


def comment(text: str) -> str:
    """Words that may stand in a comment of Java: on one line, no end of comment, no escape, no markup."""
    line = " ".join(text.split()).replace("*/", "* /").replace("\\u", "U+").replace("\\", "&#92;")
    return (
        line.replace("&", "&amp;")
        .replace("&amp;#92;", "&#92;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
    )


def plain_union(value: Node) -> bool:
    options = [node(option) for option in cast(list[Json], value.get("anyOf", []))]
    refs = [option for option in options if "$ref" in option]
    return bool(options) and not refs


def rewrite(value: Json, words: dict[str, Node]) -> Json:
    """Simplify one schema, and everything below it."""
    if isinstance(value, list):
        return [rewrite(item, words) for item in value]
    if not isinstance(value, dict):
        return value
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.rpartition("/")[2] in words:
        return rewrite(copy.deepcopy(words[reference.rpartition("/")[2]]), words)
    if plain_union(value):
        value = {key: each for key, each in value.items() if key == "description"}
    changed: Node = {}
    for key, each in value.items():
        if key in {"example", "examples", "default", "pattern"} and not isinstance(each, dict):
            continue
        if key in {"example", "examples"}:
            continue
        changed[key] = (
            comment(each) if key == "description" and isinstance(each, str) else rewrite(each, words)
        )
    for each in changed.get("properties", {}).values() if isinstance(changed.get("properties"), dict) else ():  # type: ignore[union-attr]
        field = node(each)
        if "enum" in field:
            field["enum"] = [word for word in cast(list[Json], field["enum"]) if word is not None]
            field["x-words"] = True
    return changed


def body_of(operation: Node) -> None:
    """Keep one media type of a body: JSON, a form, or bytes whose type the caller names."""
    body = operation.get("requestBody")
    if not isinstance(body, dict):
        return
    content = node(body["content"])
    kept = next(
        (kind for kind in ("application/json", "application/x-www-form-urlencoded") if kind in content), None
    )
    body["content"] = (
        {kept: content[kept]} if kept else {"application/octet-stream": {"schema": dict(_BYTES)}}
    )


def answers_of(operation: Node) -> None:
    """Keep the answers of success; bytes and event streams are downloads."""
    answers = {
        status: answer for status, answer in node(operation["responses"]).items() if status.startswith("2")
    }
    for answer in answers.values():
        found = node(answer)
        found.pop("headers", None)
        if "content" in found and "application/json" not in node(found["content"]):
            found["content"] = {"application/json": {"schema": {"type": "string", "format": "download"}}}
        elif "content" in found:
            kept = node(node(found["content"])["application/json"])
            found["content"] = {"application/json": kept}
            if "$ref" not in node(kept["schema"]):
                del found["content"]
    operation["responses"] = dict(answers)


def parameters_of(operation: Node, shared: Node) -> None:
    """Take the key out, and note what the templates ask."""
    kept: list[Json] = []
    for listed in cast(list[Json], operation.get("parameters", [])):
        parameter = node(listed)
        if "$ref" in parameter:
            parameter = node(shared[str(parameter["$ref"]).rpartition("/")[2]])
        if parameter["name"] == "Idempotency-Key":
            operation["x-keyed"] = True
        else:
            kept.append(parameter)
    operation["parameters"] = kept
    form = "application/x-www-form-urlencoded" in node(
        node(operation.get("requestBody", {})).get("content", {})
    )
    operation["x-params"] = form or any(node(each)["in"] != "path" for each in kept)
    if str(operation.get("description", "")).rstrip(".") not in {"", operation["summary"]}:
        operation["x-about"] = comment(str(operation["description"]))


def prepare(document: Node) -> Node:
    components = node(document["components"])
    schemas = node(components["schemas"])
    words = {name: node(schema) for name, schema in schemas.items() if "enum" in node(schema)}
    for path in node(document["paths"]).values():
        for method, operation in node(path).items():
            if method in _METHODS:
                body_of(node(operation))
                answers_of(node(operation))
                parameters_of(node(operation), node(components["parameters"]))
                node(operation).pop("security", None)
    info = node(document["info"])
    return {
        "openapi": document["openapi"],
        "info": {"title": info["title"], "version": info["version"]},
        "paths": rewrite(document["paths"], words),
        "components": {
            "schemas": {name: rewrite(schema, words) for name, schema in schemas.items() if name not in words}
        },
    }
