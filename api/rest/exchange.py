"""One request and its answer, as ASGI sees them: what came in is handed on in pieces, what goes out is written at once."""

import asyncio
import collections
import functools
import http
from collections.abc import Sequence
from typing import Protocol

from litestar.types import HTTPReceiveMessage, HTTPScope, Message

BUFFER_BYTES = 262_144
"""Of a body that nobody has read yet; then the connection is read no further."""
_BODILESS = frozenset({204, 304})
_SIZES = frozenset({b"content-length", b"transfer-encoding"})
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Line(Protocol):
    """The connection underneath."""

    @property
    def date(self) -> bytes:
        """The header line of the present second."""
        ...

    @property
    def leaving(self) -> bool:
        """No further request shall come on it."""
        ...

    def write(self, data: bytes) -> None: ...
    async def written(self) -> None:
        """Wait while the other side takes its time to read."""
        ...

    def hold(self) -> None:
        """Read no more for now."""
        ...

    def go_on(self) -> None: ...


class AnswerBroken(RuntimeError):
    """The application said what HTTP cannot: its connection is closed."""


class Exchange:
    """keep_alive: as the client wants it, until the answer says otherwise. old: HTTP/1.0.

    more: the body is not complete. gone: the client is. started, done: of the answer.
    """

    __slots__ = (
        "_arrived", "_chunked", "_expects", "_line", "_pieces", "_read", "_size", "_start", "done", "gone", "keep_alive",
        "more", "old", "scope", "started",
    )  # fmt: skip

    def __init__(self, line: Line, scope: HTTPScope, *, keep_alive: bool, old: bool, expects: bool) -> None:
        self.scope = scope
        self.keep_alive = keep_alive
        self.old = old
        self.more = True
        self.gone = self.started = self.done = False
        self._line = line
        self._expects = expects
        self._pieces: collections.deque[bytes] = collections.deque()
        self._size = 0
        self._read = False
        self._arrived: asyncio.Future[None] | None = None
        self._start: tuple[int, list[tuple[bytes, bytes]]] | None = None
        self._chunked = False

    def take(self, piece: bytes) -> None:
        """A piece of the body came."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > BUFFER_BYTES:
            self._line.hold()
        self._wake()

    def end(self) -> None:
        """The body is complete."""
        self.more = False
        self._wake()

    def lose(self) -> None:
        """The client went away."""
        self.gone = True
        self._wake()

    async def receive(self) -> HTTPReceiveMessage:
        if self._read:  # whoever asks again wants to hear of the end
            while not (self.gone or self.done):
                await self._wait()
            return {"type": "http.disconnect"}
        if self._expects and self.more and not self._pieces:
            self._expects = False
            self._line.write(_CONTINUE)
        while self.more and not self._pieces:
            if self.gone or self.done:
                return {"type": "http.disconnect"}
            await self._wait()
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        if self._size > BUFFER_BYTES:
            self._line.go_on()
        self._size = 0
        self._read = not self.more
        return {"type": "http.request", "body": body, "more_body": self.more}

    async def send(self, message: Message) -> None:
        """Raises: AnswerBroken."""
        if message["type"] == "http.response.start" and not self.started:
            self._start = (message["status"], list(message["headers"]))
            self.started = True
        elif message["type"] == "http.response.body" and self.started and not self.done:
            self._send(message["body"], more=message["more_body"])
            await self._line.written()
        else:
            raise AnswerBroken(f"{message['type']} is out of turn")

    def _send(self, body: bytes, *, more: bool) -> None:
        silent = self.scope["method"] == "HEAD"
        head = b""
        if self._start is not None:
            status, headers = self._start
            self._start = None
            head = self._head(status, headers)
            silent = silent or status in _BODILESS
        if silent:
            body = b""
        elif self._chunked:
            body = _chunk(body, more=more)
        self.done = not more
        if not self.gone:
            self._line.write(head + body)
        if self.done:
            self._wake()

    def _head(self, status: int, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
        lines = [_status_line(status), self._line.date]
        sized = False
        for name, value in headers:
            if name == b"connection":
                self.keep_alive = self.keep_alive and b"close" not in value.lower()
                continue
            lines.append(name + b": " + value)
            sized = sized or name in _SIZES
        if not sized and status not in _BODILESS and self.scope["method"] != "HEAD":
            self._chunked = not self.old
            self.keep_alive = self.keep_alive and self._chunked
            if self._chunked:
                lines.append(b"transfer-encoding: chunked")
        if self._line.leaving or self.more:
            self.keep_alive = False
        if not self.keep_alive:
            lines.append(b"connection: close")
        elif self.old:
            lines.append(b"connection: keep-alive")
        head = b"\r\n".join([*lines, b"\r\n"])
        if head.count(b"\n") != len(lines) + 1 or head.count(b"\r") != len(lines) + 1:
            raise AnswerBroken("a header holds the end of a line")
        return head

    async def _wait(self) -> None:
        self._arrived = asyncio.get_running_loop().create_future()
        await self._arrived

    def _wake(self) -> None:
        if self._arrived is not None and not self._arrived.done():
            self._arrived.set_result(None)


def _chunk(body: bytes, *, more: bool) -> bytes:
    chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
    return chunk if more else chunk + b"0\r\n\r\n"


@functools.lru_cache(maxsize=64)
def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}".encode()
