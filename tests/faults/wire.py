"""A client on a bare socket, so that a refused connection, a reset one and an answer are told apart."""

import asyncio
from collections.abc import Mapping

import msgspec


class Refused(Exception):
    """Nobody listens: nothing was sent."""


class Broken(Exception):
    """The connection ended after the request was sent and before its answer was complete.

    fresh: it was the first request of its connection, so that no idle connection was closed under it.
    """

    def __init__(self, cause: Exception, *, fresh: bool) -> None:
        super().__init__(repr(cause))
        self.fresh = fresh


class Answer(msgspec.Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        return msgspec.json.decode(self.body, type=dict[str, object])


class Wire:
    """One connection, opened when it is needed; one request at a time."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._key = key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises: Refused, Broken."""
        fresh = self._streams is None
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError as error:
                raise Refused from error
        reader, writer = self._streams
        try:
            writer.write(request_bytes(self._key, method, path, body, headers or {}))
            answer = await read_answer(reader)
        except (OSError, EOFError) as error:
            self.close()
            raise Broken(error, fresh=fresh) from error
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


def request_bytes(key: str, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"X-API-Key: {key}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, body)
