"""Same-tick batching: whatever waits when the worker is free becomes one batch; nobody waits for a batch to fill.

With one lane, one batch runs at a time: no two batches ever work on one customer at once. With more, the next batch is
computed while the one before waits for the database; that is for requests that have nothing to do with each other.
"""

import asyncio
import collections
import contextvars
import dataclasses
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from core import logs, tracing
from core.errors import DeadlineExceeded, ErrorKind, Overloaded, PlatformError
from core.tracing import Origin, Tracing

Request = TypeVar("Request")
Answer = TypeVar("Answer")

_RETRY_AFTER_S = 1.0

_log = logging.getLogger(__name__)


class _Waiting(Generic[Request, Answer]):
    __slots__ = ("answer", "origin", "request", "request_id")

    def __init__(
        self, request: Request, answer: asyncio.Future[Answer], request_id: str, origin: Origin | None
    ) -> None:
        self.request = request
        self.answer = answer
        self.request_id = request_id
        self.origin = origin


@dataclasses.dataclass(frozen=True, kw_only=True)
class TickWatch:
    """Who hears of ticks. on_tick: told the size of each batch and the seconds it took."""

    on_tick: Callable[[int, float], None] | None = None
    tracing: Tracing | None = None


UNWATCHED = TickWatch()


class TickQueue(Generic[Request, Answer]):
    """Batches requests of one process.

    handle: given a batch, answers each request in order: with an answer, or with the error that this one request gets.
    An error that it raises instead falls on the whole batch: the batch is halved and tried again until the bad
    request stands alone, unless the error says that a dependency is gone.
    lanes: how many batches may run at once.
    """

    def __init__(
        self,
        handle: Callable[[Sequence[Request]], Awaitable[Sequence[Answer | PlatformError]]],
        *,
        batch_max: int,
        queue_max: int,
        lanes: int = 1,
        watch: TickWatch = UNWATCHED,
    ) -> None:
        self.rejected = 0
        self._handle = handle
        self._on_tick = watch.on_tick
        self._tracing = watch.tracing
        self._batch_max = batch_max
        self._queue_max = queue_max
        self._queue: collections.deque[_Waiting[Request, Answer]] = collections.deque()
        self._lanes = lanes
        self._running: set[asyncio.Task[None]] = set()
        self._scheduled = False
        self._closed = False

    @property
    def waiting(self) -> int:
        return len(self._queue)

    async def submit(self, request: Request, timeout_s: float) -> Answer:
        """Hand a request in and wait for its answer.

        Raises: Overloaded at once when the queue is full or closing; DeadlineExceeded after `timeout_s` (the request
        is dropped when it had not started; else its effect stands, and its idempotency key finds it).
        """
        if self._closed or len(self._queue) >= self._queue_max:
            self.rejected += 1
            raise Overloaded("Too many requests are waiting.", retry_after_s=_RETRY_AFTER_S)
        loop = asyncio.get_running_loop()
        origin = None if self._tracing is None else self._tracing.here()
        waiting: _Waiting[Request, Answer] = _Waiting(
            request, loop.create_future(), logs.request_id.get(), origin
        )
        self._queue.append(waiting)
        if len(self._running) < self._lanes and not self._scheduled:
            # At the end of this turn of the loop, when every request that has already arrived is in the queue.
            self._scheduled = True
            loop.call_soon(self._start)
        timer = loop.call_later(timeout_s, _expire, waiting.answer)
        try:
            return await waiting.answer
        finally:
            timer.cancel()

    async def close(self) -> None:
        """Take no more requests and finish those that are in."""
        self._closed = True
        while self._queue or self._running:
            await asyncio.wait(self._running) if self._running else await asyncio.sleep(0)

    def _start(self) -> None:
        self._scheduled = False
        batch: list[_Waiting[Request, Answer]] = []
        while self._queue and len(batch) < self._batch_max:
            waiting = self._queue.popleft()
            if not waiting.answer.done():
                batch.append(waiting)
        if batch:
            running = self._run(batch)
            task = asyncio.get_running_loop().create_task(running, context=_context_of(batch))
            self._running.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _run(self, batch: list[_Waiting[Request, Answer]]) -> None:
        started = time.perf_counter()
        origins = [waiting.origin for waiting in batch if waiting.origin is not None]
        with tracing.span(self._tracing, "tick", {"countermark.tick.size": len(batch)}, origins):
            await self._answer(batch)
        if self._on_tick is not None:
            self._on_tick(len(batch), time.perf_counter() - started)

    async def _answer(self, batch: list[_Waiting[Request, Answer]]) -> None:
        try:
            answers = await self._handle([waiting.request for waiting in batch])
        except PlatformError as error:
            if error.kind is ErrorKind.UNAVAILABLE or len(batch) == 1:
                _fail(batch, error)
                return
        except Exception as error:  # noqa: BLE001  the loop of the workers: one bad request must not stop it
            _log.exception("A batch failed.", extra={"size": len(batch)})
            if len(batch) == 1:
                _fail(batch, error)
                return
        else:
            for waiting, answer in zip(batch, answers, strict=True):
                _settle(waiting.answer, answer)
            return
        middle = len(batch) // 2
        await self._answer(batch[:middle])
        await self._answer(batch[middle:])


def _context_of(batch: Sequence[_Waiting[Request, Answer]]) -> contextvars.Context:
    """A context of its own: the one at hand is of whichever request came first. What is logged names them all."""
    context = contextvars.Context()
    context.run(logs.request_id.set, ",".join([waiting.request_id for waiting in batch]))
    return context


def _settle(future: asyncio.Future[Answer], answer: Answer | PlatformError) -> None:
    if future.done():
        return
    if isinstance(answer, PlatformError):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _fail(batch: Sequence[_Waiting[Request, Answer]], error: Exception) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)


def _expire(future: asyncio.Future[Answer]) -> None:
    if not future.done():
        future.set_exception(DeadlineExceeded("No answer was ready in time."))
