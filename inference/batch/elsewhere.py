"""Versions of the model server, for threads that work chunks off: a batch has the time to wait for one that is away."""

import asyncio
import time

import numpy as np
from numpy.typing import NDArray

from inference.artefacts import LoadedVersion
from inference.batch.entities import BatchRefused
from inference.runtimes.port import Outputs, RuntimeUnavailable, joined
from inference.runtimes.remote import AwaitedScorer
from inference.runtimes.remote_rows import score_rows
from inference.runtimes.v2 import ModelMismatch, ModelNotServed

PATIENCE_S = 30.0
"""How long a model server may be away before the batch is handed back; it is taken up again a few times."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 4.0
_ROWS_AT_ONCE = 1_024
_TIMEOUT_S = 30.0
_MARGIN_S = 5.0


class BlockingScorer:
    """A `Scorer` for threads of ours: the calls are made by the loop, which must not be the caller's own."""

    def __init__(
        self, remote: AwaitedScorer, heads: tuple[str, ...], loop: asyncio.AbstractEventLoop
    ) -> None:
        self.heads = heads
        self._remote = remote
        self._loop = loop

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        return self.outputs(matrix).margin

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        """Raises: BatchRefused when the server has another model, or none, under the version's name; RuntimeUnavailable."""
        starts = range(0, len(matrix), _ROWS_AT_ONCE)
        return joined([self._part(matrix[at : at + _ROWS_AT_ONCE]) for at in starts])

    def _part(self, matrix: NDArray[np.float32]) -> Outputs:
        asked = asyncio.run_coroutine_threadsafe(self._patiently(matrix), self._loop)
        return asked.result(PATIENCE_S + _TIMEOUT_S + _MARGIN_S)

    async def _patiently(self, matrix: NDArray[np.float32]) -> Outputs:
        deadline_s, pause_s = time.monotonic() + PATIENCE_S, _FIRST_PAUSE_S
        while True:
            try:
                return await score_rows(self._remote, matrix, _TIMEOUT_S)
            except RuntimeUnavailable as error:
                if time.monotonic() + pause_s > deadline_s:
                    raise _refusal(error) or error from error
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def _refusal(error: RuntimeUnavailable) -> BatchRefused | None:
    if isinstance(error, ModelNotServed | ModelMismatch):
        return BatchRefused(error.message, internal=error.internal, fix=error.how_to_fix)
    return None


def scored_elsewhere(version: LoadedVersion, loop: asyncio.AbstractEventLoop) -> LoadedVersion:
    """Return a version whose `score` asks the model server that it is placed on, if it is on one."""
    if version.remote is None:
        return version
    return version.run_by(BlockingScorer(version.remote, version.scorer.heads, loop))
