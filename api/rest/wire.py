"""HTTP/1.1 on one connection, on the process's own event loop: httptools (llhttp) parses, an ASGI application answers.

Why it stands here instead of a server that is ready-made: docs/decisions/0034. One request of a connection is answered at a
time; what is sent ahead waits. A head must be complete within `Bounds.head_s`; a connection on which nothing comes, of a
body either, is kept for `Bounds.idle_s`.
"""

import asyncio
import collections
import logging
import urllib.parse
from collections.abc import Coroutine
from typing import Protocol, cast

import httptools
import msgspec
from litestar.types import ASGIApp, HTTPScope

from api.calls import request_id_of
from api.rest import problems
from api.rest.exchange import Exchange
from core.clock import Clock
from core.errors import PlatformError

HEAD_BYTES_MAX, HEADERS_MAX = 65_536, 200
_AHEAD_MAX = 8
_NEVER = float("inf")
_UPGRADING = frozenset({b"upgrade", b"http2-settings"})

_log = logging.getLogger(__name__)


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How long a client may take over a head, and how long it may be silent between requests or within a body."""

    head_s: float = 30.0
    idle_s: float = 90.0


class Home(Protocol):
    """What the connections of a server share."""

    app: ASGIApp
    clock: Clock
    bounds: Bounds
    date: bytes
    leaving: bool
    connections: "set[Connection]"


class Connection(asyncio.Protocol):
    """due: in the loop's time; whoever is not further by then is cut off."""

    def __init__(self, home: Home) -> None:
        self.due = _NEVER
        self._home = home
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._peer: tuple[str, int] | None = None
        self._reading: Exchange | None = None
        self._answering: Exchange | None = None
        self._ahead: collections.deque[Exchange] = collections.deque()
        self._task: asyncio.Task[None] | None = None
        self._writable: asyncio.Future[None] | None = None
        self._in_head = self._ended = self._refused = self._held = self._left = False
        self._head_bytes = 0
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []

    @property
    def date(self) -> bytes:
        return self._home.date

    @property
    def leaving(self) -> bool:
        return self._home.leaving

    @property
    def busy(self) -> bool:
        """Say whether something came that is not answered to its end."""
        return self._in_head or self._reading is not None or self._answering is not None

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        named = transport.get_extra_info("peername")
        self._peer = (named[0], named[1]) if isinstance(named, tuple) else None
        self._home.connections.add(self)
        self.due = self._loop.time() + self._home.bounds.idle_s

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if not self.busy:
            self.due = self._loop.time() + self._home.bounds.head_s
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._stay(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            self._refuse(problems.MalformedRequest("This is no request in HTTP/1.1."))
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX:
                self._refuse(problems.HeadTooLarge(f"The head is larger than {HEAD_BYTES_MAX} bytes."))
        elif self._reading is not None:  # its body is still coming
            if self._answering is None:
                self._answer(self._reading)
            self._await_body()

    def eof_received(self) -> bool:
        """Keep a connection half open whose client has said all, and waits; one that was hearing a stream has left."""
        self._ended = True
        return self._answering is not None and not self._answering.more and not self._answering.started

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  a reset is an end like any other
        self._home.connections.discard(self)
        self._transport = None
        self.resume_writing()
        for exchange in (self._answering, self._reading):
            if exchange is not None:
                exchange.lose()

    def pause_writing(self) -> None:
        self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # What the parser calls.

    def on_message_begin(self) -> None:
        self._in_head, self._head_bytes = True, 0
        self._url, self._headers = b"", []

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._in_head = False
        parser = self._parser
        if parser.should_upgrade() or self._refused:
            return
        method = parser.get_method().decode("ascii")
        if len(self._headers) > HEADERS_MAX:
            self._refuse(problems.HeadTooLarge(f"There are more than {HEADERS_MAX} headers."))
            return
        old = parser.get_http_version() == "1.0"
        known, expects = old, False
        for name, value in self._headers:
            if name == b"host":
                known = True
            elif name == b"expect":
                expects = value.lower() == b"100-continue"
        scope = self._scope(method, "1.0" if old else "1.1")
        if scope is None or not known:
            self._refuse(
                problems.MalformedRequest("The target of the request is unclear, or Host is missing.")
            )
            return
        self._reading = Exchange(
            self, scope, keep_alive=parser.should_keep_alive(), old=old, expects=expects and not old
        )

    def on_body(self, body: bytes) -> None:
        if self._reading is not None:
            self._reading.take(body)

    def on_message_complete(self) -> None:
        exchange, self._reading = self._reading, None
        if exchange is None:
            return
        exchange.end()
        if self._answering is None:
            self._answer(exchange)
        elif exchange is self._answering:
            self.due = _NEVER
        else:
            self._ahead.append(exchange)
            if len(self._ahead) >= _AHEAD_MAX:
                self.hold()

    # What an exchange calls.

    def write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    async def written(self) -> None:
        if self._writable is not None:
            await asyncio.shield(self._writable)

    def hold(self) -> None:
        if self._transport is not None:
            self._transport.pause_reading()
            self._held, self.due = True, _NEVER

    def go_on(self) -> None:
        if self._held and self._transport is not None and len(self._ahead) < _AHEAD_MAX:
            self._transport.resume_reading()
            self._held = False
            self._await_body()

    # What its server calls.

    def leave(self) -> None:
        """Close now, or after what is being asked was answered."""
        self._left = True
        if not self.busy:
            self.close()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def cut(self) -> None:
        """Close at once, whatever is under way."""
        if self._task is not None:
            self._task.cancel()
        if self._transport is not None:
            self._transport.abort()

    def _scope(self, method: str, version: str) -> HTTPScope | None:
        """Make what the application sees; None where the target is no path."""
        raw, query = self._url, b""
        if not raw.startswith(b"/"):
            try:
                parsed = httptools.parse_url(raw)
            except httptools.HttpParserInvalidURLError:
                return None
            raw, query = parsed.path or b"/", parsed.query or b""
        elif b"?" in raw:
            raw, _, query = raw.partition(b"?")
        path = raw.decode("latin-1")
        if "%" in path:
            path = urllib.parse.unquote(path)
        scope = {
            "type": "http", "asgi": _ASGI, "http_version": version, "method": method, "scheme": "http", "path": path,
            "raw_path": raw, "query_string": query, "root_path": "", "headers": self._headers, "client": self._peer,
            "server": None, "state": {}, "extensions": None,
        }  # fmt: skip
        return cast("HTTPScope", scope)

    def _answer(self, exchange: Exchange) -> None:
        self._answering, self.due = exchange, _NEVER
        work = self._home.app(exchange.scope, exchange.receive, exchange.send)
        self._task = self._loop.create_task(cast("Coroutine[None, None, None]", work))
        self._task.add_done_callback(self._answered)

    def _await_body(self) -> None:
        """Give the client time for the next piece of what is being answered already."""
        if self._reading is not None and self._reading is self._answering and not self._held:
            self.due = self._loop.time() + self._home.bounds.idle_s

    def _answered(self, task: asyncio.Task[None]) -> None:
        """Go on with what was sent ahead, or wait for more; what broke off ends the connection."""
        if not task.cancelled() and task.exception() is not None:
            _log.error("An answer broke off.", exc_info=task.exception())
        exchange, self._answering, self._task = self._answering, None, None
        if self._transport is None or exchange is None:
            return
        if not exchange.done or not exchange.keep_alive or exchange.more or self._refused:
            self._transport.close()
            return
        if self._ahead:
            self._answer(self._ahead.popleft())
        elif self._reading is not None:
            self._answer(self._reading)
        elif self._ended or (self._left and not self._in_head):
            self._transport.close()
        else:
            bounds = self._home.bounds
            self.due = self._loop.time() + (bounds.head_s if self._in_head else bounds.idle_s)
        self.go_on()

    def _stay(self, rest: bytes) -> None:
        """Read a request again that asked for another protocol (Java asks for h2c in each POST), as one that did not.

        The parser takes what follows such a head for that protocol, and would lose the body.
        """
        parser = self._parser
        method, version = parser.get_method(), parser.get_http_version()
        if method == b"CONNECT":
            self._refuse(problems.MalformedRequest("There is nothing to connect to here."))
            return
        lines = [b"%b %b HTTP/%b" % (method, self._url, version.encode())]
        lines += [name + b": " + value for name, value in self._headers if name not in _UPGRADING]
        self._parser = httptools.HttpRequestParser(self)
        self.data_received(b"\r\n".join([*lines, b"", rest]))

    def _refuse(self, error: PlatformError) -> None:
        """Answer what cannot be read, and close."""
        self._refused = True
        if self._transport is None or self._answering is not None:
            return  # what was asked before is answered first; then it is closed
        request_id = request_id_of(None, self._home.clock)
        body = problems.encode(error, request_id)
        status = problems.status_of(type(error))
        lines = [
            f"HTTP/1.1 {status} {problems.phrase_of(status)}", self._home.date.decode(), "connection: close",
            f"content-type: {problems.MEDIA_TYPE}", f"x-request-id: {request_id}", f"content-length: {len(body)}",
        ]  # fmt: skip
        self._transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self._transport.close()


_ASGI = {"version": "3.0", "spec_version": "2.3"}
