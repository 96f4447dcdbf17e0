"""The worker's look at the clocks of cases: one that is past its time is announced, once."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from core.clock import Clock
from core.database import Database
from core.events import announce
from core.ids import public
from resolution import case_store

EVERY_S = 10.0
_ENVIRONMENTS_MAX = 200
"""In one scope: a transaction names the environments that it may see."""
_AT_ONCE = 500


class CaseWatch:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at all environments, again and again, until cancelled."""
        while True:
            environments = await self._database.environments()
            for at in range(0, len(environments), _ENVIRONMENTS_MAX):
                await self.look(environments[at : at + _ENVIRONMENTS_MAX])
            await asyncio.sleep(EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> int:
        """Announce what became overdue. Returns: how many cases, 500 at most."""
        async with self._database.transaction(environments) as tx:
            found = await case_store.mark_overdue(tx, environments, self._clock.now(), _AT_ONCE)
            for case in found:
                told = {"queue": case.queue, "priority": case.priority, "due": case.due_at.isoformat()}
                await announce(
                    tx, self._clock, case.environment_id, "case.overdue", public("cas", case.id), told
                )
        return len(found)
