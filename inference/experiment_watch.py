"""The worker's watch over challengers and new champions: looks at each every few seconds, and ends what breaks a guardrail."""

import logging
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import outbox, rounds
from core.clock import Clock
from core.database import Database, Transaction
from core.events import announce
from core.ids import public
from core.json_values import JsonValue
from inference import deployment_store, experiment_counts
from inference.deployment_changes import Change
from inference.deployment_entities import guardrails_of, is_watched
from inference.deployment_store import DeploymentRow
from inference.experiment_counts import SEEN_AFTER, WATCHED_FOR
from inference.experiment_slices import SlicedCounts
from inference.guardrails import Guarded, judge
from tenants.notices import NOTICE_TOPIC, Notice

EVERY_S = 3.0
ACTOR = "system"

_WORDS = {
    "degraded": "more of its decisions were made without a score",
    "declined": "the part of customers that it declined was another",
    "slow": "more of its model's runs were slow",
}
_CHALLENGER = "The challenger {deployment} of {use_case} was ended by itself, and the champion decides for everybody again."
_CHAMPION = (
    "The new champion {deployment} of {use_case} was rolled back by itself, and {before} decides again."
)
_WHY = """

Why: {words} than of the champion{when}, by {low:+.2%} to {high:+.2%}; you allow {limit:.2%}.
What both did: GET /api/v1/deployments/{deployment}/comparison
"""

_log = logging.getLogger(__name__)


class ExperimentWatch:
    """ended: how many it ended or rolled back in this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.ended = 0
        self._database = database
        self._clock = clock
        self._counts = SlicedCounts()

    async def run(self) -> None:
        """Look at all that is watched in the installation, again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once at the challengers and the new champions of some environments."""
        since = self._clock.now() - WATCHED_FOR
        async with self._database.transaction(environments) as tx:
            rows = await deployment_store.list_watched(tx, environments, since)
        for row in rows:
            if row.role == "challenger" or is_watched(row):
                await self._look_at(row)

    async def _look_at(self, row: DeploymentRow) -> None:
        if self._clock.now() < row.created_at + SEEN_AFTER:
            return
        async with self._database.transaction(row.environment_id) as tx:
            other = await experiment_counts.find_other(tx, row)
            arms = await self._counts.count(tx, row, other, self._clock.now())
        guarded = judge(guardrails_of(row), arms.champion, arms.challenger)
        breached = next((each for each in guarded if each.breached), None)
        if breached is not None:
            await self._end(row, other, breached)

    async def _end(self, row: DeploymentRow, other: DeploymentRow | None, breached: Guarded) -> None:
        """End a challenger or roll a champion back and tell its tenant, in one transaction; unless somebody was faster."""
        async with self._database.transaction(row.environment_id) as tx:
            change = Change(tx, self._clock, row.environment_id, ACTOR)
            active = await change.begin(row.use_case, row.segment)
            serving = active.get(row.role)
            if serving is None or serving.id != row.id:
                return
            if row.role == "champion":
                back = await change.roll_back(serving, other, active, "guardrail")
                await change.log("model.guardrail.v1", back, None, row.id, outcome=breached.name)
            else:
                await change.end(serving, "guardrail")
                await change.log("model.guardrail.v1", row, None, outcome=breached.name)
            await _tell(tx, self._clock, row, other, breached)
        self.ended += 1
        _log.warning("A guardrail ended a deployment.", extra={"component": breached.name, "kind": row.role})


async def _tell(
    tx: Transaction, clock: Clock, row: DeploymentRow, other: DeploymentRow | None, breached: Guarded
) -> None:
    is_champion = row.role == "champion"
    text = ((_CHAMPION if is_champion else _CHALLENGER) + _WHY).format(
        deployment=public("dep", row.id), use_case=row.use_case, words=_WORDS[breached.name],
        before="the starter" if other is None else f"version {public('ver', other.version_id)}",
        when=" before, in its last day" if is_champion else "",
        low=breached.low, high=breached.high, limit=breached.limit,
    )  # fmt: skip
    notice = Notice(subject=f"A {row.role} of {row.use_case} was rolled back", text=text)
    await outbox.enqueue(tx, clock, row.environment_id, NOTICE_TOPIC, msgspec.json.encode(notice))
    told: dict[str, JsonValue] = {
        "use_case": row.use_case,
        "version": public("ver", row.version_id),
        "role": row.role,
        "reason": "guardrail",
        "guardrail": breached.name,
    }
    await announce(tx, clock, row.environment_id, "deployment.ended", public("dep", row.id), told)
