"""What the worker does about batches while others work: it sees whether there is something to do, and clears away."""

import asyncio
import datetime as dt
from uuid import UUID

from core.database import Database
from core.objects import Objects
from inference.batch import store
from inference.batch.files import folder_of

EVERY_S = 600.0


class BatchUpkeep:
    def __init__(self, database: Database, objects: Objects, kept_for: dt.timedelta) -> None:
        self._database = database
        self._objects = objects
        self._kept_for = kept_for

    async def anything_to_do(self) -> bool:
        """Whether a batch waits that nobody works on."""
        async with self._database.unscoped() as tx:
            return await store.anything_to_do(tx)

    async def hand_back(self, owner: UUID) -> None:
        """Let what a dead process held be taken at once, rather than when its lease ends."""
        async with self._database.unscoped() as tx:
            await store.hand_back(tx, owner)

    async def run(self) -> None:
        """Go round every ten minutes until cancelled."""
        while True:
            await self.forget_old()
            await asyncio.sleep(EVERY_S)

    async def forget_old(self) -> None:
        """Delete batches that ended long ago, their keys first: what is left of their files then is noise."""
        for environment_id in await self._database.environments():
            async with self._database.transaction(environment_id) as tx:
                gone = await store.forget(tx, environment_id, self._kept_for)
            for batch_id in gone:
                await self._objects.delete_folder(folder_of(environment_id, batch_id))
