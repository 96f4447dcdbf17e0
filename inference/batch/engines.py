"""Who works chunks off: threads of this process, or another machine's; the results come in the order of the file."""

import asyncio
import collections
import functools
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Protocol

import msgspec

from core.errors import ErrorKind, PlatformError
from inference.artefacts import LoadedVersion
from inference.batch.chunks import Chunk
from inference.batch.elsewhere import scored_elsewhere
from inference.batch.entities import BatchRefused
from inference.batch.plan import Plan
from inference.batch.remote import RemoteAnswer, RemoteJob
from inference.batch.stored import Stored
from inference.batch.work import Written
from inference.batch.working import worked_off
from inference.placements import Placements
from inference.runtimes.port import Runtime

_ROOT = Path(__file__).resolve().parents[2]
_FRAME_BYTES_MAX = 1 << 30
LENGTH_BYTES = 4
_AHEAD = 3
"""Chunks in hand for each thread: while one is kept, threads that end at the same time find the next ones waiting."""
Chunks = AsyncIterator[tuple[Chunk, bytes]]


class Engine(Protocol):
    def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        """Work chunks off, several at a time, and give what came of them in their order.

        Raises: BatchRefused, RuntimeUnavailable and what reading a chunk raises.
        """
        ...


class EngineFailed(PlatformError):
    """The cluster did not finish. The batch goes on behind the last chunk that was noted."""

    kind = ErrorKind.UNAVAILABLE
    code = "batch_engine_failed"


class RayEngine:
    """Ray Data, driven by a child in the interpreter that has Ray; its workers read the object store themselves."""

    def __init__(
        self,
        python: str,
        environment: Mapping[str, str],
        job: Callable[[Plan, list[Chunk]], Awaitable[RemoteJob]],
    ) -> None:
        """python: the interpreter. environment: of the child. job: what its workers are told beside plan and chunks."""
        self._python = python
        self._environment = {**environment, "PYTHONPATH": str(_ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
        self._job = job

    async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        planned = [chunk async for chunk, _ in chunks]
        job = await self._job(plan, planned)
        process = await asyncio.create_subprocess_exec(
            self._python, "-m", "inference.batch.ray_driver", cwd=_ROOT, stdin=PIPE, stdout=PIPE, limit=_FRAME_BYTES_MAX,
            env=self._environment,
        )  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the pipes were asked for")
        try:
            process.stdin.write(msgspec.msgpack.encode(job))
            process.stdin.write_eof()
            for chunk in planned:
                yield chunk, await _answer(process.stdout, chunk)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _answer(stream: asyncio.StreamReader, chunk: Chunk) -> Written:
    try:
        length = int.from_bytes(await stream.readexactly(LENGTH_BYTES), "big")
        answer = msgspec.msgpack.decode(await stream.readexactly(length), type=RemoteAnswer)
    except asyncio.IncompleteReadError as error:
        raise EngineFailed("Ray ended before the batch did; the worker's log says why.") from error
    if answer.refused:
        raise BatchRefused(answer.refused)
    if answer.written is None or answer.number != chunk.number:
        raise EngineFailed("Ray answered another chunk than was asked.")
    return answer.written


class LocalEngine:
    """Threads: reading, scoring and writing leave the interpreter's lock, the rules and words of decisions do not."""

    def __init__(self, threads: int, stored: Stored, placements: Placements | None = None) -> None:
        """stored: what features of facts are made of, beside the row. placements: where versions score; None for here."""
        self._threads = threads
        self._stored = stored
        self._placements = placements or Placements()

    async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        vault = await self._stored.vault()
        place = functools.partial(self._placed, asyncio.get_running_loop())
        work = await asyncio.to_thread(plan.work, vault, place)
        pending: collections.deque[tuple[Chunk, asyncio.Future[Written]]] = collections.deque()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="chunk") as pool:
            try:
                async for chunk, data in chunks:
                    begun = worked_off(work, self._stored, plan.question, chunk, data, pool)
                    pending.append((chunk, asyncio.ensure_future(begun)))
                    if len(pending) >= _AHEAD * self._threads:
                        first, result = pending.popleft()
                        yield first, await result
                while pending:
                    first, result = pending.popleft()
                    yield first, await result
            finally:
                for _, result in pending:
                    result.cancel()
                pool.shutdown(wait=False, cancel_futures=True)

    def _placed(
        self, loop: asyncio.AbstractEventLoop, version: LoadedVersion, runtime: Runtime
    ) -> LoadedVersion:
        return scored_elsewhere(self._placements.place(version, runtime), loop)
