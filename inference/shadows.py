"""Versions in the shadow: they score what was asked, after it was answered, and nothing they say decides.

The queue is bounded: when a shadow cannot keep up, what does not fit is dropped and counted, and no answer waits for it.
"""

import asyncio
import collections
import dataclasses
import datetime as dt
import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.database import Database
from core.errors import PlatformError
from inference import answers, shadow_store
from inference.answers import Draft
from inference.asks import Ask
from inference.predictions import Prediction, predict_many
from inference.shadow_store import ShadowRow
from payments.ingest import RecordedTransaction

QUEUE_MAX = 1_024
BATCH_MAX = 8
"""Scored between two turns of the event loop: each costs a fraction of a millisecond of the same processor."""

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """A question for its shadow. features: float32, what the champion's prediction rested on; None where it had none."""

    ask: Ask
    features: NDArray[np.float32] | None
    recorded: RecordedTransaction | None


def offers_of(
    asks: Sequence[Ask],
    predictions: Sequence[Prediction | None],
    payments: Sequence[RecordedTransaction | None],
) -> list[Offer]:
    """Pick those questions of a tick that have a shadow; most have none."""
    return [
        Offer(ask, ask.columns if ask.columns is not None or prediction is None else prediction.row, payment)
        for ask, prediction, payment in zip(asks, predictions, payments, strict=True)
        if ask.shadow is not None
    ]


class Shadows:
    """scored, dropped, failed: counts of this process."""

    def __init__(self, database: Database, clock: Clock, *, queue_max: int = QUEUE_MAX) -> None:
        self.scored = 0
        self.dropped = 0
        self.failed = 0
        self._database = database
        self._clock = clock
        self._queue_max = queue_max
        self._queue: collections.deque[Offer] = collections.deque()
        self._running: asyncio.Task[None] | None = None

    def take(self, offers: Sequence[Offer]) -> None:
        """Score what a tick has decided, later. Never waits: what does not fit is dropped."""
        if not offers:
            return
        fits = max(self._queue_max - len(self._queue), 0)
        self.dropped += len(offers[fits:])
        self._queue.extend(offers[:fits])
        if self._queue and self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Score what waits, and return."""
        while self._running is not None:
            await asyncio.wait([self._running])

    @property
    def waiting(self) -> int:
        return len(self._queue)

    async def _run(self) -> None:
        await asyncio.sleep(0)  # those who asked are answered first
        try:
            while self._queue:
                size = min(BATCH_MAX, len(self._queue))
                await self._score([self._queue.popleft() for _ in range(size)])
        finally:
            self._running = None

    async def _score(self, batch: Sequence[Offer]) -> None:
        try:
            rows = await asyncio.to_thread(_rows_of, batch, self._clock.now())
            if rows:
                async with self._database.transaction(list({row.environment_id for row in rows})) as tx:
                    await shadow_store.insert_many(tx, rows)
            self.scored += len(rows)
            self.failed += len(batch) - len(rows)
        except PlatformError as error:
            self.failed += len(batch)
            _log.warning("A shadow failed.", extra={"code": error.code, "size": len(batch)})


def _rows_of(batch: Sequence[Offer], now: dt.datetime) -> list[ShadowRow]:
    """Score and rule as if the shadow decided. Offers without features are left out."""
    asks, features, payments = [], [], []
    for offer in batch:
        if offer.ask.shadow is None or offer.features is None:
            continue
        ask = dataclasses.replace(offer.ask, deployed=offer.ask.shadow, shadow=None)
        asks.append(ask)
        features.append(_features(ask, offer.features))
        payments.append(offer.recorded)
    found = predict_many([ask.deployed.version for ask in asks], features)
    return [
        _row(ask, answers.draft(ask, prediction, payment), now)
        for ask, prediction, payment in zip(asks, found, payments, strict=True)
    ]


def _features(ask: Ask, champions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of columns, the shadow's version may declare more than the champion's, and code them otherwise."""
    return champions if ask.command.inputs is None else ask.deployed.inputs.encode(ask.command.inputs)


def _row(ask: Ask, draft: Draft, now: dt.datetime) -> ShadowRow:
    return ShadowRow(
        environment_id=ask.environment_id,
        deployment_id=ask.deployed.deployment_id or ask.deployed.version_id,
        decision_id=ask.decision_id,
        version_id=ask.deployed.version_id,
        use_case=ask.use_case.name,
        score=draft.score,
        outcome=draft.outcome,
        run_us=draft.run_us,
        scored_at=now,
    )
