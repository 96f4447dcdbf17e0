"""What the worker does about batches while others work: it sees whether there is something to do, and clears away."""

import asyncio
import datetime as dt
from uuid import UUID

from core.clock import Clock
from core.database import Database
from core.objects import Objects
from inference.batch import store
from inference.batch.files import folder_of, folders_of

EVERY_S = 600.0
STRAY_AFTER = dt.timedelta(days=2)
"""A folder this old without a batch was being received when its process was killed; no upload takes that long."""


_MILLIS_SHIFT = 80
"""A version 7 UUID begins with its milliseconds (RFC 9562 section 5.7)."""
_HEX_LENGTH = 32


class BatchUpkeep:
    def __init__(self, database: Database, objects: Objects, clock: Clock, kept_for: dt.timedelta) -> None:
        self._clock = clock
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
            await self.forget_strays()
            await asyncio.sleep(EVERY_S)

    async def forget_old(self) -> None:
        """Delete batches that ended long ago, their keys first: what is left of their files then is noise."""
        for environment_id in await self._database.environments():
            async with self._database.transaction(environment_id) as tx:
                gone = await store.forget(tx, environment_id, self._kept_for)
            for batch_id in gone:
                await self._objects.delete_folder(folder_of(environment_id, batch_id))

    async def forget_strays(self) -> None:
        """Delete what was received of files whose process was killed before they were whole: noise, since its key is gone."""
        oldest = int((self._clock.now() - STRAY_AFTER).timestamp() * 1_000)
        for environment_id in await self._database.environments():
            names = await self._objects.folders(folders_of(environment_id))
            found = [UUID(hex=name) for name in names if _is_id(name)]
            old = [batch_id for batch_id in found if batch_id.int >> _MILLIS_SHIFT < oldest]
            if not old:
                continue
            async with self._database.transaction(environment_id) as tx:
                kept = await store.known(tx, environment_id, old)
            for batch_id in old:
                if batch_id not in kept:
                    await self._objects.delete_folder(folder_of(environment_id, batch_id))


def _is_id(name: str) -> bool:
    return len(name) == _HEX_LENGTH and not set(name) - set("0123456789abcdef")
