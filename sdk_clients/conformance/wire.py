"""HTTP/1.1 as bytes: just enough of it for a proxy that must be able to break it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import msgspec

HEAD_BYTES_MAX = 65_536
_CHUNK = 16_384

Headers = list[tuple[str, str]]


class Head(msgspec.Struct, frozen=True):
    """first: the words of the first line. headers: in order, names in lower case."""

    first: tuple[str, str, str]
    headers: Headers

    def get(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each == name), None)

    @property
    def status(self) -> int:
        return int(self.first[1])


async def read_head(reader: asyncio.StreamReader) -> Head:
    """Raises: IncompleteReadError where the connection ended, LimitOverrunError, ValueError."""
    text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = text.rstrip("\r\n").split("\r\n")
    one, two, three = (*first.split(" ", 2), "", "")[:3]
    named = (line.partition(":") for line in lines)
    return Head((one, two, three), [(name.strip().lower(), value.strip()) for name, _, value in named])


async def read_body(reader: asyncio.StreamReader, head: Head, *, answer: bool) -> AsyncIterator[bytes]:
    """Yield the body in pieces, without its framing. answer: a body without a length then ends with the connection."""
    if (head.get("transfer-encoding") or "").lower() == "chunked":
        while size := int((await reader.readline()).partition(b";")[0], 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        while (await reader.readline()).strip():
            pass
        return
    length = head.get("content-length")
    if length is None and not answer:
        return
    if answer and (head.status in {204, 304} or head.status < 200):
        return
    left = None if length is None else int(length)
    while left is None or left > 0:
        piece = await reader.read(_CHUNK if left is None else min(_CHUNK, left))
        if not piece:
            if left:
                raise asyncio.IncompleteReadError(b"", left)
            return
        left = None if left is None else left - len(piece)
        yield piece


async def ended(writer: asyncio.StreamWriter) -> None:
    """Close a connection, whatever state it is in."""
    with contextlib.suppress(OSError):
        writer.close()
        await writer.wait_closed()


def written(first: Sequence[str], headers: Headers) -> bytes:
    """Write a head."""
    lines = [" ".join(first), *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def without(headers: Headers, *names: str) -> Headers:
    return [(name, value) for name, value in headers if name not in names]
