"""JSON Schemas of Structs for the document: what msgspec enforces, in the dialect that generators of SDKs read well."""

import re
import textwrap
from collections.abc import Sequence
from typing import cast

import msgspec

Schema = dict[str, object]

REF = "#/components/schemas/"
_FIELD_LINE = re.compile(r"^(\w+): (.+(?:\n[ ]+.+)*)", re.MULTILINE)
_PYTHON_END = "(?!\\n)"
"""Python's `$` also holds before a last newline, so patterns refuse one; in ECMA-262 it never does."""


def schemas_of(types: Sequence[object]) -> tuple[list[Schema], dict[str, Schema]]:
    """Return one schema for each type, and the components they refer to.

    Raises: ValueError when two Structs share a name, which would rename both in the document.
    """
    roots, components = msgspec.json.schema_components(types, ref_template=f"{REF}{{name}}")
    odd = [name for name in components if not name.isidentifier()]
    if odd:
        raise ValueError(f"names of Structs must be unique and concrete, unlike {odd}")
    polished = {name: _component(cast("Schema", schema)) for name, schema in components.items()}
    unions: dict[str, Schema] = {}
    for name, schema in polished.items():
        _hoist_unions(name, schema, unions)
    return [cast("Schema", _polish(root)) for root in roots], dict(sorted({**polished, **unions}.items()))


def _component(schema: Schema) -> Schema:
    """Polish the schema of one Struct, and move `field: what it is` from its docstring to its fields."""
    polished = cast("Schema", _polish(schema))
    described = polished.get("description")
    properties = cast("dict[str, Schema]", polished.get("properties", {}))
    if not isinstance(described, str):
        return polished
    text = _dedent(described)
    for name, words in _FIELD_LINE.findall(text):
        if name in properties:
            _describe(properties, name, " ".join(words.split()))
    summary = _FIELD_LINE.sub(lambda found: "" if found[1] in properties else found[0], text).strip()
    polished["description"] = re.sub(r"\n{2,}", "\n\n", summary)
    return polished


def _describe(properties: dict[str, Schema], name: str, words: str) -> None:
    """Add a description; beside a `$ref` the 2020-12 dialect lets it stand."""
    properties[name] = {**properties[name], "description": words}


def _dedent(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}".strip()


def _polish(node: object) -> object:
    if isinstance(node, list):
        return [_polish(each) for each in node]
    if not isinstance(node, dict):
        return node
    schema: Schema = {
        key: _polish(each) for key, each in node.items() if key != "title" or not isinstance(each, str)
    }
    if schema.get("default", ...) is None:
        del schema["default"]
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        schema["pattern"] = pattern.removesuffix(_PYTHON_END)
    return _with_null(_with_format(schema))


def _with_format(schema: Schema) -> Schema:
    """Say the width of numbers, else generators take 32 bits; say the type of enums."""
    if schema.get("type") == "integer":
        schema.setdefault("format", "int64")
    elif schema.get("type") == "number":
        schema.setdefault("format", "double")
    values = schema.get("enum")
    if isinstance(values, list) and "type" not in schema and all(isinstance(each, str) for each in values):
        return {"type": "string", **schema}
    return schema


def _with_null(schema: Schema) -> Schema:
    """Write `X or null` as a type of two words where X is no reference: SDKs make a plain optional of that."""
    options = schema.get("anyOf")
    if not isinstance(options, list) or {"type": "null"} not in options or len(options) != 2:
        return schema
    other: Schema = next((each for each in options if each != {"type": "null"}), {})
    kind = other.get("type")
    if not isinstance(kind, str):
        return schema
    rest = {key: each for key, each in schema.items() if key != "anyOf"}
    merged: Schema = {**other, **rest, "type": [kind, "null"]}
    values = other.get("enum")
    if isinstance(values, list):
        merged["enum"] = [*values, None]
    return merged


def _hoist_unions(owner: str, schema: Schema, unions: dict[str, Schema]) -> None:
    """Give a tagged union a name of its own (`Payment.method` is `PaymentMethod`): generators invent worse ones."""
    properties = cast("dict[str, Schema]", schema.get("properties", {}))
    for field, each in properties.items():
        inner = cast("Schema", each["items"]) if isinstance(each.get("items"), dict) else each
        if "discriminator" not in inner:
            continue
        name = owner + "".join(part.capitalize() for part in field.split("_"))
        unions[name] = {
            "oneOf": inner.pop("anyOf"),
            "discriminator": inner.pop("discriminator"),
            "description": f"One of several, told apart by `type`; see `{owner}`.",
        }
        inner["$ref"] = f"{REF}{name}"
