"""The worker's look at the clocks of cases: one that is past its time is announced, once."""

from collections.abc import Sequence
from uuid import UUID

from core import rounds
from core.clock import Clock
from core.database import Database
from core.events import announce
from core.ids import public
from resolution import case_store

EVERY_S = 10.0
_AT_ONCE = 500


class CaseWatch:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at all environments, again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

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
