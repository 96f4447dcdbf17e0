"""Arguments of actions as Structs: their JSON Schema, and the refusal of what does not fit or cannot be done."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionFailed

JsonAny = Annotated[object, Meta(extra_json_schema={"description": "Any JSON value."})]
_PASSING = frozenset({ErrorKind.UNAVAILABLE, ErrorKind.EXHAUSTED, ErrorKind.DEADLINE, ErrorKind.CONFLICT})
Arguments = TypeVar("Arguments", bound=msgspec.Struct)


def schema(kind: type[msgspec.Struct]) -> Mapping[str, JsonValue]:
    """The JSON Schema (2020-12) of a Struct of plain fields."""
    (root,), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    found: dict[str, JsonValue] = dict(components[kind.__name__]) if "$ref" in root else dict(root)
    others = {name: each for name, each in components.items() if name != kind.__name__}
    return found | ({"$defs": others} if others else {})


def read(call: ActionCall, kind: type[Arguments]) -> Arguments:
    """Raises: ActionFailed with `arguments_refused`; what was wrong is not repeated, for it may be personal."""
    try:
        return msgspec.convert(call.arguments, kind)
    except msgspec.ValidationError:
        raise ActionFailed("arguments_refused", retryable=False) from None


def failed_by(error: PlatformError) -> ActionFailed:
    """What a use case was refused with, as a failed step; what may pass by itself is worth another try."""
    return ActionFailed(error.code, retryable=error.kind in _PASSING)
