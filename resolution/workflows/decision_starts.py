"""Outcomes that start workflows: the worker looks for new decisions behind the path, where a workflow asks for them.

Ids are made before they are committed, so the last 40 seconds are read again each time; a decision starts a workflow once,
by its own id.
"""

from collections.abc import Sequence
from uuid import UUID

from core import rounds
from core.clock import Clock
from core.database import Database, Transaction
from core.events import Event
from core.ids import public
from inference.decided import Decided, decided_since, settled
from resolution.workflows import definition_store, instance_store, starting
from resolution.workflows.triggers import Triggers
from tenants.vaults import Vaults

EVERY_S = 1.0
KINDS = {"decision.review": "review", "decision.decline": "decline"}


class DecisionStarts:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, triggers: Triggers) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._triggers = triggers

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once, in those of the environments where an outcome starts something."""
        async with self._database.transaction(environments) as tx:
            asking = await definition_store.triggered(tx, environments, list(KINDS))
        for environment_id in asking:
            await self._look_in(environment_id)

    async def _look_in(self, environment_id: UUID) -> None:
        vault, until = await self._vaults.of(environment_id), settled(self._clock.now())
        async with self._database.transaction(environment_id) as tx:
            after = await instance_store.reached(tx, environment_id, until)
            rows = await decided_since(tx, environment_id, after, list(KINDS.values()))
            for kind, outcome in KINDS.items():
                found = [row for row in rows if row.outcome == outcome]
                for workflow in await definition_store.started_by(tx, environment_id, kind) if found else ():
                    causes = [public("dec", row.id) for row in found]
                    known = await instance_store.caused(tx, environment_id, workflow.id, causes)
                    for row in found:
                        event = _event(environment_id, kind, row)
                        if event.subject in known or row.decided_at < (
                            workflow.active_since or row.decided_at
                        ):
                            continue
                        wanted = await self._triggers.wanted(tx, event, workflow, event.subject)
                        if wanted is not None:
                            await starting.start(tx, self._clock, vault, environment_id, wanted)
            await self._move_on(tx, environment_id, rows, until)

    async def _move_on(
        self, tx: Transaction, environment_id: UUID, rows: Sequence[Decided], until: UUID
    ) -> None:
        """Where to begin next time: at what is settled, or at the end of what was read if there is more."""
        reached = min(until, rows[-1].id) if len(rows) else until
        await instance_store.reach(tx, environment_id, reached)


def _event(environment_id: UUID, kind: str, row: Decided) -> Event:
    data: dict[str, object] = {
        "use_case": row.use_case,
        "outcome": row.outcome,
        "score": row.score,
        "degraded": row.degraded,
    }
    return Event(
        environment_id=environment_id,
        id=row.id,
        kind=kind,
        subject=public("dec", row.id),
        at=row.decided_at,
        data=data,
    )
