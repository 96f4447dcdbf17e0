"""Rulesets in the shadow: they rule what was decided, after it was answered, and what they would have changed is counted.

Nothing of a decision is kept but its hour, its outcome, the other one, and what it was about in money. The queue is bounded: what
does not fit is not counted, and no answer waits for it. Where nothing is in the shadow, a tick looks at an empty dict.
"""

import asyncio
import collections
import dataclasses
import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

from core.database import Database
from core.errors import PlatformError
from inference import answers
from inference.answers import Draft
from inference.asks import Ask
from inference.catalogue import Answer
from inference.entities import DecisionAnswer
from inference.predictions import Prediction
from inference.rule_lists import About, seen_by
from inference.ruled_otherwise import RuledOtherwise
from rules.active import ActiveRulesets
from rules.evaluation import PreparedRuleset
from rules.shadow_counts import Changed, ShadowCounts

QUEUE_MAX = 1_024
TURN_MAX = 8
"""Ruled between two turns of the event loop: each costs some ten microseconds of the same processor."""

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class RuleOffer:
    """A question for a ruleset in the shadow, with what it was answered."""

    ask: Ask
    ruleset: PreparedRuleset
    prediction: Prediction | None
    answer: DecisionAnswer[Answer]


_NONE: tuple[RuleOffer, ...] = ()


class RuleShadows:
    """ruled, dropped, failed: counts of this process; failed are those that could not be ruled at all."""

    def __init__(
        self,
        database: Database,
        rulesets: ActiveRulesets,
        otherwise: RuledOtherwise,
        *,
        queue_max: int = QUEUE_MAX,
    ) -> None:
        self.ruled = 0
        self.dropped = 0
        self.failed = 0
        self._rulesets = rulesets
        self._otherwise = otherwise
        self._queue_max = queue_max
        self._queue: collections.deque[RuleOffer] = collections.deque()
        self._counts = ShadowCounts(database)
        self._running: asyncio.Task[None] | None = None

    def offers_of(
        self, asks: Sequence[Ask], predictions: Sequence[Prediction | None], drafts: Sequence[Draft]
    ) -> Sequence[RuleOffer]:
        """Pick those questions of a tick whose use case has a ruleset in the shadow; most have none."""
        shadows = self._rulesets.shadows
        if not shadows:
            return _NONE
        found = []
        for ask, prediction, draft in zip(asks, predictions, drafts, strict=True):
            ruleset = shadows.get((ask.environment_id, ask.use_case.name))
            if ruleset is not None:
                found.append(RuleOffer(ask, ruleset, prediction, draft.answer))
        return found

    def take(self, offers: Sequence[RuleOffer]) -> None:
        """Rule what a tick has decided, later. Never waits: what does not fit is dropped."""
        if not offers:
            return
        fits = max(self._queue_max - len(self._queue), 0)
        self._queue.extend(offers[:fits])
        self.dropped += len(offers[fits:])
        if self._queue and self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Rule what waits, and return."""
        while self._running is not None:
            await asyncio.wait([self._running])

    async def _run(self) -> None:
        await asyncio.sleep(0)  # those who asked are answered first
        try:
            while self._queue:
                for _ in range(min(TURN_MAX, len(self._queue))):
                    await self._rule(self._queue.popleft())
                await asyncio.sleep(0)
            await self._counts.flush()
        except PlatformError as error:  # what was counted is written with what comes next
            _log.warning("Counts of a shadow could not be written.", extra={"code": error.code})
        finally:
            self._running = None

    async def _rule(self, offer: RuleOffer) -> None:
        try:
            would_be, failed = await self._would_be(offer)
        except PlatformError as error:
            self.failed += 1
            _log.warning("A ruleset in the shadow cannot read a question.", extra={"code": error.code})
            return
        self.ruled += 1
        self._counts.add(_changed(offer, would_be), failed=failed)

    async def _would_be(self, offer: RuleOffer) -> tuple[str, bool]:
        """Rule as if the shadow decided. Returns: the outcome, and whether it is the fallback for a failure."""
        if offer.prediction is None:
            return offer.ruleset.fallback, False
        ask, answer, explained = (
            await self._otherwise.ask(offer.ask, offer.ruleset),
            offer.answer,
            offer.prediction,
        )
        if explained.rows:
            explained = explained.rows[answers.answer_of(ask, explained).explained]
        seen = None
        if ask.known is not None:
            about = About(vault=ask.vault, customer=ask.customer, command=ask.command, beside=ask.beside)
            seen = seen_by(ask.ruleset, ask.known, about, ask.decided_at)
        duplicate = answer.duplicate_of is not None
        result = answers.decide(ask, explained, answer.answer, answer.reasons, duplicate=duplicate, seen=seen)
        return result.outcome, result.degraded


def _changed(offer: RuleOffer, would_be: str) -> Changed:
    payment = offer.ask.command.transaction
    version_id = offer.ruleset.version_id
    return Changed(
        environment_id=offer.ask.environment_id,
        version_id=version_id or UUID(int=0),
        use_case=offer.ask.use_case.name,
        hour=offer.ask.decided_at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0),
        was=offer.answer.outcome,
        would_be=would_be,
        currency="" if payment is None else payment.currency,
        amount_minor=0 if payment is None else payment.amount_minor,
    )
