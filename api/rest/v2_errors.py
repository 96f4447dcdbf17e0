"""Refusals under `/v2`, in the form of the Open Inference Protocol: `{"error": …}`, with our own fields beside it."""

import msgspec

from api.rest import problems
from core.errors import FieldError, PlatformError

_encode = msgspec.json.Encoder().encode
_MEDIA_TYPE = (b"content-type", b"application/json")


class V2Error(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong. The protocol asks for `error` alone.

    error: in words.
    code: stable; switch on this.
    fix: what to change before trying again.
    request_id: name it when you report the problem.
    errors: the refused fields, when the content of the request is the reason.
    """

    error: str
    code: str
    fix: str
    request_id: str
    errors: list[FieldError]


def speaks(path: str) -> bool:
    """Say whether a path belongs to the protocol."""
    return path.startswith("/v2/") or path == "/v2"


def encode(error: PlatformError, request_id: str) -> bytes:
    return _encode(
        V2Error(
            error=error.message,
            code=error.code,
            fix=error.how_to_fix,
            request_id=request_id,
            errors=list(error.fields),
        )
    )


def headers_of(error: PlatformError) -> list[tuple[bytes, bytes]]:
    return [_MEDIA_TYPE, *(each for each in problems.headers_of(error) if each[0] != b"content-type")]
