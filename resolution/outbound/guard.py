"""The way out: one HTTP call to a host that a tenant named, which can reach nothing but the public internet.

A name is resolved once, every answer must be outside, and the connection is made to an answer that was checked, so a name that
changes what it says changes nothing. TLS still proves the name. No redirect is followed, no proxy and no cookie jar is known,
answers are read up to a bound, and a connection is never used for a second call: two names may share an address.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence

import httpcore

from resolution.outbound.addresses import Address
from resolution.outbound.exchange import Reply, Request, TargetRefused, TargetUnreachable
from resolution.outbound.reach import Reach
from resolution.outbound.targets import Target

CONNECT_TIMEOUT_S = 5.0
_TRIED_MAX = 2
_ANSWERS_MAX = 64

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)

Resolve = Callable[[str], Awaitable[Sequence[str]]]


class Guard:
    """reach: what may be called. trust: who signs certificates, the system's authorities by default."""

    def __init__(
        self,
        reach: Reach,
        *,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._reach = reach
        self._resolve = resolve or resolved
        self._trust = trust
        self._opened: httpcore.AsyncConnectionPool | None = None

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.aclose()

    @property
    def _pool(self) -> httpcore.AsyncConnectionPool:
        """Made with the first call: a process that calls nobody does without 2 MB of certificates."""
        if self._opened is None:
            self._opened = httpcore.AsyncConnectionPool(
                ssl_context=self._trust or ssl.create_default_context(),
                max_connections=None,
                max_keepalive_connections=0,
                retries=0,
            )
        return self._opened

    async def send(self, request: Request) -> Reply:
        """Carry out one call. Raises: InvalidRequest, TargetRefused, TargetUnreachable."""
        target = self._reach.read(request.url)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(request.timeout_s):
                addresses = await self._addresses(target)
                return await self._exchange(request, target, addresses, started)
        except TimeoutError:
            raise TargetUnreachable("No answer came in time.", internal="timeout") from None
        except _FAILURES as error:
            raise TargetUnreachable("The host cannot be reached.", internal=_reason(error)) from None

    async def _addresses(self, target: Target) -> list[Address]:
        """Resolve once. Every answer must be one that may be reached, or none is."""
        if target.address is not None:
            return [target.address]
        try:
            answers = await self._resolve(target.host)
            found = [ipaddress.ip_address(each) for each in answers[:_ANSWERS_MAX]]
        except (OSError, UnicodeError, ValueError):
            raise TargetUnreachable("The name cannot be resolved.", internal="name") from None
        if not found:
            raise TargetUnreachable("The name cannot be resolved.", internal="name")
        if len(answers) > _ANSWERS_MAX or not all(map(self._reach.holds, found)):
            raise TargetRefused("The host is not on the public internet.")
        return found

    async def _exchange(
        self, request: Request, target: Target, addresses: list[Address], started: float
    ) -> Reply:
        """Ask the first checked address that takes a connection; what was sent once is not sent again."""
        tried = addresses[:_TRIED_MAX]
        for address in tried[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._ask(request, target, address, started)
        return await self._ask(request, target, tried[-1], started)

    async def _ask(self, request: Request, target: Target, address: Address, started: float) -> Reply:
        wait = dict.fromkeys(("read", "write", "pool"), request.timeout_s)
        pinned = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=target.scheme, host=str(address), port=target.port, target=target.path.encode("ascii")
            ),
            headers=[*_headers(request, target)],
            content=request.body,
            extensions={"sni_hostname": target.host, "timeout": {**wait, "connect": CONNECT_TIMEOUT_S}},
        )
        answer = await self._pool.handle_async_request(pinned)
        try:
            body, cut = await _bounded(answer, request.answer_bytes_max)
        finally:
            await answer.aclose()
        took = round((time.perf_counter() - started) * 1_000)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Reply(status=answer.status, headers=headers, body=body, cut=cut, ms=took)


async def resolved(name: str) -> list[str]:
    """Ask the system's resolver. Raises: OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for _, _, _, _, sockaddr in found))


def _headers(request: Request, target: Target) -> Sequence[tuple[str, str]]:
    sent = {
        "host": target.authority,
        "user-agent": "Countermark",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": str(len(request.body)),
    }
    own = {name.lower(): value for name, value in request.headers.items()}
    fixed = {name: sent[name] for name in ("host", "accept-encoding", "connection", "content-length")}
    if not request.body and request.method not in _WITH_BODY:
        del fixed["content-length"], sent["content-length"]
    return list((sent | own | fixed).items())


async def _bounded(answer: httpcore.Response, bytes_max: int) -> tuple[bytes, bool]:
    """Read what the bound allows, as it came: nothing is unpacked."""
    body = bytearray()
    async for piece in answer.aiter_stream():
        body += piece
        if len(body) > bytes_max:
            return bytes(body[:bytes_max]), True
    return bytes(body), False


def _reason(error: Exception) -> str:
    """A word of ours for what failed; the library's text may quote what was sent."""
    if isinstance(error, httpcore.TimeoutException):
        return "timeout"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectError):
        return "connect"
    wrong = (httpcore.ProtocolError, httpcore.UnsupportedProtocol)
    return "protocol" if isinstance(error, wrong) else "connection"
