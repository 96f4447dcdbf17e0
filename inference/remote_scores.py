"""Questions to versions on a model server, scored before they wait for a tick.

A tick holds one transaction and all questions of its moment; none of them may wait for a network. So what is scored elsewhere
is scored first: the states of such questions are read together, each is asked of its model server within its caller's
deadline, and the tick finds the score made. A score that does not come leaves a degraded decision.
"""

import logging
import time
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Database
from core.ticks import TickQueue
from inference import question_features
from inference.asks import Ask
from inference.pasts import reading
from inference.predictions import Scored, predict_scored
from inference.runtimes.port import RuntimeUnavailable
from inference.runtimes.remote import AwaitedScorer
from payments import states

TICK_SHARE = 0.2
TICK_MIN_S = 0.05
TICK_MAX_SHARE = 0.5
"""What is left to the tick of a deadline: a fifth, at least 50 ms, at most half."""

_log = logging.getLogger(__name__)


class RemoteScores:
    """batch_max, queue_max: as of the tick queue; the queue holds questions whose state is to be read."""

    def __init__(self, database: Database, *, batch_max: int, queue_max: int) -> None:
        self._database = database
        self._features: TickQueue[Ask, NDArray[np.float32]] = TickQueue(
            self._read, batch_max=batch_max, queue_max=queue_max
        )

    async def score(self, ask: Ask, scorer: AwaitedScorer) -> Ask:
        """Return the question with what its version made of it.

        Raises: Overloaded, DeadlineExceeded, DatabaseUnavailable.
        """
        began_s = time.perf_counter()
        timeout_s = ask.command.timeout_s
        rows = ask.columns
        if ask.past is not None:
            async with self._database.transaction(ask.environment_id) as tx:
                (rows,) = await reading.read(tx, [(ask.environment_id, ask.past)])
        elif rows is None:
            rows = await self._features.submit(ask, timeout_s)
        left_s = timeout_s - (time.perf_counter() - began_s) - kept_for_tick(timeout_s)
        asked_s = time.perf_counter()
        try:
            outputs = await scorer.score(np.atleast_2d(rows), max(left_s, 0.0))
        except RuntimeUnavailable as error:
            _log.warning(
                "A decision goes without its model.",
                extra={"code": error.code, "version": ask.deployed.version.digest.hex()},
            )
            return msgspec.structs.replace(ask, columns=rows, scored=Scored(None))
        prediction = predict_scored(ask.deployed.version, rows, outputs, asked_s, scorer.mark)
        return msgspec.structs.replace(ask, columns=rows, scored=Scored(prediction))

    async def close(self) -> None:
        await self._features.close()

    async def _read(self, asks: Sequence[Ask]) -> list[NDArray[np.float32]]:
        """Read the states of all that wait, in one statement, and make the features of each."""
        sent = [question_features.state_sent(ask) for ask in asks]
        reading = [at for at, state in enumerate(sent) if state is None]
        queries = [question_features.query_of(asks[at]) for at in reading]
        if queries:
            async with self._database.transaction(list({query.environment_id for query in queries})) as tx:
                read = await states.read_many(tx, queries)
            for at, state in zip(reading, read, strict=True):
                sent[at] = state
        return [question_features.features(ask, state) for ask, state in zip(asks, sent, strict=True)]


def kept_for_tick(timeout_s: float) -> float:
    """How much of a deadline the tick needs after the score."""
    return min(max(timeout_s * TICK_SHARE, TICK_MIN_S), timeout_s * TICK_MAX_SHARE)
