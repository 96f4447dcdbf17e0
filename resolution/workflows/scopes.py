"""What the expressions of an instance read, and what may leave it in clear."""

import re
from collections.abc import Mapping
from uuid import UUID

from core.ids import public
from core.json_values import JsonValue
from resolution.workflows.expressions import ExpressionFailed
from resolution.workflows.state import State
from resolution.workflows.tasks import Definition, ForBody, TryBody

_CODE = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+){0,8}|[a-z]{3}_[0-9a-z]{26}|[A-Z]{3}")
_NUMBER = re.compile(r"[0-9]{6}")
_ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}")
_FACTS_MAX = 32


def scope_of(definition: Definition, instance_id: UUID, state: State) -> dict[str, JsonValue]:
    """Everything by its root: `$input`, `$context`, `$output`, `$workflow`, and what loops and catches around bring."""
    scope: dict[str, JsonValue] = {
        "$input": mapping(state.input),
        "$context": mapping(state.context),
        "$output": plain(state.output),
        "$workflow": {
            "id": public("wfi", instance_id),
            "name": definition.name,
            "subject": state.subject,
            "started_at": state.started_ms // 1000,
            "now": state.at_ms // 1000,
        },
    }
    for frame in state.frames:
        body = definition.by_path[frame.owner].body if frame.owner else None
        if isinstance(body, ForBody) and frame.items is not None and frame.at < len(frame.items):
            scope[body.each] = plain(frame.items[frame.at])
            scope[body.at] = frame.at
        if isinstance(body, TryBody) and frame.branch == "catch" and frame.error is not None:
            scope[body.catch.name] = frame.error.shown()
    return scope


def plain(value: object) -> JsonValue:
    """See a value of the state as the JSON that it is."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            raise ExpressionFailed(type(value).__name__)


def mapping(value: object) -> Mapping[str, JsonValue]:
    """Raises: ExpressionFailed for what is no object."""
    found = plain(value)
    if not isinstance(found, Mapping):
        raise ExpressionFailed("an object is needed")
    return found


def is_code(text: str) -> bool:
    """Say whether a text is an id or a code, and could not be somebody's name, number or address."""
    return len(text) <= 64 and bool(
        _ID.fullmatch(text) or (_CODE.fullmatch(text) and not _NUMBER.search(text))
    )


def codes(value: JsonValue) -> Mapping[str, JsonValue]:
    """See that facts that leave in clear hold numbers, flags, ids and codes alone. Raises: ExpressionFailed."""
    found = mapping(value)
    if len(found) > _FACTS_MAX:
        raise ExpressionFailed("too many facts")
    for each in found.values():
        if isinstance(each, str) and not is_code(each):
            raise ExpressionFailed("a text that is no code")
        if isinstance(each, list | Mapping):
            raise ExpressionFailed("a fact is one value")
    return found
