"""What the worker does about backtests while others work: it sees whether there is something to do, and clears away."""

import asyncio
import datetime as dt
from uuid import UUID

from core.database import Database
from inference.backtests import store

EVERY_S = 600.0
KEPT_FOR = dt.timedelta(days=90)


class BacktestUpkeep:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def anything_to_do(self) -> bool:
        """Whether a chunk waits that nobody works on."""
        async with self._database.unscoped() as tx:
            return await store.anything_to_do(tx)

    async def hand_back(self, owner: UUID) -> None:
        """Let what a dead process held be taken at once, rather than when its lease ends."""
        async with self._database.unscoped() as tx:
            await store.hand_back(tx, owner)

    async def run(self) -> None:
        """Delete backtests that ended long ago, every ten minutes until cancelled."""
        while True:
            for environment_id in await self._database.environments():
                async with self._database.transaction(environment_id) as tx:
                    await store.forget(tx, environment_id, KEPT_FOR)
            await asyncio.sleep(EVERY_S)
