"""Versions in the shadow: they score what was asked, after it was answered, and nothing they say decides.

The queue is bounded: when a shadow cannot keep up, what does not fit is dropped and counted, and no answer waits for it.
"""

import asyncio
import collections
import dataclasses
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.database import Database
from core.errors import PlatformError
from inference import answers, shadow_store
from inference.answering.truths import Said, said_of
from inference.answers import Draft
from inference.asks import Ask, own_command, read_words
from inference.class_digests import class_digest
from inference.declared.columns import filled, widened, width_of_set
from inference.deployments import Deployed
from inference.evidence_shares import Said as ClassesSaid
from inference.features.events import EVENT_SETS
from inference.inputs import InputsRefused
from inference.mixed_columns import own_inputs
from inference.predictions import Prediction, predict_many, predict_scored
from inference.ruled_otherwise import RuledOtherwise
from inference.runtimes.port import RuntimeUnavailable
from inference.runtimes.remote_rows import score_rows
from inference.shadow_store import ShadowRow
from payments.ingest import RecordedTransaction
from rules.active import ActiveRulesets

QUEUE_MAX = 1_024
BATCH_MAX = 8
"""Scored between two turns of the event loop: each costs a fraction of a millisecond of the same processor."""
REMOTE_TIMEOUT_S = 2.0
"""For a score of the model server: nobody waits for it."""

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
    """Pick those questions of a tick that have a shadow, or lacked columns of one; most have none."""
    return [
        Offer(ask, ask.columns if ask.columns is not None or prediction is None else prediction.row, payment)
        for ask, prediction, payment in zip(asks, predictions, payments, strict=True)
        if ask.shadow is not None or ask.passed_over
    ]


class Shadows:
    """scored, dropped, failed: counts of this process. remote_timeout_s: for a score of the model server.

    Versions on the model server wait in a queue of their own, so that a slow one costs no other shadow its score.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rulesets: ActiveRulesets,
        otherwise: RuledOtherwise,
        *,
        queue_max: int = QUEUE_MAX,
    ) -> None:
        self.scored = 0
        self.dropped = 0
        self.failed = 0
        self.remote_timeout_s = REMOTE_TIMEOUT_S
        self._database = database
        self._clock = clock
        self._rulesets = rulesets
        self._otherwise = otherwise
        self._here = _Line(lambda batch: self._score(batch, _predicted_here), queue_max)
        self._elsewhere = _Line(lambda batch: self._score(batch, self._predicted_elsewhere), queue_max)

    def take(self, offers: Sequence[Offer]) -> None:
        """Score what a tick has decided, later. Never waits: what does not fit is dropped."""
        if not offers:
            return
        elsewhere = [offer for offer in offers if _is_elsewhere(offer)]
        here = [offer for offer in offers if not _is_elsewhere(offer)] if elsewhere else offers
        self.dropped += self._here.take(here) + self._elsewhere.take(elsewhere)

    async def close(self) -> None:
        """Score what waits, and return."""
        await self._here.close()
        await self._elsewhere.close()

    @property
    def waiting(self) -> int:
        return self._here.waiting + self._elsewhere.waiting

    async def _predicted_elsewhere(self, asked: Sequence["_Asked"]) -> Sequence[Prediction | None]:
        return await asyncio.gather(*[_by_model_server(each, self.remote_timeout_s) for each in asked])

    async def _score(self, batch: Sequence[Offer], predict: "_Predict") -> None:
        asked = await asyncio.to_thread(_asked, batch)
        wanted = sum(offer.ask.shadow is not None for offer in batch)
        try:
            asked = [await self._ruled(each) for each in asked]
            found = await predict(asked)
            rows = await asyncio.to_thread(_rows_of, asked, found, self._clock.now())
            lacking = collections.Counter(
                (offer.ask.environment_id, each) for offer in batch for each in offer.ask.passed_over
            )
            if rows or lacking:
                scope = {row.environment_id for row in rows} | {key[0] for key in lacking}
                async with self._database.transaction(list(scope)) as tx:
                    await shadow_store.insert_many(tx, rows)
                    await shadow_store.add_passed_over(tx, lacking)
            self.scored += len(rows)
            self.failed += wanted - len(rows)
        except PlatformError as error:
            self.failed += wanted
            _log.warning("A shadow failed.", extra={"code": error.code, "size": len(batch)})

    async def _ruled(self, asked: "_Asked") -> "_Asked":
        """With the ruleset that the shadow was deployed with, if it brought one."""
        ask, version_id = asked.ask, asked.ask.deployed.ruleset_version
        if version_id is None or version_id == ask.ruleset.version_id:
            return asked
        ruleset = await self._rulesets.version(ask.environment_id, ask.use_case.name, version_id)
        return dataclasses.replace(asked, ask=await self._otherwise.ask(ask, ruleset))


class _Line:
    """A bounded queue, and the one task that works it off while there is something in it."""

    def __init__(self, score: Callable[[Sequence[Offer]], Awaitable[None]], length_max: int) -> None:
        self._score = score
        self._length_max = length_max
        self._queue: collections.deque[Offer] = collections.deque()
        self._running: asyncio.Task[None] | None = None

    def take(self, offers: Sequence[Offer]) -> int:
        """Queue what fits. Returns: how many did not."""
        fits = max(self._length_max - len(self._queue), 0)
        self._queue.extend(offers[:fits])
        if self._queue and self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._run())
        return len(offers[fits:])

    async def close(self) -> None:
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


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """A question as if its shadow decided. features: of the shadow's own version."""

    ask: Ask
    features: NDArray[np.float32]
    recorded: RecordedTransaction | None


