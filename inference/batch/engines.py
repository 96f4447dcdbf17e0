"""Who works chunks off: threads of this process, or another machine's; the results come in the order of the file."""

import asyncio
import collections
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from inference.batch.chunks import Chunk
from inference.batch.plan import Plan
from inference.batch.work import Written

Chunks = AsyncIterator[tuple[Chunk, bytes]]


class Engine(Protocol):
    def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        """Work chunks off, several at a time, and give what came of them in their order.

        Raises: BatchRefused, RuntimeUnavailable and what reading a chunk raises.
        """
        ...


class LocalEngine:
    """Threads: reading, scoring and writing leave the interpreter's lock, the rules and words of decisions do not."""

    def __init__(self, threads: int) -> None:
        self._threads = threads

    async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        work = await asyncio.to_thread(plan.work)
        loop = asyncio.get_running_loop()
        pending: collections.deque[tuple[Chunk, asyncio.Future[Written]]] = collections.deque()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="chunk") as pool:
            try:
                async for chunk, data in chunks:
                    pending.append((chunk, loop.run_in_executor(pool, work.write, chunk, data)))
                    if len(pending) > self._threads:
                        first, result = pending.popleft()
                        yield first, await result
                while pending:
                    first, result = pending.popleft()
                    yield first, await result
            finally:
                for _, result in pending:
                    result.cancel()
                pool.shutdown(wait=False, cancel_futures=True)
