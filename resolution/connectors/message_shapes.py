"""A message in the shape that its provider takes: a preset's pattern, filled in once."""

import re
from collections.abc import Mapping

import msgspec

from core.json_values import JsonValue
from resolution.connectors.lengths import sms_size
from resolution.connectors.presets import MessageShape
from resolution.connectors.wordings import Said

_PLACE = re.compile(r"{([a-z]+)}")
_SPREAD = "*"


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """To whom and from whom, and the account's own name."""

    to: str
    sender: str
    username: str

    def __repr__(self) -> str:
        return "Addressed(***)"


class Shaped(msgspec.Struct, frozen=True, kw_only=True):
    """path, and one of form and json."""

    path: str
    form: Mapping[str, str] | None
    json: JsonValue

    def __repr__(self) -> str:
        return "Shaped(***)"


class NotOffered(Exception):
    """The provider takes registered texts alone, and this one is not registered."""


def shaped(shape: MessageShape, said: Said, addressed: Addressed) -> Shaped:
    """Raises: NotOffered."""
    registered = said.provider_template is not None and shape.template is not None
    pattern = shape.template if registered else shape.fields
    if pattern is None:
        raise NotOffered
    values = _values(said, addressed)
    path = str(_filled(shape.path, values))
    body = _filled(pattern, values)
    if not shape.form:
        return Shaped(path=path, form=None, json=body)
    fields = body if isinstance(body, Mapping) else {}
    return Shaped(path=path, form={name: str(each) for name, each in fields.items() if each != ""}, json=None)


def _values(said: Said, addressed: Addressed) -> dict[str, JsonValue]:
    """Everything that a pattern may name. What is no text stands alone in its place."""
    given, ordered = said.provider_template, list(said.parameters.values())
    parameters: list[JsonValue] = [{"type": "text", "text": each} for each in ordered]
    components: list[JsonValue] = [{"type": "body", "parameters": parameters}] if parameters else []
    return {
        "to": addressed.to,
        "digits": addressed.to.removeprefix("+"),
        "sender": addressed.sender,
        "username": addressed.username,
        "text": said.text,
        "language": said.language,
        "locale": said.language.replace("-", "_"),
        "encoding": "plain" if sms_size(said.text).encoding == "gsm7" else "unicode",
        "template": given.id if given else "",
        "entity": (given.entity_id if given else None) or "",
        "ordered": list(ordered),
        "named": dict(said.parameters),
        "numbered": msgspec.json.encode({str(at): each for at, each in enumerate(ordered, start=1)}).decode(),
        "components": components,
    }


def _filled(pattern: JsonValue, values: Mapping[str, JsonValue]) -> JsonValue:
    """Fill in, in one pass: what a value holds is no pattern."""
    if isinstance(pattern, str):
        whole = _PLACE.fullmatch(pattern)
        if whole:
            return values[whole[1]]
        return _PLACE.sub(lambda found: str(values[found[1]]), pattern)
    if isinstance(pattern, Mapping):
        filled: dict[str, JsonValue] = {}
        for name, each in pattern.items():
            value = _filled(each, values)
            if name == _SPREAD and isinstance(value, Mapping):
                filled |= {key: inner for key, inner in value.items() if key not in pattern}
            else:
                filled[name] = value
        return filled
    if isinstance(pattern, list):
        return [_filled(each, values) for each in pattern]
    return pattern
