"""Path and query parameters, decoded as strictly as bodies: by msgspec, from the types of the handler.

Litestar's own conversion drops msgspec's constraints, takes undeclared parameters, and lets the last of two win.
"""

import functools
import inspect
import operator
import re
import types
import typing
import urllib.parse
from collections.abc import Mapping, Sequence

import msgspec

from api.field_errors import field_error
from api.rest.binding import Binding
from core.errors import FieldError, InvalidRequest, shown

_REPLACEMENT = "\ufffd"
_KEPT = frozenset({"%2F", "%25"})
_ESCAPES = re.compile("(%2[Ff]|%25)")


class ParameterDecoder:
    """Compiled once for an operation; Structs of its parameters do the work."""

    def __init__(self, name: str, binding: Binding) -> None:
        declared = [*binding.path.values(), *binding.query.values()]
        # Numbers must be read from text, and nothing else: lax reading takes "0.5" for a time since 1970.
        self._numbers = _struct(f"{name}Numbers", [each for each in declared if _is_number(each.annotation)])
        self._texts = _struct(f"{name}Texts", [each for each in declared if not _is_number(each.annotation)])
        self._query = frozenset(binding.query)
        self._many = frozenset(key for key, each in binding.query.items() if _is_list(each.annotation))
        self._any = bool(declared)

    def decode(self, path: Mapping[str, object], query: bytes) -> dict[str, object]:
        """Raises: InvalidRequest with the first refused parameter."""
        if not (self._any or query):
            return {}
        given: dict[str, object] = {name: _whole(value) for name, value in path.items()}
        if query:
            given.update(self._read(query))
        texts, numbers = _converted(given, self._texts, True), _converted(given, self._numbers, False)
        return msgspec.structs.asdict(texts) | msgspec.structs.asdict(numbers)

    def _read(self, query: bytes) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in _pairs(query):
            if name not in self._query:
                error = FieldError(shown(name), "There is no such query parameter.", "Remove it.")
                raise _refused(error)
            if name in self._many:
                typing.cast("list[str]", found.setdefault(name, [])).append(value)
            elif name in found:
                raise _refused(FieldError(name, "This query parameter was given twice.", "Give it once."))
            else:
                found[name] = value
        return found


def _whole(value: object) -> object:
    return urllib.parse.unquote(value) if isinstance(value, str) and "%" in value else value


def _converted(given: Mapping[str, object], kind: type[msgspec.Struct], strict: bool) -> msgspec.Struct:  # noqa: FBT001
    try:
        return msgspec.convert(given, kind, strict=strict)
    except msgspec.ValidationError as refused:
        raise _refused(field_error(str(refused), kind)) from None


def routed(raw: bytes) -> str:
    """Decode a path for routing: a slash inside a parameter stays `%2F`, so that it parts nothing, and `%` stays `%25`.

    What is left to decode of a parameter is decoded with it.
    """
    return "".join(
        escape.upper() if escape.upper() in _KEPT else urllib.parse.unquote(escape)
        for escape in _ESCAPES.split(raw.decode("latin-1"))
    )


def check_path(path: str) -> None:
    """Refuse a path whose escapes are no text. Raises: InvalidRequest."""
    if "\0" in path or _REPLACEMENT in path:
        raise _refused(FieldError("path", "It holds U+0000 or bytes that are not UTF-8.", "Send text."))


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        pairs = urllib.parse.parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:  # UnicodeDecodeError is one
        raise _refused(FieldError("query", "It is not percent-encoded UTF-8.", "Encode it.")) from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise _refused(FieldError("query", "It holds the character U+0000.", "Leave it out."))
    return pairs


def _struct(name: str, parameters: Sequence[inspect.Parameter]) -> type[msgspec.Struct]:
    """Make a Struct of parameters; what it does not have belongs to the other one."""
    fields = [
        (each.name, _never_null(each.annotation))
        if each.default is inspect.Parameter.empty
        else (each.name, _never_null(each.annotation), each.default)
        for each in parameters
    ]
    return msgspec.defstruct(name, fields, kw_only=True)


def _is_number(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, bool | int | float):
        return True
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        arguments = arguments[:1]
    return typing.get_origin(annotation) is not typing.Literal and any(_is_number(each) for each in arguments)


def _never_null(annotation: object) -> object:
    """Take the null out of `X | None`: a URL has no null, and the text "null" must not be taken for one."""
    if typing.get_origin(annotation) not in {types.UnionType, typing.Union}:
        return annotation
    kept = [each for each in typing.get_args(annotation) if each is not types.NoneType]
    return functools.reduce(operator.or_, kept)


def _is_list(annotation: object) -> bool:
    if typing.get_origin(annotation) is typing.Annotated:
        return _is_list(typing.get_args(annotation)[0])
    return typing.get_origin(annotation) is list or any(
        _is_list(each) for each in typing.get_args(annotation)
    )


def _refused(error: FieldError) -> InvalidRequest:
    return InvalidRequest("A path or query parameter was refused.", fields=[error])
