"""Who works chunks off: threads of this process, or another machine's; the results come in the order of the file."""

import asyncio
import collections
import functools
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Protocol
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from inference.artefacts import LoadedVersion
from inference.batch.chunks import Chunk
from inference.batch.column_work import ColumnWork
from inference.batch.elsewhere import scored_elsewhere
from inference.batch.entities import BatchRefused, RefusedRow
from inference.batch.fact_scoring import Cells
from inference.batch.fact_work import FactWork
from inference.batch.plan import Plan
from inference.batch.remote import RemoteAnswer, RemoteJob
from inference.batch.scoring import Question
from inference.batch.stored import StoredFacts
from inference.batch.work import Written
from inference.declared.computing import Known
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
        self, python: str, environment: Mapping[str, str], job: Callable[[Plan, list[Chunk]], RemoteJob]
    ) -> None:
        """python: the interpreter. environment: of the child. job: what its workers are told beside plan and chunks."""
        self._python = python
        self._environment = {**environment, "PYTHONPATH": str(_ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
        self._job = job

    async def run(self, plan: Plan, chunks: Chunks) -> AsyncGenerator[tuple[Chunk, Written], None]:
        planned = [chunk async for chunk, _ in chunks]
        process = await asyncio.create_subprocess_exec(
            self._python, "-m", "inference.batch.ray_driver", cwd=_ROOT, stdin=PIPE, stdout=PIPE, limit=_FRAME_BYTES_MAX,
            env=self._environment,
        )  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the pipes were asked for")
        try:
            process.stdin.write(msgspec.msgpack.encode(self._job(plan, planned)))
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

    def __init__(self, threads: int, stored: StoredFacts, placements: Placements | None = None) -> None:
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
                    pending.append((chunk, self._begun(pool, work, plan.question, chunk, data)))
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

    def _begun(
        self,
        pool: ThreadPoolExecutor,
        work: ColumnWork | FactWork,
        question: Question,
        chunk: Chunk,
        data: bytes,
    ) -> asyncio.Future[Written]:
        if isinstance(work, FactWork):
            return asyncio.ensure_future(self._facts(pool, work, question, chunk, data))
        if work.computes:
            return asyncio.ensure_future(self._columns(pool, work, chunk, data))
        return asyncio.get_running_loop().run_in_executor(pool, work.write, chunk, data)

    async def _columns(
        self, pool: ThreadPoolExecutor, work: ColumnWork, chunk: Chunk, data: bytes
    ) -> Written:
        """Work a chunk of columns off whose rows have features besides: each customer is read once."""
        run = functools.partial(asyncio.get_running_loop().run_in_executor, pool)
        rows = await run(work.read, chunk, data)
        subjects = await run(work.subjects, rows)
        known: dict[UUID, Known] = {}
        for wanted in work.wanted(subjects):
            known |= await self._stored.known(wanted)
        return await run(work.finish, rows, subjects, known)

    async def _facts(
        self, pool: ThreadPoolExecutor, work: FactWork, question: Question, chunk: Chunk, data: bytes
    ) -> Written:
        """Work a chunk of facts off: in a thread what costs time, here what waits for the database."""
        run = functools.partial(asyncio.get_running_loop().run_in_executor, pool)
        rows = await run(work.read, chunk, data)
        parts: list[Cells] = []
        refused: list[RefusedRow] = []
        for part in work.slices(rows):
            filled = await self._stored.pasts(part, question)
            refused += filled.refused
            asks, queries = await run(work.asks, filled)
            states = await self._stored.states(queries)
            if work.computes:
                known = await self._stored.known(work.wanted(asks), states)
                asks = await run(work.with_beside, asks, known)
            parts.append(await run(work.score, asks, states))
        return await run(work.finish, rows.without(refused), parts)
