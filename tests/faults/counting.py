"""A connector's far side that counts: it takes effect once for each idempotency key, and refuses some calls at first."""

import asyncio
import contextlib
import hashlib
from collections import Counter
from collections.abc import AsyncIterator

REFUSED_OF = 20
"""One key of so many is answered 503 when it first comes."""


class Counting:
    """deliveries: how often each key came and was answered 200. refused: keys that were answered 503 once."""

    def __init__(self) -> None:
        self.deliveries: Counter[str] = Counter()
        self.effects: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.changed = asyncio.Event()
        self.url = ""

    def receive(self, key: str) -> int:
        if (
            int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % REFUSED_OF == 0
            and key not in self.refused
        ):
            self.refused.add(key)
            return 503
        self.deliveries[key] += 1
        if self.deliveries[key] == 1:
            self.effects[key] += 1
            self.changed.set()
        return 200


async def _serve(counting: Counting, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields.get("content-length", "0")))
        status = counting.receive(fields["idempotency-key"])
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def counting_server() -> AsyncIterator[Counting]:
    counting = Counting()
    server = await asyncio.start_server(
        lambda reader, writer: _serve(counting, reader, writer), "127.0.0.1", 0, backlog=512
    )
    counting.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield counting
    finally:
        server.close()
