"""Whether what a `call` is written with fits its action: what is wrong at the desk is told there, and not in an incident.

Of the JSON Schema of an action's arguments this reads what msgspec writes. A text that is an expression may become anything, and fits.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from core.json_values import JsonValue
from resolution.workflows.expressions import is_expression

Schema = Mapping[str, JsonValue]
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
_WORDS = {
    "string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "object": "an object", "array": "a list", "null": "null",
}  # fmt: skip


class Misfit(NamedTuple):
    """path: a JSON pointer below the arguments."""

    path: str
    reason: str
    fix: str


def misfits(value: object, schema: Schema) -> Iterator[Misfit]:
    """Tell every place that the action would refuse."""
    definitions = schema.get("$defs")
    yield from _Check(definitions if isinstance(definitions, Mapping) else {}).of(value, schema, "")


class _Check:
    def __init__(self, definitions: Mapping[str, JsonValue]) -> None:
        self._definitions = definitions

    def of(self, value: object, schema: Schema, path: str) -> Iterator[Misfit]:
        if isinstance(value, str) and is_expression(value):
            return
        schema = self._meant(schema)
        options = [each for each in _list(schema.get("anyOf")) if isinstance(each, Mapping)]
        if options:
            yield from self._one_of(value, options, path)
            return
        allowed = schema.get("enum")
        if isinstance(allowed, Sequence) and value not in allowed:
            yield Misfit(
                path, "It is none of what is taken here.", f"Use one of {', '.join(map(str, allowed))}."
            )
            return
        kind = schema.get("type")
        if isinstance(kind, str) and not _is(value, kind):
            yield Misfit(path, f"It must be {_WORDS[kind]}.", "Correct it.")
            return
        if isinstance(value, dict):
            yield from self._object(value, schema, path)
        elif isinstance(value, list):
            yield from self._list(value, schema, path)
        elif isinstance(value, str):
            yield from _text(value, schema, path)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from _number(value, schema, path)

    def _meant(self, schema: Schema) -> Schema:
        ref = schema.get("$ref")
        found = self._definitions.get(ref.rsplit("/", 1)[-1]) if isinstance(ref, str) else None
        return found if isinstance(found, Mapping) else schema

    def _one_of(self, value: object, options: Sequence[Schema], path: str) -> Iterator[Misfit]:
        """What fits none is told of the first that is of its kind, or that is there at all."""
        tried = [list(self.of(value, option, path)) for option in options]
        if all(tried):
            yield from next((each for each in tried if each[0].path != path), tried[0])

    def _object(self, value: Mapping[str, object], schema: Schema, path: str) -> Iterator[Misfit]:
        properties = schema.get("properties")
        known: Mapping[str, JsonValue] = properties if isinstance(properties, Mapping) else {}
        for name in _list(schema.get("required")):
            if name not in value:
                yield Misfit(f"{path}/{name}", "The action needs it.", "Add it.")
        others = schema.get("additionalProperties")
        for name, each in value.items():
            inner = known.get(name, others)
            if inner is False:
                fix = f"Use {', '.join(known)}." if known else "Remove it."
                yield Misfit(f"{path}/{name}", "The action does not know it.", fix)
            elif isinstance(inner, Mapping):
                yield from self.of(each, inner, f"{path}/{name}")

    def _list(self, value: Sequence[object], schema: Schema, path: str) -> Iterator[Misfit]:
        most, inner = schema.get("maxItems"), schema.get("items")
        if isinstance(most, int) and len(value) > most:
            yield Misfit(path, f"It has {len(value)} items, more than {most}.", "Make it shorter.")
        if isinstance(inner, Mapping):
            for index, each in enumerate(value):
                yield from self.of(each, inner, f"{path}/{index}")


def _list(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _text(value: str, schema: Schema, path: str) -> Iterator[Misfit]:
    least, most, form = (schema.get(name) for name in ("minLength", "maxLength", "pattern"))
    if isinstance(least, int) and len(value) < least:
        yield Misfit(path, f"It has fewer than {least} characters.", "Make it longer.")
    elif isinstance(most, int) and len(value) > most:
        yield Misfit(path, f"It has more than {most} characters.", "Make it shorter.")
    elif isinstance(form, str) and re.search(form, value) is None:
        yield Misfit(path, "It is not of the form that is taken here.", f"Write it as {form} says.")


def _number(value: float, schema: Schema, path: str) -> Iterator[Misfit]:
    least, most = schema.get("minimum"), schema.get("maximum")
    if isinstance(least, int | float) and value < least:
        yield Misfit(path, f"It is below {least}.", f"Use {least} or more.")
    elif isinstance(most, int | float) and value > most:
        yield Misfit(path, f"It is above {most}.", f"Use {most} or less.")
