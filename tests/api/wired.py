"""What tests of HTTP itself need: an application that says what it was asked, and clients that write bytes."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import cast

from litestar.enums import ScopeType
from litestar.types import HTTPDisconnectEvent, HTTPRequestEvent, Receive, Scope, Send

from api.rest.server import RestServer
from api.rest.wire import Bounds
from core.clock import SystemClock

TIMEOUT_S = 60.0


class Echo:
    """Answers with what it was asked. gate: closed, whoever asks for /gate waits, and /tail has work to do after its answer."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.begun = asyncio.Event()
        self.left = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == ScopeType.HTTP
        if scope["path"] == "/stream":
            return await self._stream(receive, send)
        if scope["path"] == "/gate":
            self.begun.set()
            await self.gate.wait()
        if scope["path"] == "/broken":
            raise RuntimeError("broken")
        body, pieces = b"", 0
        while scope["path"] != "/unread":
            message = cast("HTTPRequestEvent | HTTPDisconnectEvent", await receive())
            if message["type"] == "http.disconnect":
                self.left.set()
                return None
            body, pieces = body + message["body"], pieces + 1
            self.begun.set()
            if not message["more_body"]:
                break
        said = json.dumps(
            {
                "method": scope["method"], "path": scope["path"], "query": scope["query_string"].decode(),
                "version": scope["http_version"], "size": len(body), "body": body[:64].decode("latin-1"),
                "pieces": pieces,
                "names": sorted(name.decode() for name, _ in scope["headers"]),
            }
        ).encode()  # fmt: skip
        status = 204 if scope["path"] == "/none" else 200
        headers = [] if scope["path"] == "/unsized" else [(b"content-length", str(len(said)).encode())]
        if scope["path"] == "/split":
            headers.append((b"location", b"/a\r\nx-own: 1"))
        await send(
            {"type": "http.response.start", "status": status, "headers": headers if status == 200 else []}
        )
        await send({"type": "http.response.body", "body": said, "more_body": False})
        if scope["path"] == "/tail":
            await self.gate.wait()
        return None

    async def _stream(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await receive()
        assert (await receive())["type"] == "http.disconnect"
        self.left.set()


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, *parts: bytes) -> None:
        """Each part in a packet of its own."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(0.01)

    async def head(self) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(TIMEOUT_S):
            raw = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = raw.decode().strip().split("\r\n")
        named = [line.partition(": ")[::2] for line in lines]
        assert len(named) == len(dict(named)), "a header came twice"
        return int(first.split(" ")[1]), dict(named)

    async def answer(self) -> tuple[int, dict[str, str], dict[str, object]]:
        status, headers = await self.head()
        body = await self.reader.readexactly(int(headers["content-length"]))
        found: dict[str, object] = json.loads(body)
        return status, headers, found

    async def rest(self) -> bytes:
        async with asyncio.timeout(TIMEOUT_S):
            return await self.reader.read()


class Place:
    """A server, what it serves, and the clients that came."""

    def __init__(self, app: Echo, server: RestServer) -> None:
        self.app = app
        self.server = server
        self.clients: list[Client] = []

    async def client(self) -> Client:
        self.clients.append(Client(*await asyncio.open_connection("127.0.0.1", self.server.port)))
        return self.clients[-1]


@contextlib.asynccontextmanager
async def serving(bounds: Bounds | None = None) -> AsyncIterator[Place]:
    app = Echo()
    server = RestServer(app, "127.0.0.1", 0, SystemClock(), bounds or Bounds())
    await server.start()
    place = Place(app, server)
    try:
        yield place
    finally:
        place.app.gate.set()
        for client in place.clients:
            client.writer.close()
            with contextlib.suppress(OSError):
                await client.writer.wait_closed()
        await place.server.stop(TIMEOUT_S)


def get(path: str = "/", *headers: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"GET {path} HTTP/{version}", "Host: here", *headers, "", ""]).encode()


def post(body: bytes, *headers: str, path: str = "/") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: here", *headers]
    if not any(line.lower().startswith("transfer-encoding") for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def started(body: bytes, size: int, path: str = "/") -> bytes:
    """A request whose body is to have `size` bytes, as far as it came."""
    return f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: {size}\r\n\r\n".encode() + body
