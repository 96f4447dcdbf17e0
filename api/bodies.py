"""Strict JSON bodies: what msgspec refuses is said again as field, reason and fix."""

import re
from typing import Generic, TypeVar

import msgspec

from api.field_errors import field_error
from core.errors import ErrorKind, InvalidRequest, PlatformError

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

    Raises: MalformedJson, InvalidRequest with the first refused field.
    """

    def __init__(self, body: type[Body]) -> None:
        self._body = body
        self._decoder = msgspec.json.Decoder(body)

    def decode(self, raw: bytes) -> Body:
        if b"\\u0000" in raw and _NUL.search(raw):
            raise MalformedJson("The body holds the character U+0000, which no field takes.")
        try:
            return self._decoder.decode(raw)
        except msgspec.ValidationError as refused:
            field = field_error(str(refused), self._body)
            raise InvalidRequest("The request was refused.", fields=[field]) from None
        except msgspec.DecodeError as malformed:
            raise MalformedJson(f"{_clip(str(malformed))}.") from None
        except UnicodeDecodeError:
            raise MalformedJson("The body is not UTF-8.") from None
        except RecursionError:
            raise MalformedJson("The body is nested too deeply.") from None


def _clip(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH_MAX else f"{text[:_TEXT_LENGTH_MAX]}…"
