"""Imports that ended long ago are forgotten, with their reports and keys; a dry run, whose preview shows payments, soon."""

import asyncio
import datetime as dt

from core.database import Database
from core.objects import Objects
from payments.importing import store
from payments.importing.imports import folder_of

EVERY_S = 600.0


class ImportUpkeep:
    def __init__(
        self, database: Database, objects: Objects, kept_for: dt.timedelta, dry_kept_for: dt.timedelta
    ) -> None:
        self._database = database
        self._objects = objects
        self._kept_for = kept_for
        self._dry_kept_for = dry_kept_for

    async def run(self) -> None:
        """Go round every ten minutes until cancelled."""
        while True:
            await self.forget_old()
            await asyncio.sleep(EVERY_S)

    async def forget_old(self) -> None:
        """Delete imports by their age, and whatever is left of their files."""
        for environment_id in await self._database.environments():
            async with self._database.transaction(environment_id) as tx:
                gone = await store.forget(tx, environment_id, self._kept_for, self._dry_kept_for)
            for import_id in gone:
                await self._objects.delete_folder(folder_of(environment_id, import_id))
