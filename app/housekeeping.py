"""What nobody waits for: old idempotency keys and requests, ended sessions, buckets of the running state; forgotten in turn."""

import asyncio
from uuid import UUID

from core.clock import NOT_AHEAD, Clock, ahead, true_now
from core.database import Database
from core.idempotency import KEPT_FOR, Idempotency
from core.rounds import in_turn
from inference import upkeep
from inference.learning_due import LearningDue
from payments import states
from payments.attempts import knowledge
from resolution.connectors import upkeep as connectors
from resolution.webhooks import upkeep as webhooks
from tenants import request_log
from tenants.upkeep import Upkeep

EVERY_S = 600.0


class Housekeeping:
    def __init__(self, database: Database, tenants: Upkeep, clock: Clock) -> None:
        self._clock = clock
        self._database = database
        self._tenants = tenants
        self._idempotency = Idempotency(database)
        self._learning = LearningDue(database, clock)

    async def run(self) -> None:
        """Go round every ten minutes until cancelled."""
        while True:
            await self._tenants.forget_ended()
            for environment_id, by in await in_turn(self._database):
                with ahead(by):
                    await self.tidy(environment_id)
            await asyncio.sleep(EVERY_S)

    async def tidy(self, environment_id: UUID) -> None:
        await self._idempotency.forget(environment_id)
        await self._tenants.forget_tokens(environment_id)
        async with self._database.transaction(environment_id) as tx:
            await upkeep.forget_keys(tx, environment_id, KEPT_FOR)
            with ahead(NOT_AHEAD):  # calls are counted by the true time, in every environment
                await upkeep.settle_predictions(tx, environment_id, self._clock)
        async with self._database.transaction(environment_id) as tx:
            await states.prune(tx, environment_id)
            await knowledge.prune(tx, environment_id, self._clock.now())
            await webhooks.forget(tx, environment_id, true_now(self._clock))
            await connectors.forget(tx, environment_id, true_now(self._clock))
            await request_log.forget(tx, environment_id, true_now(self._clock))
        await self._learning.forget(environment_id)
