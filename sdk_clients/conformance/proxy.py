"""A proxy between an SDK and the server that does to each request what the case says, and remembers what it saw."""

import asyncio
import contextlib
import datetime as dt
import email.utils
import hashlib
import json
import socket
import struct
import time
from collections.abc import AsyncIterator, Sequence
from typing import cast

import msgspec

from sdk_clients.conformance.case_files import Fault
from sdk_clients.conformance.values import Json
from sdk_clients.conformance.wire import Head, Headers, ended, read_body, read_head, without, written

TOKEN_PATH = "/oauth2/token"  # noqa: S105
_LIMIT = 1 << 20
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: close with a reset
_DRIP_S = 0.1
_PROBLEM = {
    "type": "/docs/errors#injected",
    "title": "Injected",
    "detail": "The proxy of the conformance suite answered this.",
    "code": "injected",
    "fix": "Nothing: it is a test.",
    "errors": [],
}


class Seen(msgspec.Struct, kw_only=True):
    """One request. body: None where the connection was cut before all of it came. began, ended: monotonic seconds, of the head
    and of the answer's last byte. status, answer, request_id: of what went back; None where nothing did.
    """

    method: str
    path: str
    query: str
    headers: Headers
    began: float
    ended: float = 0.0
    body: bytes | None = None
    status: int | None = None
    answer: bytes = b""
    request_id: str | None = None

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each == name), None)

    @property
    def body_sha256(self) -> str | None:
        return None if self.body is None else hashlib.sha256(self.body).hexdigest()

    def answered(self) -> Json:
        """The answer as JSON; None where it is none."""
        try:
            return cast(Json, json.loads(self.answer))
        except ValueError:
            return None


class FaultProxy:
    """`faults` and `token_faults` are used up from the front; without any left, requests are passed on as they are."""

    def __init__(self, upstream_port: int) -> None:
        self.faults: list[Fault] = []
        self.token_faults: list[Fault] = []
        self.seen: list[Seen] = []
        self._upstream_port = upstream_port
        self._tasks: set[asyncio.Task[None]] = set()
        self.url = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FaultProxy"]:
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0, limit=_LIMIT)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()

    def set(self, faults: Sequence[Fault], token_faults: Sequence[Fault]) -> None:
        """Begin a step: forget what was seen."""
        self.faults, self.token_faults, self.seen = list(faults), list(token_faults), []

    def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_Line(self, reader, writer).serve())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def next_fault(self, path: str) -> Fault:
        waiting = self.token_faults if path == TOKEN_PATH else self.faults
        return waiting.pop(0) if waiting else Fault()

    async def upstream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._upstream_port, limit=_LIMIT)


