"""The worker's watch over challengers: looks at each every few seconds, and ends what breaks a guardrail."""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import outbox
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public
from inference import deployment_store, experiments
from inference.deployment_changes import Change
from inference.deployment_entities import guardrails_of
from inference.deployment_store import DeploymentRow
from inference.guardrails import Guarded, judge
from tenants.notices import NOTICE_TOPIC, Notice

EVERY_S = 3.0
ACTOR = "system"
_ENVIRONMENTS_MAX = 200
"""In one scope: a transaction names the environments that it may see."""

_WORDS = {
    "degraded": "more of its decisions were made without a score",
    "declined": "the part of customers that it declined was another",
    "slow": "more of its model's runs were slow",
}
_TEXT = """The challenger {deployment} of {use_case} was ended by itself, and the champion decides for everybody again.

Why: {words} than of the champion, by {low:+.2%} to {high:+.2%}; you allow {limit:.2%}.
What both did: GET /api/v1/deployments/{deployment}/comparison
"""

_log = logging.getLogger(__name__)


class ExperimentWatch:
    """ended: how many it ended in this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.ended = 0
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at every challenger of the installation, again and again, until cancelled."""
        while True:
            environments = await self._database.environments()
            for at in range(0, len(environments), _ENVIRONMENTS_MAX):
                await self.look(environments[at : at + _ENVIRONMENTS_MAX])
            await asyncio.sleep(EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once at the challengers of some environments."""
        async with self._database.transaction(environments) as tx:
            challengers = await deployment_store.list_challengers(tx, environments)
        for row in challengers:
            await self._look_at(row)

    async def _look_at(self, row: DeploymentRow) -> None:
        if self._clock.now() < row.created_at + experiments.SEEN_AFTER:
            return
        async with self._database.transaction(row.environment_id) as tx:
            champion = await deployment_store.find_champion_at(
                tx, row.environment_id, row.use_case, row.segment, row.created_at
            )
            arms = await experiments.count(tx, row, champion, self._clock.now())
        guarded = judge(guardrails_of(row), arms.champion, arms.challenger)
        breached = next((each for each in guarded if each.breached), None)
        if breached is not None:
            await self._end(row, breached)

    async def _end(self, row: DeploymentRow, breached: Guarded) -> None:
        """End a challenger and tell its tenant, all in one transaction; unless somebody was faster."""
        async with self._database.transaction(row.environment_id) as tx:
            change = Change(tx, self._clock, row.environment_id, ACTOR)
            active = await change.begin(row.use_case, row.segment)
            challenger = active.get("challenger")
            if challenger is None or challenger.id != row.id:
                return
            await change.end(challenger, "guardrail")
            await change.log("model.guardrail.v1", row, None, outcome=breached.name)
            await _tell(tx, self._clock, row, breached)
        self.ended += 1
        _log.warning("A guardrail ended a challenger.", extra={"component": breached.name})


async def _tell(tx: Transaction, clock: Clock, row: DeploymentRow, breached: Guarded) -> None:
    notice = Notice(
        subject=f"A challenger of {row.use_case} was rolled back",
        text=_TEXT.format(
            deployment=public("dep", row.id), use_case=row.use_case, words=_WORDS[breached.name],
            low=breached.low, high=breached.high, limit=breached.limit,
        ),
    )  # fmt: skip
    await outbox.enqueue(tx, clock, row.environment_id, NOTICE_TOPIC, msgspec.json.encode(notice))
