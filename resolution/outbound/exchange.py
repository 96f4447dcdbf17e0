"""One HTTP call to the outside, its answer, and what can go wrong; `guard` carries it out."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from core.errors import ErrorKind, PlatformError
from resolution.outbound import targets

TOTAL_TIMEOUT_S = 15.0
ANSWER_BYTES_MAX = 65_536


class TargetRefused(PlatformError):
    """The host is not on the public internet, or says that it is partly elsewhere. Nothing was connected."""

    kind = ErrorKind.INVALID
    code = "target_refused"
    fix = "Give a host whose every address is a public one."


class TargetUnreachable(PlatformError):
    """Name, connection, TLS or answer failed. internal: which of them."""

    kind = ErrorKind.UNAVAILABLE
    code = "target_unreachable"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """headers: without Host, which follows from the URL. answer_bytes_max: what is read of the answer; what fits a message where it is
    left out."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes = b""
    timeout_s: float = TOTAL_TIMEOUT_S
    answer_bytes_max: int = ANSWER_BYTES_MAX

    def __repr__(self) -> str:
        return f"Request({self.method} {targets.shown(self.url)})"


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """body: at most `answer_bytes_max` of it. cut: it was longer. ms: from the question to the end of the answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool
    ms: int

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.body)} bytes)"


class WayOut(Protocol):
    async def send(self, request: Request) -> Reply:
        """Carry out one call. Raises: InvalidRequest, TargetRefused, TargetUnreachable."""
        ...


class Shut:
    """The way out of a process that calls nobody."""

    async def send(self, request: Request) -> Reply:
        raise TargetRefused("This process calls nobody.", internal=repr(request))
