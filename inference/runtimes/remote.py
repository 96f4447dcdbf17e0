"""One version on a model server: checked before it is believed, asked in few calls, left alone while it fails."""

import asyncio
import collections
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.errors import Overloaded, PlatformError
from inference.runtimes.breaker import Breaker
from inference.runtimes.port import Outputs, RuntimeUnavailable, RuntimeWatch, joined, unwatched
from inference.runtimes.remote_check import (
    RemoteModel,
    agreed_version,
    outputs_of,
    probe_rows,
    require_same,
)
from inference.runtimes.v2 import ModelMismatch, ModelNotServed, RuntimeTimeout, ServedModel, V2Client

RUNTIME = "kserve"
_RETRY_AFTER_S = 1.0

_log = logging.getLogger(__name__)


class RemoteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """timeout_s: of one call at most. load: whether to ask the server to load what it has not loaded, for load_timeout_s
    at most: who waits for a score waits no longer for it than for any other.

    check_every_s: how old a check may be while the version is used. calls_max, rows_max: calls of a version that run
    together, and rows of one call. queue_max: rows that may wait for a call.
    """

    timeout_s: float = 0.5
    load: bool = False
    load_timeout_s: float = 30.0
    check_timeout_s: float = 5.0
    check_every_s: float = 10.0
    calls_max: int = 8
    rows_max: int = 64
    queue_max: int = 512


class AwaitedScorer(Protocol):
    """Scores rows elsewhere."""

    @property
    def mark(self) -> str:
        """What computes, in words, for a decision to keep."""
        ...

    async def score(self, matrix: NDArray[np.float32], timeout_s: float) -> Outputs:
        """Margins and heads of each row. matrix: float32[n, n_features], C order, NaN where missing.

        Raises: RuntimeTimeout, ModelNotServed, ModelMismatch, RuntimeUnavailable, Overloaded.
        """
        ...

    async def check(self) -> None:
        """Make sure that it can score now. Raises: as `score`."""
        ...


class _Waiting:
    __slots__ = ("answer", "deadline_s", "matrix")

    def __init__(
        self, matrix: NDArray[np.float32], deadline_s: float, answer: "asyncio.Future[Outputs]"
    ) -> None:
        self.matrix = matrix
        self.deadline_s = deadline_s
        self.answer = answer


