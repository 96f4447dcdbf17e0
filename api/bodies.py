"""Strict JSON bodies: what msgspec refuses is said again as field, reason and fix."""

import contextlib
import json
import re
from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from api.field_errors import field_error
from api.places import place_of
from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError, shown

Body = TypeVar("Body")

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_TEXT_LENGTH_MAX = 200


class MalformedJson(PlatformError):
    kind = ErrorKind.INVALID
    code = "malformed_json"
    fix = "Send one JSON value in UTF-8, without NaN, Infinity, comments or trailing text."


class BodyTooLarge(PlatformError):
    kind = ErrorKind.INVALID
    code = "body_too_large"
    fix = "Send less at once; bulk operations take up to 1,000 items."


class BodyDecoder(Generic[Body]):
    """Decodes one type of body, compiled once.

    once: refuse a name that stands twice in one object, which costs a second reading (about 12 µs of 260 bytes); without it the last
    one counts.
    Raises: MalformedJson, InvalidRequest with the first refused field.
    """

    def __init__(self, body: type[Body], *, once: bool = False) -> None:
        self._body = body
        self._once = once
        self._decoder = msgspec.json.Decoder(body)

    def decode(self, raw: bytes) -> Body:
        if b"\\u0000" in raw and _NUL.search(raw):
            raise _nul(raw)
        try:
            decoded = self._decoder.decode(raw)
        except msgspec.ValidationError as refused:
            field = field_error(str(refused), self._body)
            raise InvalidRequest("The request was refused.", fields=[field]) from None
        except msgspec.DecodeError as malformed:
            raise MalformedJson(f"{_clip(str(malformed))}.") from None
        except UnicodeDecodeError:
            raise MalformedJson("The body is not UTF-8.") from None
        except RecursionError:
            raise MalformedJson("The body is nested too deeply.") from None
        if self._once:
            _read_once(raw)
        return decoded


def _nul(raw: bytes) -> MalformedJson:
    """Name the field, if the rest is JSON."""
    message, place = "The body holds the character U+0000, which no field takes.", None
    with contextlib.suppress(ValueError, RecursionError):
        place = place_of(json.loads(raw, parse_int=str, parse_float=str), lambda text: "\0" in text)
    if not place:
        return MalformedJson(message)
    return MalformedJson(
        message, fields=[FieldError(place, "It holds the character U+0000.", "Leave it out.")]
    )


def _read_once(raw: bytes) -> None:
    """Raises: InvalidRequest, naming a field that stands twice in one object."""
    try:
        json.loads(raw, object_pairs_hook=_distinct, parse_int=str, parse_float=str)
    except RecursionError:
        raise MalformedJson("The body is nested too deeply.") from None


def _distinct(pairs: Sequence[tuple[str, object]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        field = FieldError(shown(twice), "It stands twice in one object.", "Send it once.")
        raise InvalidRequest("A field was given twice.", fields=[field])


def _clip(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH_MAX else f"{text[:_TEXT_LENGTH_MAX]}…"
