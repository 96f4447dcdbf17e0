"""Outcomes that start workflows, each decision once by its own id, from the look at new decisions behind the path."""

from collections.abc import Sequence
from uuid import UUID

from core.clock import Clock
from core.database import Transaction
from core.events import Event
from resolution.workflows import definition_store, instance_store, starting
from resolution.workflows.triggers import Triggers
from tenants.vaults import Vaults


class DecisionStarts:
    def __init__(self, vaults: Vaults, clock: Clock, triggers: Triggers) -> None:
        self._vaults = vaults
        self._clock = clock
        self._triggers = triggers

    async def start(self, tx: Transaction, environment_id: UUID, happened: Sequence[Event]) -> None:
        """Start what decisions start, but those from before the workflow was there to be started."""
        vault = await self._vaults.of(environment_id)
        for kind in sorted({each.kind for each in happened}):
            found = [each for each in happened if each.kind == kind]
            for workflow in await definition_store.started_by(tx, environment_id, kind):
                since = workflow.starts_since or workflow.active_since
                known = await instance_store.caused(
                    tx, environment_id, workflow.id, [each.subject for each in found]
                )
                for event in found:
                    if event.subject in known or (since is not None and event.at < since):
                        continue
                    wanted = await self._triggers.wanted(tx, event, workflow, event.subject)
                    if wanted is not None:
                        await starting.start(tx, self._clock, vault, environment_id, wanted)
