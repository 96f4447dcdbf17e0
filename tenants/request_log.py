"""Every call that was admitted, as its developer may look at it again: status, code, timing, and masked bodies of some.

Calls are remembered in memory and written once a second, in compressed blocks, so that a decision pays about two microseconds
for it. A process that is killed loses at most its last second; nothing waits for a database that is away.
"""

import asyncio
import datetime as dt
import logging
import zlib
from collections.abc import Callable, Iterable
from uuid import UUID

import msgspec

from core.clock import Clock, from_micros, to_micros
from core.database import Database, Transaction
from core.errors import DatabaseUnavailable, ErrorKind, PlatformError
from core.ids import public, uuid7
from core.pages import LIMIT_DEFAULT, Page, page_of
from tenants import request_log_store
from tenants.masking import mask
from tenants.permissions import Permission
from tenants.principals import Principal

FLUSH_EVERY_S = 1.0
KEPT_FOR = dt.timedelta(days=7)
KEPT_MAX = 2_000_000
BODIES_PER_S = 20
REFUSED_BODIES_PER_S = 100
_WAITING_MAX = 100_000
_BLOCK_MAX = 5_000
_BLOCKS_AT_ONCE = 32
_ROUNDS_MAX = 10
_LATEST = UUID(int=(1 << 128) - 1)
_log = logging.getLogger(__name__)

Body = bytes | Callable[[], bytes]


class RequestNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "request_not_found"
    fix = "Use the id from the list of requests, in the environment of the call, within seven days."


class LoggedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One call. status: of REST the HTTP status, of gRPC the number of its code. code: of the problem it was answered with.

    request_body, response_body: JSON with everything masked that may say something of a person; None where not kept.
    """

    id: str
    at: dt.datetime
    request_id: str
    face: str
    operation: str
    status: int
    refused: bool
    code: str | None
    duration_ms: float
    caller: str
    request_body: str | None
    response_body: str | None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a face tells of a call when it is over. code: of its problem. sent, answered: bodies of JSON, or how to make them."""

    request_id: str
    face: str
    operation: str
    status: int
    seconds: float
    code: str | None = None
    sent: Body = b""
    answered: Body = b""

    @property
    def refused(self) -> bool:
        return self.code is not None


class ListRequests(msgspec.Struct, frozen=True, kw_only=True):
    """refused: only those that were, or that were not. request_id, operation, code: only those with exactly this one."""

    refused: bool | None = None
    request_id: str | None = None
    operation: str | None = None
    code: str | None = None

    def takes(self, line: "_Line") -> bool:
        return (
            (self.refused is None or self.refused == line.refused)
            and (self.request_id is None or self.request_id == line.request_id)
            and (self.operation is None or self.operation == line.operation)
            and (self.code is None or self.code == line.code)
        )


