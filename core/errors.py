"""The domain's errors: each has a kind that both faces translate, and a stable code that callers switch on."""

import enum
import re
from collections.abc import Sequence
from typing import ClassVar

import msgspec


class ErrorKind(enum.StrEnum):
    """What went wrong, in words of the domain; `api` maps each kind to one HTTP and one gRPC status."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    PRECONDITION = "precondition"
    EXHAUSTED = "exhausted"
    UNAVAILABLE = "unavailable"
    DEADLINE = "deadline"
    INTERNAL = "internal"


class FieldError(msgspec.Struct, frozen=True):
    """One field that was refused. `field` is a path as the caller wrote it: `transaction.amount_minor`, `items[3].id`."""

    field: str
    reason: str
    fix: str


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.$\-]{0,63}")
_DIGITS = re.compile(r"[0-9]{4}")
UNSHOWN = "…"
_PERSONAL = re.compile(r"[^\s@]*@[^\s@]*|[0-9](?:[ ()./-]{0,2}[0-9]){6,}")
_NAMED_MAX = 64


def shown(name: str) -> str:
    """Return a name that the caller made up, to tell where it stands, or an ellipsis if it could be somebody's.

    An error ends in the logs of whoever called; a number, an address or a sentence sent as a name must not.
    """
    return name if _NAME.fullmatch(name) and not _DIGITS.search(name) else UNSHOWN


def named(name: str) -> str:
    """Return the name of a column that the caller made up, so that it can be found: at most 64 characters, none that controls.

    Tables have any names, so they are told; what in one looks like a number of somebody or an address is left out.
    """
    kept = _PERSONAL.sub(UNSHOWN, name[:_NAMED_MAX])
    told = "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in kept
    )
    return told if len(name) <= _NAMED_MAX and len(told) <= _NAMED_MAX else f"{told[:_NAMED_MAX]}{UNSHOWN}"


class PlatformError(Exception):
    """Base of every error that a caller may see.

    The message is for the caller; `internal` is for the log alone and may name ids, never personal data.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL
    code: ClassVar[str] = "internal"
    fix: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        internal: str = "",
        fields: Sequence[FieldError] = (),
        retry_after_s: float | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.internal = internal
        self.fields = tuple(fields)
        self.retry_after_s = retry_after_s
        self.how_to_fix = fix_of(type(self)) if fix is None else fix


_FIX_OF_KIND = {
    ErrorKind.INVALID: "Correct what the message names and send the request again.",
    ErrorKind.UNAUTHENTICATED: "Send a credential of this environment that is in force.",
    ErrorKind.FORBIDDEN: "Ask whoever runs your tenant for the permission, or use a credential that has it.",
    ErrorKind.NOT_FOUND: "Check the id, and that it is of the environment that your credential belongs to.",
    ErrorKind.CONFLICT: "Read what is there, and send what goes with it.",
    ErrorKind.PRECONDITION: "Bring about what the message names first, then send the request again.",
    ErrorKind.EXHAUSTED: "Wait, for the time in Retry-After where there is one, and send the request again.",
    ErrorKind.UNAVAILABLE: "Send the request again in a moment with the same idempotency key.",
    ErrorKind.DEADLINE: "Send the request again with the same idempotency key, and allow it more time.",
    ErrorKind.INTERNAL: "Tell whoever runs the service, with the request id.",
}


def fix_of(error: type[PlatformError]) -> str:
    """Return what to do about an error, in its own words or those of its kind."""
    return error.fix or _FIX_OF_KIND[error.kind]


class InvalidRequest(PlatformError):
    kind = ErrorKind.INVALID
    code = "invalid_request"
    fix = "Correct the named fields and send the request again."


class InvalidId(PlatformError):
    kind = ErrorKind.INVALID
    code = "invalid_id"
    fix = "Send the id exactly as this service returned it."

    def __init__(self, message: str, *, text: str = "") -> None:
        """text: what was sent as an id, for the faces to find where it stood; it is shown to nobody."""
        super().__init__(message)
        self.text = text


class DeadlineExceeded(PlatformError):
    kind = ErrorKind.DEADLINE
    code = "deadline_exceeded"
    fix = "Send the request again with the same idempotency key, and allow it more time."


class Overloaded(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "overloaded"
    fix = "Wait for the time named in Retry-After and send the request again with the same idempotency key."


class DatabaseUnavailable(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "database_unavailable"
    fix = "Send the request again with the same idempotency key: should it have been carried out, it is not done twice."


class PortTaken(PlatformError):
    """Something else listens there."""

    kind = ErrorKind.UNAVAILABLE
    code = "port_taken"
    fix = "End what listens there, or set COUNTERMARK_REST_PORT or COUNTERMARK_GRPC_PORT to another port."