class RemoteScorer:
    """Rows that wait together go out in one call; nobody waits for a call to fill."""

    def __init__(
        self,
        client: V2Client,
        model: RemoteModel,
        settings: RemoteSettings,
        watch: RuntimeWatch = unwatched,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._model = model
        self._settings = settings
        self._watch = watch
        self._now_s = monotonic_s
        self._breaker = Breaker(monotonic_s=monotonic_s)
        self._waiting: collections.deque[_Waiting] = collections.deque()
        self._rows_waiting = 0
        self._calls: set[asyncio.Task[None]] = set()
        self._scheduled = False
        self._checking: asyncio.Task[None] | None = None
        self._checked_s: float | None = None
        self._version = ""

    @property
    def mark(self) -> str:
        return f"{RUNTIME} {self._client.protocol}; model {self._model.name} version {self._version or 'unnamed'}"

    @property
    def state(self) -> str:
        """`ready`, `unchecked`, or `failing` while the breaker is open."""
        if not self._breaker.closed:
            return "failing"
        return "unchecked" if self._checked_s is None else "ready"

    async def score(self, matrix: NDArray[np.float32], timeout_s: float) -> Outputs:
        """As `AwaitedScorer`."""
        if self._breaker.blocks():
            raise _left_alone()
        if self._rows_waiting + len(matrix) > self._settings.queue_max:
            raise Overloaded("Too many requests wait for a model server.", retry_after_s=_RETRY_AFTER_S)
        loop = asyncio.get_running_loop()
        waiting = _Waiting(matrix, self._now_s() + timeout_s, loop.create_future())
        self._waiting.append(waiting)
        self._rows_waiting += len(matrix)
        if not self._scheduled:
            # At the end of this turn of the loop, when every row that is ready has been handed in.
            self._scheduled = True
            loop.call_soon(self._start)
        try:
            async with asyncio.timeout(timeout_s):
                return await waiting.answer
        except TimeoutError as error:
            raise RuntimeTimeout("The model server did not answer in time.") from error

    async def check(self) -> None:
        """As `AwaitedScorer`; it is tried even while the server is left alone."""
        await asyncio.shield(self._check_once())
        self._breaker.succeeded()

    def _start(self) -> None:
        self._scheduled = False
        while self._waiting and len(self._calls) < self._settings.calls_max:
            batch = self._take()
            if batch:
                call = asyncio.get_running_loop().create_task(self._call(batch))
                self._calls.add(call)
                call.add_done_callback(self._ended)

    def _ended(self, call: "asyncio.Task[None]") -> None:
        self._calls.discard(call)
        error = None if call.cancelled() else call.exception()
        if error is not None:  # a mistake of ours; who waits is answered by the deadline
            _log.error("A call of a model server broke.", exc_info=error)
        self._start()

    def _take(self) -> list[_Waiting]:
        """Take the rows of the next call: those of one request alone, if the version's bits depend on their company."""
        batch: list[_Waiting] = []
        rows = 0
        while self._waiting:
            following = self._waiting[0]
            rows += len(following.matrix)
            if batch and (rows > self._settings.rows_max or not self._model.batch_invariant):
                break
            self._waiting.popleft()
            self._rows_waiting -= len(following.matrix)
            if not following.answer.done():
                batch.append(following)
        return batch

    async def _call(self, batch: Sequence[_Waiting]) -> None:
        if not self._breaker.take():
            _fail(batch, _left_alone())
            return
        started_s = self._now_s()
        allowed_s = min(self._settings.timeout_s, max(each.deadline_s for each in batch) - started_s)
        try:
            outputs = await self._run(np.concatenate([each.matrix for each in batch]), allowed_s)
        except RuntimeUnavailable as error:
            self._watch(RUNTIME, error.code, self._now_s() - started_s)
            self._failed(error, allowed_s)
            _fail(batch, error)
        except BaseException:
            self._breaker.withdraw()
            raise
        else:
            self._watch(RUNTIME, "ok", self._now_s() - started_s)
            self._breaker.succeeded()
            _settle(batch, outputs)

    def _failed(self, error: RuntimeUnavailable, allowed_s: float) -> None:
        timed_out = isinstance(error, RuntimeTimeout)
        if timed_out and allowed_s < self._settings.timeout_s / 2 and self._breaker.closed:
            return  # the callers were in a hurry; that says nothing of the server
        if isinstance(error, ModelNotServed | ModelMismatch):
            self._breaker.trip()
        else:
            self._breaker.failed()
        if not timed_out or not self._breaker.closed:
            self._checked_s = None
        _log.warning(
            "A model server failed.",
            extra={"code": error.code, "internal": error.internal, "version": self._model.digest},
        )

    async def _run(self, matrix: NDArray[np.float32], allowed_s: float) -> Outputs:
        deadline_s = self._now_s() + allowed_s
        if self._checked_s is None:
            try:
                async with asyncio.timeout(allowed_s):
                    await asyncio.shield(self._check_once())
            except TimeoutError as error:
                raise RuntimeTimeout("The model server could not be checked in time.") from error
        elif self._now_s() - self._checked_s > self._settings.check_every_s and self._checking is None:
            self._check_once().add_done_callback(self._checked_again)
        return await self._infer(matrix, deadline_s)

    async def _infer(self, matrix: NDArray[np.float32], deadline_s: float) -> Outputs:
        """Ask in one call; in one a row, if the version's bits depend on their company."""
        if self._model.batch_invariant or len(matrix) == 1:
            return await self._ask(matrix, deadline_s)
        return joined([await self._ask(matrix[at : at + 1], deadline_s) for at in range(len(matrix))])

    async def _ask(self, matrix: NDArray[np.float32], deadline_s: float) -> Outputs:
        left_s = deadline_s - self._now_s()
        if left_s <= 0:
            raise RuntimeTimeout("The model server did not answer in time.")
        names = tuple(self._model.widths)
        found = await self._client.infer(self._model.name, self._version, matrix, names, left_s)
        return outputs_of(self._model, self._version, found, len(matrix))

    def _check_once(self) -> "asyncio.Task[None]":
        """Begin a check, or join the one that runs."""
        if self._checking is None:
            self._checking = asyncio.get_running_loop().create_task(self._check())
            self._checking.add_done_callback(self._checked)
        return self._checking

    async def _check(self) -> None:
        """Raises: ModelNotServed, ModelMismatch, RuntimeTimeout, RuntimeUnavailable."""
        self._version = agreed_version(self._model, await self._described())
        probes = probe_rows(self._model.digest, self._model.feature_count)
        remote = await self._infer(probes, self._now_s() + self._settings.check_timeout_s)
        require_same(remote, self._model.reference.outputs(probes))

    async def _described(self) -> ServedModel:
        timeout_s = self._settings.check_timeout_s
        try:
            return await self._client.describe(self._model.name, timeout_s)
        except ModelNotServed:
            if not self._settings.load:
                raise
        await self._client.load(self._model.name, self._settings.load_timeout_s)
        return await self._client.describe(self._model.name, timeout_s)

    def _checked(self, task: "asyncio.Task[None]") -> None:
        self._checking = None
        if not task.cancelled() and task.exception() is None:
            self._checked_s = self._now_s()

    def _checked_again(self, task: "asyncio.Task[None]") -> None:
        """A check that nobody waited for: what it found holds for those who come."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, RuntimeUnavailable):
            self._failed(error, self._settings.timeout_s)
        elif error is not None:
            _log.error("A check of a model server failed.", exc_info=error)


def _left_alone() -> RuntimeUnavailable:
    return RuntimeUnavailable("The model server failed moments ago, and is left alone for now.")


def _settle(batch: Sequence[_Waiting], outputs: Outputs) -> None:
    at = 0
    for waiting in batch:
        upto = at + len(waiting.matrix)
        if not waiting.answer.done():
            heads = {name: values[at:upto] for name, values in outputs.heads.items()}
            waiting.answer.set_result(Outputs(outputs.margin[at:upto], heads))
        at = upto


def _fail(batch: Sequence[_Waiting], error: PlatformError) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
