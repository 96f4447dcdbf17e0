"""What both faces find out about a request before they know what it asks: its id and its version."""

import re

from api.settings import API_VERSION
from core.clock import Clock
from core.errors import ErrorKind, PlatformError
from core.ids import public, uuid7

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:\-]{1,128}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# The number of a card, a phone, a person, an account or a taxpayer, however it is grouped. An id goes into logs and traces.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9](?:[._:\-]?[0-9]){8,}|[A-Za-z]{5}[0-9]{4}[A-Za-z])(?![A-Za-z0-9])"
)


class UnknownVersion(PlatformError):
    kind = ErrorKind.INVALID
    code = "unknown_api_version"
    fix = f"Send Countermark-Version: {API_VERSION}, or leave it out."


class InternalFailure(PlatformError):
    """What nobody foresaw. Its cause is in the log, under the request id."""

    kind = ErrorKind.INTERNAL
    code = "internal"
    fix = (
        "This is ours to repair. Try again with the same idempotency key; if it stays, report the request id."
    )


def request_id_of(sent: str | None, clock: Clock) -> str:
    """Keep the caller's own id when it cannot break a log line and is not a number of somebody's, else make one."""
    if sent and _REQUEST_ID.fullmatch(sent) and (_UUID.fullmatch(sent) or not _NUMBER.search(sent)):
        return sent
    return public("req", uuid7(clock))


def check_version(version: str | None) -> None:
    """Raises: UnknownVersion."""
    if version is not None and version != API_VERSION:
        raise UnknownVersion("This server does not speak that version of the API.")
