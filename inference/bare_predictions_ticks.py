"""Same-tick batching of work that never waits: a model run takes microseconds, and no database comes into it.

`core.ticks` makes a task of each batch, for batches that wait for a commit; here that would cost more than the run. And it
starts at the end of the turn of the loop in which the first request came, which is late enough for HTTP, where all
sockets are read in one turn; a gRPC server hands its calls over one a turn. So a batch is put off to the end of the
next turn for as long as each turn brings another request, a bounded number of times, and nobody waits for a clock.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from core.errors import Overloaded, PlatformError

Request = TypeVar("Request")
Answer = TypeVar("Answer")

_RETRY_AFTER_S = 1.0


class TurnBatches(Generic[Request, Answer]):
    """handle: answers each request of a batch in order, with an answer or with the error that this one request gets.

    batch_max: requests of one batch. queue_max: requests that may wait for one. turns_max: how often a batch is put off.
    """

    def __init__(
        self,
        handle: Callable[[Sequence[Request]], Sequence[Answer | PlatformError]],
        *,
        batch_max: int,
        queue_max: int,
        turns_max: int = 8,
    ) -> None:
        self._handle = handle
        self._batch_max = batch_max
        self._queue_max = queue_max
        self._turns_max = turns_max
        self._queue: list[tuple[Request, asyncio.Future[Answer]]] = []
        self._seen = 0
        self._turns = 0

    async def submit(self, request: Request) -> Answer:
        """Hand a request in and wait for its answer. Raises: Overloaded at once when the queue is full."""
        if len(self._queue) >= self._queue_max:
            raise Overloaded("Too many requests are waiting.", retry_after_s=_RETRY_AFTER_S)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._queue.append((request, answer))
        if len(self._queue) == 1:
            self._seen = self._turns = 0
            loop.call_soon(self._turn)
        return await answer

    def _turn(self) -> None:
        waiting = len(self._queue)
        if self._seen < waiting < self._batch_max and self._turns < self._turns_max:
            self._seen = waiting
            self._turns += 1
            asyncio.get_running_loop().call_soon(self._turn)
            return
        batch, self._queue = self._queue[: self._batch_max], self._queue[self._batch_max :]
        if self._queue:
            self._seen = self._turns = 0
            asyncio.get_running_loop().call_soon(self._turn)
        self._run([each for each in batch if not each[1].done()])

    def _run(self, batch: Sequence[tuple[Request, "asyncio.Future[Answer]"]]) -> None:
        try:
            answers = self._handle([request for request, _ in batch]) if batch else ()
        except Exception as error:  # noqa: BLE001  the loop of a worker: whoever waits must hear of it
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if isinstance(answer, PlatformError):
                future.set_exception(answer)
            else:
                future.set_result(answer)
