"""Strict JSON bodies: what msgspec refuses is said again as field, reason and fix, the same on both faces."""

import re
from typing import Generic, TypeVar

import msgspec

from core.errors import ErrorKind, FieldError, InvalidRequest, PlatformError, shown

Body = TypeVar("Body")

_AT = re.compile(r"^(?P<reason>.*?)(?: - at (?:`key` in )?`\$?\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_QUOTING = re.compile(r"^Invalid (?:enum )?value .*", re.DOTALL)
_NAMED = re.compile(r"(?P<what>required|unknown) field `(?P<name>[^`]*)`")
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

    Raises: MalformedJson, InvalidRequest with the first refused field.
    """

    def __init__(self, body: type[Body]) -> None:
        self._decoder = msgspec.json.Decoder(body)

    def decode(self, raw: bytes) -> Body:
        if b"\\u0000" in raw and _NUL.search(raw):
            raise MalformedJson("The body holds the character U+0000, which no field takes.")
        try:
            return self._decoder.decode(raw)
        except msgspec.ValidationError as refused:
            raise InvalidRequest("The request was refused.", fields=[field_error(str(refused))]) from None
        except msgspec.DecodeError as malformed:
            raise MalformedJson(f"{_clip(str(malformed))}.") from None
        except UnicodeDecodeError:
            raise MalformedJson("The body is not UTF-8.") from None
        except RecursionError:
            raise MalformedJson("The body is nested too deeply.") from None


def field_error(text: str) -> FieldError:
    """Read the text of a msgspec.ValidationError: its path names the field, its words the reason."""
    match = _AT.match(text)
    reason, path = (match["reason"], match["path"] or "") if match else (text, "")
    reason = _QUOTING.sub("Invalid value: it is none of those that are known", reason)
    named = _NAMED.search(reason)
    if named is None:
        return FieldError(field=_clip(path), reason=_clip(f"{reason}."), fix=_fix_of(reason))
    if named["what"] == "unknown":
        field = _clip(f"{path}.{shown(named['name'])}".lstrip("."))
        return FieldError(
            field=field, reason="There is no such field.", fix="Remove it, or correct its name."
        )
    field = _clip(f"{path}.{named['name']}".lstrip("."))
    return FieldError(field=field, reason="This field is required.", fix="Add it.")


def _fix_of(reason: str) -> str:
    if "got `" in reason:
        return f"Send {reason.removeprefix('Expected ').partition(', got')[0].replace('`', '')} here, as JSON writes it."
    if "enum" in reason or reason.startswith("Invalid value"):
        return "Use one of the documented values."
    return "Send a value within the documented range, length and form."


def _clip(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH_MAX else f"{text[:_TEXT_LENGTH_MAX]}…"