class _Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call as it is stored. at: microseconds since 1970."""

    id: UUID
    at: int
    request_id: str
    face: str
    operation: str
    status: int
    refused: bool
    code: str | None
    micros: int
    caller: str
    request_body: str | None = None
    response_body: str | None = None


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(list[_Line])


class RequestLog:
    """What this process saw of calls, and what all have written of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: dict[UUID, list[tuple[_Line, Body, Body]]] = {}
        self._count = 0
        self._bodies: dict[tuple[UUID, bool], int] = {}
        self._writing = asyncio.Lock()
        self.dropped = 0

    def add(self, caller: Principal, seen: Seen) -> None:
        """Remember a call until it is written. Never waits; beyond 100,000 that wait, calls are dropped and counted."""
        if self._count >= _WAITING_MAX:
            self.dropped += 1
            return
        line = _Line(
            uuid7(self._clock), to_micros(self._clock.now()), seen.request_id, seen.face, seen.operation, seen.status,
            seen.refused, seen.code, round(seen.seconds * 1e6), caller.id,
        )  # fmt: skip
        kept = self._keeps_bodies(caller.environment_id, refused=seen.refused)
        waiting = self._waiting.setdefault(caller.environment_id, [])
        waiting.append((line, seen.sent, seen.answered) if kept else (line, b"", b""))
        self._count += 1

    def _keeps_bodies(self, environment_id: UUID, *, refused: bool) -> bool:
        key = (environment_id, refused)
        kept = self._bodies.get(key, 0)
        if kept >= (REFUSED_BODIES_PER_S if refused else BODIES_PER_S):
            return False
        self._bodies[key] = kept + 1
        return True

    async def flush(self) -> None:
        """Write what is remembered. Raises: DatabaseUnavailable; what was not written waits for the next time."""
        async with self._writing:
            await self._write()

    async def _write(self) -> None:
        waiting, self._waiting = self._waiting, {}
        self._count, self._bodies = 0, {}
        if not waiting:
            return
        lines = {environment: [_masked(*each) for each in calls] for environment, calls in waiting.items()}
        try:
            async with self._database.transaction(list(lines)) as tx:
                await request_log_store.add(tx, list(_blocks(lines)))
        except BaseException:
            for environment, calls in lines.items():
                before = [(line, b"", b"") for line in calls]
                self._waiting[environment] = before + self._waiting.get(environment, [])
                self._count += len(calls)
            raise

    async def run(self) -> None:
        """Write once a second until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(FLUSH_EVERY_S)
                await self._flush_or_log()
        finally:
            await self._flush_or_log()

    async def list_page(
        self, caller: Principal, wanted: ListRequests, after: UUID | None = None, limit: int = LIMIT_DEFAULT
    ) -> Page[LoggedRequest]:
        """List calls of the caller's environment, newest first, as of a second or two ago. Raises: PermissionDenied."""
        caller.require(Permission.REQUESTS_READ)
        end, found = after or _LATEST, list[_Line]()
        for _ in range(_ROUNDS_MAX):
            async with self._database.transaction(caller.environment_id) as tx:
                blocks = await request_log_store.before(tx, caller.environment_id, end, _BLOCKS_AT_ONCE + 1)
            # Blocks of several processes overlap: what is younger than the first block not taken is in order.
            more = len(blocks) > _BLOCKS_AT_ONCE
            start = blocks[-1]["last_id"] if more else UUID(int=0)
            lines = [line for block in blocks for line in _lines(block["body"]) if start <= line.id < end]
            found += sorted(filter(wanted.takes, lines), key=lambda line: line.id, reverse=True)
            if not more or len(found) > limit:
                return page_of([_shown(line) for line in found[: limit + 1]], limit, lambda last: last.id)
            end = start
        return Page([_shown(line) for line in found], has_more=True, next_after=public("rql", end))

    async def get(self, caller: Principal, request: UUID) -> LoggedRequest:
        """Raises: PermissionDenied, RequestNotFound."""
        caller.require(Permission.REQUESTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            blocks = await request_log_store.around(tx, caller.environment_id, request)
        for line in (line for block in blocks for line in _lines(block)):
            if line.id == request:
                return _shown(line)
        raise RequestNotFound("There is no such request.")

    async def _flush_or_log(self) -> None:
        try:
            await self.flush()
        except DatabaseUnavailable:
            _log.warning("The request log waits for the database.")


async def forget(tx: Transaction, environment_id: UUID, now: dt.datetime) -> None:
    """Drop what is older than a week, and the oldest beyond two million calls."""
    await request_log_store.forget(tx, environment_id, now - KEPT_FOR, KEPT_MAX)


def _masked(line: _Line, sent: Body, answered: Body) -> _Line:
    if not sent and not answered:
        return line
    return msgspec.structs.replace(
        line, request_body=mask(_read(sent)), response_body=mask(_read(answered), ours=True)
    )


def _read(body: Body) -> bytes:
    return body if isinstance(body, bytes) else body()


def _blocks(lines: dict[UUID, list[_Line]]) -> Iterable[request_log_store.BlockRow]:
    for environment_id, calls in lines.items():
        for at in range(0, len(calls), _BLOCK_MAX):
            part = calls[at : at + _BLOCK_MAX]
            ids = [line.id for line in part]
            yield environment_id, min(ids), max(ids), len(part), zlib.compress(_encoder.encode(part), 1)


def _lines(body: bytes) -> list[_Line]:
    return _decoder.decode(zlib.decompress(body))


def _shown(line: _Line) -> LoggedRequest:
    return LoggedRequest(
        id=public("rql", line.id),
        at=from_micros(line.at),
        request_id=line.request_id,
        face=line.face,
        operation=line.operation,
        status=line.status,
        refused=line.refused,
        code=line.code,
        duration_ms=line.micros / 1_000,
        caller=line.caller,
        request_body=line.request_body,
        response_body=line.response_body,
    )
