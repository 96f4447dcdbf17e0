"""Every failure as an RFC 9457 problem: one table from kinds to statuses, and one shape for all of them."""

import http

import msgspec
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
)
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE

from api.bodies import BodyTooLarge
from api.calls import InternalFailure
from core.errors import ErrorKind, FieldError, PlatformError
from inference.batch.entities import BatchTooLarge

STATUS_OF_KIND: dict[ErrorKind, int] = {
    ErrorKind.INVALID: 400,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.PRECONDITION: 422,
    ErrorKind.EXHAUSTED: 429,
    ErrorKind.INTERNAL: 500,
    ErrorKind.UNAVAILABLE: 503,
    ErrorKind.DEADLINE: 504,
}

MEDIA_TYPE = "application/problem+json"
_CHALLENGE = 'Bearer realm="countermark"'
_encoder = msgspec.json.Encoder()


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong, in words for people and in a code for programs (RFC 9457).

    type: where the code is documented, relative to this server.
    title: the phrase of the status.
    status: the HTTP status.
    detail: what went wrong this time.
    code: stable; switch on this.
    fix: what to change before trying again.
    request_id: name it when you report the problem.
    errors: the refused fields, when the content of the request is the reason.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    fix: str
    request_id: str
    errors: list[FieldError]


class RouteNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "route_not_found"
    fix = "Look the path up in /docs; mind the /api/v1 in front and the plural of nouns."


class MethodNotAllowed(PlatformError):
    kind = ErrorKind.INVALID
    code = "method_not_allowed"
    fix = "Use one of the methods in the Allow header."


class UnsupportedMediaType(PlatformError):
    kind = ErrorKind.INVALID
    code = "unsupported_media_type"
    fix = "Send UTF-8 JSON with Content-Type: application/json and without Content-Encoding."


class BadRequest(PlatformError):
    """What the framework refused before any handler ran, in a way that has no code of its own."""

    kind = ErrorKind.INVALID
    code = "bad_request"
    fix = "Compare the request with the reference at /docs."


class MalformedRequest(PlatformError):
    kind = ErrorKind.INVALID
    code = "malformed_request"
    fix = "Send HTTP/1.1 with a Host header; most clients do so by themselves."


class HeadTooLarge(PlatformError):
    kind = ErrorKind.INVALID
    code = "head_too_large"
    fix = "Send fewer and shorter headers, and long arguments in the body."


STATUS_OF_ERROR: dict[type[PlatformError], int] = {
    MethodNotAllowed: 405,
    BodyTooLarge: HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    BatchTooLarge: HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: 415,
    HeadTooLarge: 431,
}
"""The failures for which HTTP has a status of its own."""


def status_of(error: type[PlatformError]) -> int:
    return STATUS_OF_ERROR.get(error) or STATUS_OF_KIND[error.kind]


def phrase_of(status: int) -> str:
    return http.HTTPStatus(status).phrase


def from_framework(error: HTTPException) -> PlatformError:
    """Translate what Litestar raises of its own accord; its texts are not shown where they could echo input."""
    if isinstance(error, MethodNotAllowedException):
        return MethodNotAllowed("This path does not take that method.")
    if isinstance(error, NotFoundException):
        return RouteNotFound("There is nothing at this path.")
    if error.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE:
        return BodyTooLarge("The body is larger than this operation takes.")
    if 400 <= error.status_code < 500:
        return BadRequest("The request could not be read.")
    return InternalFailure("The request failed on our side.", internal=type(error).__name__)


def encode(error: PlatformError, request_id: str) -> bytes:
    status = status_of(type(error))
    return _encoder.encode(
        Problem(
            type=f"/docs/errors#{error.code}",
            title=phrase_of(status),
            status=status,
            detail=error.message,
            code=error.code,
            fix=error.how_to_fix,
            request_id=request_id,
            errors=list(error.fields),
        )
    )


def headers_of(error: PlatformError) -> list[tuple[bytes, bytes]]:
    """Return the headers that belong to this error, content type included."""
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
    if status_of(type(error)) == STATUS_OF_KIND[ErrorKind.UNAUTHENTICATED]:
        headers.append((b"www-authenticate", _CHALLENGE.encode()))
    if error.retry_after_s is not None:
        headers.append((b"retry-after", str(max(1, round(error.retry_after_s + 0.5))).encode()))
    return headers
