"""Trying an uploaded graph in a child process that can neither read, reach nor outlive anything.

The child gives everything up (`core.sandbox`), checks the graph (`guard.py`), runs it on the tenant's sample, compares with
what the tenant expects, and measures. The process that decides loads a graph only when a child has said that it passes,
and from the same bytes.
"""

import asyncio
import contextlib
import math
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec

from core.errors import ErrorKind, Overloaded, PlatformError
from inference.manifest import Reading
from inference.uploads.graphs import BYTES_MAX
from inference.uploads.wire import ModelRefused

START_S_MAX = 20.0
TRIAL_S_MAX, RUN_S_MAX = 3.0, 2.5
REFUSED_S_MAX, TRIED_S_MIN = 4.5, 1.0
"""A file of the usual size is refused by then, also where a busy machine was long to start the child; but it is tried."""
TRIAL_BYTES, TRIAL_BYTES_A_S = 20_000_000, 6_000_000
"""Of a graph of more bytes than the first, reading and checking gets a second more for each so many of the second; running does not."""
COST_US_MAX = 2_000
MEMORY_BYTES_MAX = 512 << 20
READY = b"ready\n"
CHECKED = b"checked\n"
"""The child's word, before its report, that a graph may be loaded."""
LENGTH_BYTES = 8
_AT_ONCE = 2
_WAITING_MAX = 8


class TrialUnavailable(PlatformError):
    """The child could not be started: nothing is known of the model."""

    kind = ErrorKind.UNAVAILABLE
    code = "trial_unavailable"
    fix = "Send the upload again."


class Task(msgspec.Struct, frozen=True):
    """rows: float32[row_count, len(columns)] in C order, as bytes. expected: float64[row_count], as bytes.

    graph: empty where it follows in pieces.
    """

    graph: bytes
    columns: tuple[str, ...]
    reading: Reading
    rows: bytes
    expected: bytes
    tolerance: float


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a graph that passed.

    margins: float64, one a row of the sample, as bytes. difference_max: between what the tenant expects and what came.
    batch_invariant: equal bits at every size of `scoring.SIZES`. missing_taken: whether a row of nothing but missing
    values still has a probability. cost_us: of a single row, the fastest of several runs. memory_bytes: what loading
    it and running a thousand rows took. filtered: whether system calls were filtered, besides the limits.
    """

    margins: bytes
    difference_max: float
    batch_invariant: bool
    missing_taken: bool
    cost_us: int
    memory_bytes: int
    filtered: bool


class Report(msgspec.Struct, frozen=True):
    """The child's answer: a verdict, or why there is none."""

    verdict: Verdict | None
    message: str = ""
    fix: str | None = None


class Graph(msgspec.Struct, frozen=True):
    """An ONNX file as it is sent to the child: nobody holds all of it at once."""

    size: int
    pieces: AsyncIterator[bytes]


class Trials:
    """Runs children, two at a time; a crowd is sent away."""

    def __init__(self, *, trial_s_max: float = TRIAL_S_MAX) -> None:
        self._trial_s_max = trial_s_max
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    def _allowed_s(self, started_in_s: float) -> float:
        return min(self._trial_s_max, max(REFUSED_S_MAX - started_in_s, TRIED_S_MIN))

    async def run(self, task: Task, graph: Graph | None = None) -> Verdict:
        """graph: where the task has none. Raises: ModelRefused, TrialUnavailable, Overloaded, and what its pieces raise."""
        graph = graph or Graph(len(task.graph), _whole(task.graph))
        if graph.size > BYTES_MAX:
            raise ModelRefused(f"The ONNX file has {graph.size:,} bytes; at most {BYTES_MAX:,} are taken.")
        if self._waiting >= _WAITING_MAX:
            raise Overloaded("Too many models are being tried.", retry_after_s=5)
        self._waiting += 1
        try:
            async with self._turns:
                report = await self._run(msgspec.structs.replace(task, graph=b""), graph)
        finally:
            self._waiting -= 1
        if report.verdict is None:
            raise ModelRefused(report.message, fix=report.fix or ModelRefused.fix)
        return _within_limits(report.verdict)

    async def _run(self, task: Task, graph: Graph) -> Report:
        with _empty_folder() as folder:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                "-m",
                "inference.uploads.trial_child",
                str(math.ceil(_more_s(graph.size))),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=folder,
                env={"ORT_DISABLE_TELEMETRY": "1"},
            )
            try:
                return await self._talk(process, msgspec.msgpack.encode(task), graph)
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()

    async def _talk(self, process: asyncio.subprocess.Process, task: bytes, graph: Graph) -> Report:
        if process.stdout is None or process.stdin is None:
            raise TrialUnavailable("The model could not be tried.")
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(START_S_MAX):
                greeting = await process.stdout.readline()
        except TimeoutError as error:
            raise TrialUnavailable("The model could not be tried.", internal="start timed out") from error
        if greeting != READY:
            raise TrialUnavailable("The model could not be tried.", internal=f"{process.returncode=}")
        allowed_s = self._allowed_s(loop.time() - began)
        usual = loop.time() + allowed_s
        try:
            async with asyncio.timeout(allowed_s + _more_s(graph.size)) as limit:
                await _feed(process.stdin, task, graph)
                written = await process.stdout.read(len(CHECKED))
                if (
                    written == CHECKED
                ):  # a file that was long to read is as quick to run as any other, or refused
                    limit.reschedule(min(limit.when() or usual, max(usual, loop.time() + RUN_S_MAX)))
                    written = b""
                written += await process.stdout.read()
                await process.wait()
        except TimeoutError:
            return Report(None, f"The model could not be loaded and tried within {self._trial_s_max:g} s.")
        try:
            return msgspec.msgpack.decode(written, type=Report)
        except msgspec.DecodeError:
            return Report(
                None, "The model ended the process that tried it, or took more memory or time than allowed."
            )


def _more_s(size: int) -> float:
    return max(0, size - TRIAL_BYTES) / TRIAL_BYTES_A_S


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _feed(child: asyncio.StreamWriter, task: bytes, graph: Graph) -> None:
    """The length of the task in 8 bytes, the task, and the graph. A child that is gone hears no more."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        child.write(len(task).to_bytes(LENGTH_BYTES) + task)
        async for piece in graph.pieces:
            child.write(piece)
            await child.drain()
        child.close()


@contextlib.contextmanager
def _empty_folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="countermark-trial-") as folder:
        Path(folder).chmod(0o500)
        yield folder


def _within_limits(verdict: Verdict) -> Verdict:
    if verdict.cost_us > COST_US_MAX:
        raise ModelRefused(f"A row takes {verdict.cost_us:,} µs; {COST_US_MAX:,} are allowed.")
    if verdict.memory_bytes > MEMORY_BYTES_MAX:
        raise ModelRefused(
            f"It takes {verdict.memory_bytes >> 20} MB of memory; {MEMORY_BYTES_MAX >> 20} are allowed."
        )
    return verdict
