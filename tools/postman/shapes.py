"""Schemas of the document, cut down to what a test of a request holds an answer to."""

from tools.postman.document import Document, Json, Object

DEPTH = 3
"""How deep an answer is looked at: the page, its items, and the objects in them."""


def shape_of(document: Document, schema: Object, depth: int = DEPTH) -> Object:
    """Return a JSON Schema of the required fields and their types, without references.

    What may be one of several things, and what lies deeper, may be anything.
    """
    resolved = document.resolve(schema)
    kind = resolved.get("type")
    if kind is None:
        return {}
    shape: Object = {"type": kind}
    if depth == 0:
        return shape
    properties, required = resolved.get("properties"), resolved.get("required")
    if isinstance(properties, dict) and isinstance(required, list) and required:
        names = sorted(str(name) for name in required)
        shape["required"] = [*names]
        shape["properties"] = {name: _inner(document, properties[name], depth) for name in names}
    if isinstance(items := resolved.get("items"), dict):
        shape["items"] = shape_of(document, items, depth - 1)
    return shape


def _inner(document: Document, schema: Json, depth: int) -> Json:
    return shape_of(document, schema, depth - 1) if isinstance(schema, dict) else {}
