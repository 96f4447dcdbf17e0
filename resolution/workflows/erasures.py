"""Open instances about customers who were erased: their data opens no more, and they are to end rather than to wait for ever.

An instance that is due finds it out by itself. One that waits for a person or an event is due for nobody: it is found here.
"""

import asyncio
from uuid import UUID

from core.clock import Clock, ahead
from core.database import Database
from core.rounds import in_turn
from resolution.workflows import instance_store, queue_store
from tenants import subjects

EVERY_S = 300.0
_AT_ONCE = 1_000
_LOWEST_ID = UUID(int=0)


class Erasures:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at all environments, again and again, until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                with ahead(by):
                    await self.look(environment_id)
            await asyncio.sleep(EVERY_S)

    async def look(self, environment_id: UUID) -> int:
        """Have instances about who is gone looked at by the runner, which ends them. Returns: how many."""
        after, poked = _LOWEST_ID, 0
        while True:
            async with self._database.transaction(environment_id) as tx:
                customers = await instance_store.customers(tx, environment_id, after, _AT_ONCE)
                known = await subjects.of_environment(tx, environment_id, customers)
                gone = [each for each in customers if each not in known]
                found = await instance_store.open_of(tx, environment_id, gone) if gone else ()
                if found:
                    await queue_store.poke(tx, found, self._clock.now())
                poked += len(found)
            if len(customers) < _AT_ONCE:
                return poked
            after = customers[-1]
