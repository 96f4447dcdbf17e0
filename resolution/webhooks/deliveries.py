"""What became of messages, and sending them again: a ping, a replay of one message or of all since a time."""

import datetime as dt
from uuid import UUID

from core.clock import Clock
from core.database import Database
from core.errors import FieldError, InvalidRequest
from core.events import Event
from core.ids import parse, public, uuid7
from core.pages import Page, page_of
from resolution.webhooks import delivery_store
from resolution.webhooks.delivery_store import Due
from resolution.webhooks.endpoints import WebhookEndpoints
from resolution.webhooks.entities import (
    Delivery,
    Endpoint,
    EndpointDisabled,
    MessageNotFound,
    Replayed,
    ReplayWebhooks,
)
from resolution.webhooks.messages import message_name, message_of
from resolution.webhooks.schedule import State
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal

REPLAYED_MAX = 1_000
KEPT_FOR = dt.timedelta(days=30)


class WebhookDeliveries:
    def __init__(self, database: Database, clock: Clock, endpoints: WebhookEndpoints) -> None:
        self._database = database
        self._clock = clock
        self._endpoints = endpoints

    async def list_page(
        self,
        caller: Principal,
        endpoint_id: UUID,
        after: UUID | None,
        limit: int,
        *,
        state: State | None = None,
    ) -> Page[Delivery]:
        """Newest message first. Raises: PermissionDenied, EndpointNotFound."""
        caller.require(Permission.WEBHOOKS_READ)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            await self._endpoints.found(tx, environment_id, endpoint_id)
            rows = await delivery_store.newest(tx, environment_id, endpoint_id, after, limit + 1, state)
        return page_of(rows, limit, lambda each: message_name(each.message_id))

    async def ping(self, caller: Principal, endpoint_id: UUID) -> Delivery:
        """Send a test to this endpoint alone. Raises: PermissionDenied, EndpointNotFound, EndpointDisabled."""
        caller.require(Permission.WEBHOOKS_WRITE)
        environment_id, now = caller.environment_id, self._clock.now()
        event = Event(
            environment_id=environment_id,
            id=uuid7(self._clock),
            kind="webhook.ping",
            subject=public("whk", endpoint_id),
            at=now,
            data={"message": "It works."},
        )
        async with self._database.transaction(environment_id) as tx:
            _require_enabled(await self._endpoints.found(tx, environment_id, endpoint_id, locked=True))
            await delivery_store.add_message(tx, message_of(event))
            await delivery_store.queue(tx, environment_id, [endpoint_id], event.id, now)
            await record(tx, self._clock, caller, "webhook.ping.v1", endpoint_id, event.id)
            made = await delivery_store.find(tx, Due(environment_id, endpoint_id, event.id))
        if made is None:
            raise MessageNotFound("The test was not kept.")
        return made

    async def replay(self, caller: Principal, endpoint_id: UUID, command: ReplayWebhooks) -> Replayed:
        """Begin the schedule anew for one message, or for up to 1,000 since a time, oldest first, under the same ids.

        Raises: PermissionDenied, EndpointNotFound, EndpointDisabled, MessageNotFound, InvalidRequest.
        """
        caller.require(Permission.WEBHOOKS_WRITE)
        environment_id, now = caller.environment_id, self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            endpoint = await self._endpoints.found(tx, environment_id, endpoint_id, locked=True)
            _require_enabled(endpoint)
            next_since: dt.datetime | None = None
            if command.message_id is not None and command.since is None and command.until is None:
                message_id = parse("evt", command.message_id)
                if await delivery_store.find_message(tx, environment_id, message_id) is None:
                    raise MessageNotFound("No such message in this environment.")
                wanted = [message_id]
            elif command.since is not None and command.message_id is None:
                rows = await delivery_store.messages_between(
                    tx, environment_id, command.since, command.until or now, REPLAYED_MAX + 1
                )
                next_since = rows[-1][2] if len(rows) > REPLAYED_MAX else None
                wanted = [found for found, kind, _ in rows[:REPLAYED_MAX] if endpoint.wants(kind)]
            else:
                refused = FieldError(
                    "since", "It came with message_id, or without both.", "Send one of the two."
                )
                raise InvalidRequest("Say what to replay.", fields=[refused])
            await delivery_store.queue_again(tx, environment_id, endpoint_id, wanted, now)
            await record(tx, self._clock, caller, "webhook.replay.v1", endpoint_id)
        return Replayed(queued=len(wanted), more=next_since is not None, next_since=next_since)


def _require_enabled(endpoint: Endpoint) -> None:
    if endpoint.disabled_at is not None:
        raise EndpointDisabled("This endpoint is disabled.")
