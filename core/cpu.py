"""Work above about a millisecond of CPU leaves the event loop: a few threads, a bounded queue, no waiting in line.

Threads serve what drops the GIL (argon2, ONNX, hashing, AES); what does not belongs in a child process.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from core.errors import DeadlineExceeded, Overloaded

Result = TypeVar("Result")


class CpuPool:
    def __init__(self, *, threads: int = 2, queued_max: int = 32) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="cpu")
        self._queued_max = queued_max
        self._queued = 0

    async def run(self, work: Callable[[], Result], *, timeout_s: float) -> Result:
        """Run `work` in a thread.

        Raises: Overloaded at once when the queue is full; DeadlineExceeded when it takes longer than `timeout_s` (the
        thread goes on to its end, so work must be bounded by itself).
        """
        if self._queued >= self._queued_max:
            raise Overloaded("Too much work is waiting.", retry_after_s=1)
        self._queued += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._finished)
        try:
            async with asyncio.timeout(timeout_s):
                return await asyncio.shield(future)
        except TimeoutError as error:
            raise DeadlineExceeded("The work took too long.") from error

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _finished(self, _future: object) -> None:
        self._queued -= 1
