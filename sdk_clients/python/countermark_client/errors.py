"""What can go wrong: one exception for each kind of answer, and two for answers that never came."""

from __future__ import annotations

import http
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from countermark_client import retry_after


class CountermarkError(Exception):
    """The base of everything that this client raises on purpose."""


@dataclass(frozen=True)
class FieldError:
    """One refused field. field: its dotted path in the request. reason: what is wrong with it. fix: what to change."""

    field: str
    reason: str
    fix: str


class ApiError(CountermarkError):
    """The server answered that it will not do it.

    status: of HTTP. code: stable, switch on it; empty where the answer was not the service's own. title, detail, fix: for people.
    request_id: name it when you report the problem. errors: the refused fields. retry_after_s: the wait that the server asks for.
    """

    def __init__(
        self,
        *,
        status: int,
        code: str,
        title: str,
        detail: str,
        fix: str,
        request_id: str,
        errors: tuple[FieldError, ...] = (),
        retry_after_s: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.fix = fix
        self.request_id = request_id
        self.errors = errors
        self.retry_after_s = retry_after_s
        super().__init__(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Go to another process whole: exceptions are made anew there from their arguments, which are names here."""
        return _again, (type(self), vars(self))

    def __str__(self) -> str:
        named = "".join(f" [{each.field}: {each.reason}]" for each in self.errors)
        fix = f" {self.fix}" if self.fix else ""
        return f"{self.status} {self.code or self.title}: {self.detail}{named}{fix} (request {self.request_id or 'unknown'})"


class InvalidRequest(ApiError):
    """400 or 422: the request is wrong as it stands."""


class AuthenticationError(ApiError):
    """401: the credential is missing, wrong or no longer valid."""


class PermissionDenied(ApiError):
    """403: the credential may not do this."""


class NotFound(ApiError):
    """404: there is no such thing in this environment."""


class Conflict(ApiError):
    """409: it contradicts what is there."""


class RateLimited(ApiError):
    """429: too much in too short a time; `retry_after_s` says when to come again."""


class ServerError(ApiError):
    """5xx: the server could not do it now."""


class ConnectionFailed(CountermarkError):
    """The server could not be reached, or hung up before the answer was whole."""


class TimedOut(CountermarkError):
    """The answer did not come in time. Whether the work was done is not known: repeat it under the same idempotency key."""


class WebhookRefused(CountermarkError):
    """What came in is not a webhook that can be believed."""


class WebhookSignatureInvalid(WebhookRefused):
    """No signature of the webhook belongs to any of the secrets."""


class WebhookTimestampOutside(WebhookRefused):
    """The webhook is signed, but older or newer than is tolerated: somebody may be replaying it."""


class ReceiptRefused(CountermarkError):
    """The receipt was not given by this service, or not for what it says. check: which step failed."""

    def __init__(self, check: str, reason: str) -> None:
        self.check = check
        self.reason = reason
        super().__init__(f"{check}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.check, self.reason)


def _again(kind: type[ApiError], told: dict[str, object]) -> ApiError:
    error = kind.__new__(kind)
    vars(error).update(told)
    Exception.__init__(error, str(error))
    return error


_BY_STATUS: dict[int, type[ApiError]] = {
    400: InvalidRequest,
    401: AuthenticationError,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    422: InvalidRequest,
    429: RateLimited,
}


def kind_of(status: int) -> type[ApiError]:
    """Return the exception for a status; `ApiError` itself where none is more exact."""
    return _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)


def code_of(content: bytes) -> str:
    """Return the problem's code, or nothing where the body is no problem."""
    return _text(_fields_of(content), "code") or _text(_fields_of(content), "error")


def error_of(status: int, headers: Mapping[str, str], content: bytes) -> ApiError:
    """Read an answer of 300 or above, whatever its body is. headers: names in lower case."""
    fields = _fields_of(content)
    phrase = (
        http.HTTPStatus(status).phrase if status in http.HTTPStatus._value2member_map_ else "Unknown status"
    )
    said = _text(fields, "detail") or _text(fields, "error_description")
    return kind_of(status)(
        status=status,
        code=_text(fields, "code") or _text(fields, "error"),
        title=_text(fields, "title") or phrase,
        detail=said or content[:200].decode("utf-8", "replace").strip() or phrase,
        fix=_text(fields, "fix"),
        request_id=_text(fields, "request_id") or headers.get("x-request-id", ""),
        errors=_field_errors(fields.get("errors")),
        retry_after_s=retry_after.asked_s(headers),
    )


def unreadable(status: int, headers: Mapping[str, str]) -> ApiError:
    """Say that an answer claims success and is not what it should be: something between here and the service wrote it."""
    return ApiError(
        status=status,
        code="answer_unreadable",
        title="Unreadable answer",
        detail="The answer is not what this operation answers.",
        fix="Check that base_url is the service itself, and that this client is not older than its API version.",
        request_id=headers.get("x-request-id", ""),
    )


def _fields_of(content: bytes) -> Mapping[str, object]:
    try:
        read: object = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", read) if isinstance(read, dict) else {}


def _text(fields: Mapping[str, object], name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _field_errors(listed: object) -> tuple[FieldError, ...]:
    found = cast("list[object]", listed) if isinstance(listed, list) else []
    read = [cast("dict[str, object]", each) for each in found if isinstance(each, dict)]
    return tuple(FieldError(_text(each, "field"), _text(each, "reason"), _text(each, "fix")) for each in read)
