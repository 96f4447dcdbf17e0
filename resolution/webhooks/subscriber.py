"""Turns events into deliveries: one for each endpoint that asked for the kind."""

from core.clock import Clock
from core.database import Database
from core.events import Event
from core.ids import public
from resolution.webhooks import delivery_store, endpoint_store
from resolution.webhooks.messages import message_of


class WebhookSubscriber:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def heard(self, event: Event) -> None:
        """Keep the message where there is any endpoint, so that it can be replayed, and queue it where it is wanted."""
        async with self._database.transaction(event.environment_id) as tx:
            endpoints = await endpoint_store.all_of(tx, event.environment_id)
            if not endpoints:
                return
            await delivery_store.add_message(tx, message_of(event))
            wanted = [
                each.id
                for each in endpoints
                if each.disabled_at is None
                and each.wants(event.kind)
                and public("whk", each.id) != event.subject
            ]
            await delivery_store.queue(tx, event.environment_id, wanted, event.id, self._clock.now())
