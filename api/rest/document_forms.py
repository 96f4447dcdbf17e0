"""How bodies as `multipart/form-data` stand in the document: the fields of the JSON body, with files as they are."""

from typing import cast

from api.rest.forms import FILE, file_fields
from api.rest.schemas import Schema, schemas_of

_DESCRIBED = "The same fields as a form; files are sent as they are, in any order."
FILE_FORM: Schema = {
    "type": "object",
    "description": "A form with the file alone, as its one part; its own Content-Type is one of those above.",
    "properties": {FILE: {"type": "string", "format": "binary", "description": "The file."}},
    "required": [FILE],
    "additionalProperties": False,
}


def form_schema(body: type[object]) -> Schema:
    """The schema of a struct's form."""
    _, components = schemas_of([body])
    schema = components[body.__name__]
    files = frozenset(file_fields(body))
    properties = cast("dict[str, Schema]", schema["properties"])
    shown = {name: _part(each, is_file=name in files) for name, each in properties.items()}
    return {**schema, "description": _DESCRIBED, "properties": shown}


def _part(schema: Schema, *, is_file: bool) -> Schema:
    """A form cannot say null: what is not known is left out."""
    if not is_file:
        kind = schema.get("type")
        return {**schema, "type": kind[0]} if isinstance(kind, list) else schema
    described = {name: each for name, each in schema.items() if name == "description"}
    return {"type": "string", "format": "binary", **described}
