"""A lean HTTP/1.1 load client: raw protocols on uvloop, so that the client takes little of a two-core machine.

Each connection keeps one request in flight. Requests are prepared bytes, sent in turn; `rate` spaces them evenly over
all connections (open loop: latency counts from when a request was due), without it each connection sends at once.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Sequence
from typing import cast

import msgspec
import uvloop


class LoadPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to send. `requests` are whole HTTP/1.1 requests; `duration_s` bounds the run."""

    host: str
    port: int
    requests: list[bytes]
    connections: int
    duration_s: float
    rate: float | None = None


class LoadResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. Latencies in microseconds; `statuses` counts answers by HTTP status."""

    requests_s: float
    answered: int
    statuses: dict[int, int]
    p50_us: float
    p99_us: float
    max_us: float
    first_error: str


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes) -> "asyncio.Future[tuple[int, bytes]]":
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = self._buffer[:head_end].lower()
        at = head.find(b"\r\ncontent-length:")
        length = int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        end = head_end + 4 + length
        if len(self._buffer) < end:
            return
        body, self._buffer = self._buffer[head_end + 4 : end], self._buffer[end:]
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((int(head[9:12]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("closed by the server"))


class _Tally:
    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}
        self.first_error = ""

    def add(self, status: int, body: bytes, seconds: float) -> None:
        self.latencies.append(seconds * 1e6)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 300 and not self.first_error:
            self.first_error = body[:500].decode(errors="replace")


async def _drive(
    plan: LoadPlan, lane: int, requests: "itertools.cycle[bytes]", tally: _Tally, start: float
) -> None:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(_Connection, plan.host, plan.port)
    end = start + plan.duration_s
    due = start + (lane / plan.rate if plan.rate else 0)
    while True:
        now = time.perf_counter()
        if plan.rate:
            if due > now:
                await asyncio.sleep(due - now)
            began = due
            due += plan.connections / plan.rate
        else:
            began = now
        if began >= end:
            return
        status, body = await connection.ask(next(requests))
        tally.add(status, body, time.perf_counter() - began)


async def _run(plan: LoadPlan) -> LoadResult:
    tally = _Tally()
    requests = itertools.cycle(plan.requests)
    start = time.perf_counter() + 0.05
    async with asyncio.TaskGroup() as group:
        for lane in range(plan.connections):
            group.create_task(_drive(plan, lane, requests, tally, start))
    elapsed = time.perf_counter() - start
    latencies = sorted(tally.latencies)
    return LoadResult(
        requests_s=len(latencies) / elapsed,
        answered=len(latencies),
        statuses=tally.statuses,
        p50_us=statistics.median(latencies),
        p99_us=latencies[int(len(latencies) * 0.99)],
        max_us=latencies[-1],
        first_error=tally.first_error,
    )


def run(plan: LoadPlan) -> LoadResult:
    """Send the load from this process, and say what came back."""
    return uvloop.run(_run(plan))


def post(path: str, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    """Write one whole POST request with a JSON body."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