_Predict: TypeAlias = Callable[[Sequence[_Asked]], Awaitable[Sequence[Prediction | None]]]


def _is_elsewhere(offer: Offer) -> bool:
    return offer.ask.shadow is not None and offer.ask.shadow.version.remote is not None


def _asked(batch: Sequence[Offer]) -> list[_Asked]:
    """Put the shadow in the champion's place. Offers without features, or whose columns it cannot read, are left out."""
    found = []
    for offer in batch:
        if offer.ask.shadow is None or offer.features is None:
            continue
        ask = msgspec.structs.replace(
            offer.ask, deployed=offer.ask.shadow, shadow=None, computed=offer.ask.of_shadow
        )
        try:
            features, said = _read(ask, offer.ask.deployed, offer.features)
        except InputsRefused as error:
            _log.warning("A shadow cannot read a question.", extra={"code": error.code})
            continue
        found.append(_Asked(msgspec.structs.replace(ask, said=said), features, offer.recorded))
    return found


def _read(
    ask: Ask, champion: Deployed, champions: NDArray[np.float32]
) -> tuple[NDArray[np.float32], ClassesSaid | None]:
    """What the shadow scores, and what texts that was made of. Raises: InputsRefused."""
    if ask.command.inputs is not None and ask.deployed.version.evidence is not None:
        return read_words(ask.deployed, own_command(ask.deployed, ask.command), ask.computed)
    return _features(ask, champion, champions), None


async def _predicted_here(asked: Sequence[_Asked]) -> Sequence[Prediction | None]:
    versions = [each.ask.deployed.version for each in asked]
    return await asyncio.to_thread(predict_many, versions, [each.features for each in asked])


async def _by_model_server(asked: _Asked, timeout_s: float) -> Prediction | None:
    """Without its server a shadow has no score, as a decision would have none."""
    version = asked.ask.deployed.version
    began_s = time.perf_counter()
    if version.remote is None:
        return None
    try:
        outputs = await score_rows(version.remote, np.atleast_2d(asked.features), timeout_s)
    except RuntimeUnavailable as error:
        _log.warning("A shadow goes without its model.", extra={"code": error.code})
        return None
    return predict_scored(version, asked.features, outputs, began_s, version.remote.mark)


def _rows_of(
    asked: Sequence[_Asked], found: Sequence[Prediction | None], now: dt.datetime
) -> list[ShadowRow]:
    """Rule as if the shadow decided. now: the true time, since those of a batch are of several environments."""
    return [
        _row(each.ask, answers.draft(each.ask, prediction, each.recorded), now + each.ask.ahead)
        for each, prediction in zip(asked, found, strict=True)
    ]


def _features(ask: Ask, champion: Deployed, champions: NDArray[np.float32]) -> NDArray[np.float32]:
    """The shadow's version may declare more columns than the champion's, code them otherwise, add other features, and be of the
    set in whose place the champion's is."""
    if ask.columns_of_shadow is not None:
        return ask.columns_of_shadow
    if ask.command.inputs is None:
        manifest = ask.deployed.version.manifest
        of_set = champions[..., : width_of_set(manifest)]
        if ask.command.event is not None and manifest.feature_set != champion.version.manifest.feature_set:
            of_set = EVENT_SETS[manifest.feature_set].compute(ask.command.event, ask.decided_at)
        return widened(ask.deployed, of_set, ask.computed)
    inputs = own_inputs(ask.deployed.version.manifest, ask.command.inputs)
    return ask.deployed.inputs.encode(filled(inputs, ask.computed, ask.deployed.computed))


def _row(ask: Ask, draft: Draft, now: dt.datetime) -> ShadowRow:
    answer = draft.answer.answer
    said = Said() if answer is None else said_of(ask.use_case.answer, answer)
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
        p10=said.p10,
        p50=said.p50,
        p90=said.p90,
        said=class_digest(ask.vault, said.label),
    )
