"""What the worker looks at to know whether to learn: counts and clocks, no models, no numbers."""

import datetime as dt
import logging
from uuid import UUID

from core.clock import Clock, ahead
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.rounds import in_turn
from inference import drift_store, retraining_starts, retraining_store
from inference.drift_hours import EVERY, DecisionHours, is_due
from inference.retraining_starts import SILENT_AFTER

KEPT_FOR = dt.timedelta(days=400)

_log = logging.getLogger(__name__)


class LearningDue:
    """Counts decisions into their hours and starts plans whose time has come, on the way."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._hours = DecisionHours(database, clock)

    async def anything(self) -> bool:
        """Look at every environment; one that cannot be looked at does not stop the others."""
        due = False
        for environment_id, by in await in_turn(self._database):
            try:
                with ahead(by):
                    due |= await self.look(environment_id)
            except PlatformError as error:
                if error.kind is ErrorKind.UNAVAILABLE:
                    raise
                _log.exception("An environment could not be looked at.", extra={"code": error.code})
        return due

    async def look(self, environment_id: UUID) -> bool:
        """Count, start plans, and say whether drift is to be measured or a job waits."""
        await self._hours.count(environment_id)
        now = self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            await retraining_starts.start_due(tx, self._clock, environment_id)
            if await retraining_store.is_waiting(tx, environment_id, now - SILENT_AFTER):
                return True
            for one in await drift_store.active(tx, environment_id, now - EVERY * 2):
                if await is_due(tx, environment_id, one, now):
                    return True
        return False

    async def forget(self, environment_id: UUID) -> None:
        """Delete counts and reports that are older than anybody compares."""
        async with self._database.transaction(environment_id) as tx:
            await drift_store.forget(tx, environment_id, self._clock.now() - KEPT_FOR)