class _Line:
    """One connection of a client."""

    def __init__(self, proxy: FaultProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy, self._reader, self._writer = proxy, reader, writer

    async def serve(self) -> None:
        """Answer requests until somebody ends the connection."""
        try:
            while await self._exchange():
                pass
        except (OSError, EOFError, asyncio.LimitOverrunError, ValueError):
            pass  # the client went, or is none of HTTP/1.1: what was seen of it tells
        finally:
            await ended(self._writer)

    async def _exchange(self) -> bool:
        """Returns: whether the connection goes on."""
        head = await read_head(self._reader)
        path, _, query = head.first[1].partition("?")
        seen = Seen(
            method=head.first[0], path=path, query=query, headers=head.headers, began=time.monotonic()
        )
        fault = self._proxy.next_fault(path)
        self._proxy.seen.append(seen)
        try:
            return await self._answer(head, seen, fault)
        finally:
            seen.ended = time.monotonic()

    async def _answer(self, head: Head, seen: Seen, fault: Fault) -> bool:
        if not await self._take_body(head, seen, fault) or fault.reset == "before":
            return self._reset()
        if fault.status is not None:
            if fault.passed:
                await self._ask(head, seen)
            return await self._send_own(seen, fault)
        async with self._passed_on(head, seen) as reader:
            answer = await read_head(reader)
            streamed = (answer.get("content-type") or "").startswith("text/event-stream")
            if streamed and fault.reset is None:
                return await self._relay_events(reader, answer, seen, fault)
            body = b"".join([piece async for piece in read_body(reader, answer, answer=True)])
        if fault.reset == "after":
            return self._reset()
        return await self._send_passed(answer, body, seen, fault)

    async def _take_body(self, head: Head, seen: Seen, fault: Fault) -> bool:
        """Returns: whether all of it came, and was not cut."""
        if (head.get("expect") or "").lower() == "100-continue":
            await self._write(b"HTTP/1.1 100 Continue\r\n\r\n")
        taken = bytearray()
        async for piece in read_body(self._reader, head, answer=False):
            taken += piece
            if fault.reset == "during" and len(taken) >= fault.after_bytes:
                return False
        seen.body = bytes(taken)
        return True

    @contextlib.asynccontextmanager
    async def _passed_on(self, head: Head, seen: Seen) -> AsyncIterator[asyncio.StreamReader]:
        """Send the request to the server, on a connection of its own."""
        reader, writer = await self._proxy.upstream()
        headers = without(head.headers, "expect", "transfer-encoding", "content-length")
        if seen.body or seen.method in {"POST", "PUT", "PATCH"}:
            headers.append(("content-length", str(len(seen.body or b""))))
        try:
            writer.write(written(head.first, headers) + (seen.body or b""))
            await writer.drain()
            yield reader
        finally:
            await ended(writer)

    async def _ask(self, head: Head, seen: Seen) -> None:
        """Pass a request on, and drop its answer."""
        async with self._passed_on(head, seen) as reader:
            answer = await read_head(reader)
            async for _ in read_body(reader, answer, answer=True):
                pass

    async def _send_own(self, seen: Seen, fault: Fault) -> bool:
        """Answer in the server's place."""
        assert fault.status is not None
        await asyncio.sleep(fault.delay_ms / 1000)
        seen.request_id = f"req_conformance_{time.monotonic_ns()}"
        now = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=fault.date_skew_s)
        problem = {**_PROBLEM, "status": fault.status, "request_id": seen.request_id, **fault.problem}
        body = json.dumps(problem).encode() if fault.text is None else fault.text.encode()
        kind = "application/problem+json" if fault.text is None else fault.content_type
        headers = [
            ("date", email.utils.format_datetime(now, usegmt=True)),
            ("content-type", kind),
            ("content-length", str(len(body))),
            ("x-request-id", seen.request_id),
            *((name.lower(), _time_or(value, now)) for name, value in fault.headers.items()),
        ]
        seen.status, seen.answer = fault.status, body
        await self._write(written(("HTTP/1.1", str(fault.status), "Injected"), headers) + body)
        return True

    async def _send_passed(self, answer: Head, body: bytes, seen: Seen, fault: Fault) -> bool:
        """Send the server's answer, changed or broken as the fault says."""
        body = _changed(body, fault)
        headers = without(answer.headers, "transfer-encoding", "content-length", "connection", "keep-alive")
        if fault.date_skew_s:
            moved = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=fault.date_skew_s)
            headers = [*without(headers, "date"), ("date", email.utils.format_datetime(moved, usegmt=True))]
        seen.status, seen.answer, seen.request_id = answer.status, body, answer.get("x-request-id")
        if answer.status != 204:
            headers.append(("content-length", str(len(body))))
        await asyncio.sleep(fault.delay_ms / 1000)
        await self._write(written(answer.first, headers))
        if fault.truncate is not None:
            await self._write(body[: fault.truncate])
            return False
        pieces = max(fault.drip, 1)
        for at in range(pieces):
            await self._write(body[at * len(body) // pieces : (at + 1) * len(body) // pieces])
            await asyncio.sleep(_DRIP_S if fault.drip else 0)
        return True

    async def _relay_events(
        self, reader: asyncio.StreamReader, answer: Head, seen: Seen, fault: Fault
    ) -> bool:
        """Hand a stream on, event by event; cut it where the fault says so."""
        seen.status, seen.request_id = answer.status, answer.get("x-request-id")
        headers = without(answer.headers, "transfer-encoding", "content-length", "connection")
        await self._write(written(answer.first, [*headers, ("transfer-encoding", "chunked")]))
        held, count = b"", 0
        if fault.cut_events == 0:
            return False
        async for piece in read_body(reader, answer, answer=True):
            held += piece
            while b"\n\n" in held:
                event, _, held = held.partition(b"\n\n")
                event = _as_running(event) if fault.as_running else event
                await self._write(b"%x\r\n%b\n\n\r\n" % (len(event) + 2, event))
                count += b"data:" in event
                if count == fault.cut_events:
                    return False
        await self._write(b"0\r\n\r\n")
        return True

    async def _write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def _reset(self) -> bool:
        line: socket.socket | None = self._writer.get_extra_info("socket")
        if line is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._writer.transport.abort()
        return False


def _time_or(value: str, now: dt.datetime) -> str:
    """`+2` is the HTTP date two seconds from the answer's own."""
    if not value.startswith("+"):
        return value
    return email.utils.format_datetime(now + dt.timedelta(seconds=int(value)), usegmt=True)


def _changed(body: bytes, fault: Fault) -> bytes:
    if fault.merge:
        return json.dumps(_merged(json.loads(body), cast(Json, fault.merge)), ensure_ascii=False).encode()
    return body[: len(body) // 2] if fault.garble else body


def _merged(into: Json, members: Json) -> Json:
    if isinstance(into, dict) and isinstance(members, dict):
        return into | {name: _merged(into.get(name), each) for name, each in members.items()}
    return members


def _as_running(event: bytes) -> bytes:
    """Let the event that tells the end of a batch look like one of its progress."""
    for end in (b"completed", b"failed", b"cancelled"):
        event = event.replace(b"event: " + end, b"event: progress")
        event = event.replace(b'"state":"' + end, b'"state":"running')
    return event
