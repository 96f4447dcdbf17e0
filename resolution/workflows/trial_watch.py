"""The worker's watch over trials of workflows: ends one whose candidate fails more than the control, beyond doubt."""

import logging
import time
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import msgspec

from core import outbox, rounds
from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database
from core.ids import public
from inference.arm_trials import Breach
from resolution.workflows import definition_store, trial_ends, trial_store
from resolution.workflows.trial_entities import TRIAL
from resolution.workflows.trial_store import Running
from resolution.workflows.trials import JUDGE_TIMEOUT_S
from tenants.notices import NOTICE_TOPIC, Notice

EVERY_S = 10.0
ACTOR = "system"
REASON = "More of the candidate's instances failed."
_PART_MAX = 50
"""A look that took so long is not repeated before 50 times as much has passed: watching takes 2 % of one core at most."""
_TEXT = """The trial {trial} of the workflow {workflow} was ended by itself, and the active version starts every instance again.

Why: more of the candidate's instances failed than of the active version's, by {low:+.2%} to {high:+.2%}; you allow {limit:.2%}.
What both did: GET /api/v1/workflow-trials/{trial}/comparison
"""
_log = logging.getLogger(__name__)


class TrialWatch:
    """ended: how many it ended in this process. What it knows is in the database, so it may die and begin again at any time."""

    def __init__(self, database: Database, clock: Clock, cpu: CpuPool) -> None:
        self.ended = 0
        self._database = database
        self._clock = clock
        self._cpu = cpu
        self._not_before: dict[UUID, float] = {}

    async def run(self) -> None:
        """Look at every trial again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once at all that run, but those that were costly to look at a moment ago."""
        async with self._database.transaction(environments) as tx:
            found = await trial_store.all_running(tx, environments)
        for each in found:
            began = time.monotonic()
            if began < self._not_before.get(each.id, 0.0):
                continue
            breach = await self._breach(each)
            took = time.monotonic() - began
            if took * _PART_MAX > EVERY_S:
                self._not_before[each.id] = began + took * _PART_MAX
            if breach is not None:
                await self._end(each, breach)

    async def _breach(self, each: Running) -> Breach | None:
        now = self._clock.now()
        async with self._database.transaction(each.environment_id) as tx:
            trial = await trial_store.find(tx, each.environment_id, each.id)
            if trial is None or trial.ended_at is not None:
                return None
            counted = await trial_store.count(tx, each.environment_id, trial, now)
        judge = partial(trial_ends.comparison, trial, counted, now)
        found = await self._cpu.run(judge, timeout_s=JUDGE_TIMEOUT_S)
        return next((one for one in found.guardrails if one.breached), None)

    async def _end(self, each: Running, breach: Breach) -> None:
        """End a trial and tell its tenant, in one transaction; unless somebody was faster."""
        self._not_before.pop(each.id, None)
        async with self._database.transaction(each.environment_id) as tx:
            held = await definition_store.lock(tx, each.environment_id, each.workflow_id)
            trial = await trial_store.find(tx, each.environment_id, each.id)
            if held is None or trial is None or trial.ended_at is not None:
                return
            await trial_ends.end(
                tx, self._clock, each.environment_id, trial, held.name, by=ACTOR, ended_as="guardrail", reason=REASON
            )  # fmt: skip
            text = _TEXT.format(
                trial=public(TRIAL, trial.id), workflow=held.name, low=breach.low, high=breach.high, limit=breach.limit
            )  # fmt: skip
            notice = Notice(subject="A trial of a workflow was ended by itself", text=text)
            await outbox.enqueue(
                tx, self._clock, each.environment_id, NOTICE_TOPIC, msgspec.json.encode(notice)
            )
        self.ended += 1
        _log.warning("A guardrail ended a trial of a workflow.", extra={"component": breach.figure})
