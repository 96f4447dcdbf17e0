"""Where a tenant's events are sent: endpoints made, changed, rotated, removed. Secrets are shown once, and rest sealed."""

import datetime as dt
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.event_kinds import EVENT_KINDS
from core.ids import public, uuid7
from core.pages import Page, page_of
from resolution.outbound.reach import Reach
from resolution.webhooks import delivery_store, endpoint_store, signing
from resolution.webhooks.entities import (
    EVERYTHING,
    CreateWebhookEndpoint,
    Endpoint,
    EndpointNotFound,
    EndpointsFull,
    NewEndpoint,
    RotateWebhookSecret,
    UpdateWebhookEndpoint,
)
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

ENDPOINTS_MAX = 50
SEALED_AS = "webhook_secret.sealed"
_FAMILIES = frozenset(f"{name.partition('.')[0]}.*" for name in EVENT_KINDS)


class WebhookEndpoints:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, reach: Reach) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._reach = reach

    async def create(self, caller: Principal, command: CreateWebhookEndpoint) -> NewEndpoint:
        """Raises: PermissionDenied, InvalidRequest for the address or an event, EndpointsFull."""
        caller.require(Permission.WEBHOOKS_WRITE)
        self._reach.read(command.url)
        kinds, environment_id = kinds_of(command.events), caller.environment_id
        vault, now = await self._vaults.of(environment_id), self._clock.now()
        endpoint = Endpoint(
            environment_id=environment_id,
            id=uuid7(self._clock),
            url=command.url,
            description=command.description,
            kinds=kinds,
            created_at=now,
            created_by=caller.id,
            failing_since=None,
            disabled_at=None,
            disabled_reason=None,
        )
        async with self._database.transaction(environment_id) as tx:
            await endpoint_store.lock(tx, environment_id)
            if await endpoint_store.count(tx, environment_id) >= ENDPOINTS_MAX:
                raise EndpointsFull(f"An environment has {ENDPOINTS_MAX} endpoints at most.")
            await endpoint_store.insert(tx, endpoint)
            secret = await self._add_secret(tx, vault, endpoint, now)
            await record(tx, self._clock, caller, "webhook.create.v1", endpoint.id)
        return NewEndpoint(endpoint=endpoint, secret=signing.written(secret))

    async def get(self, caller: Principal, endpoint_id: UUID) -> Endpoint:
        """Raises: PermissionDenied, EndpointNotFound."""
        caller.require(Permission.WEBHOOKS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self.found(tx, caller.environment_id, endpoint_id)

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Endpoint]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.WEBHOOKS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await endpoint_store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of(rows, limit, lambda each: public("whk", each.id))

    async def update(self, caller: Principal, endpoint_id: UUID, command: UpdateWebhookEndpoint) -> Endpoint:
        """Raises: PermissionDenied, EndpointNotFound, InvalidRequest."""
        caller.require(Permission.WEBHOOKS_WRITE)
        if command.url is not None:
            self._reach.read(command.url)
        kinds = None if command.events is None else kinds_of(command.events)
        async with self._database.transaction(caller.environment_id) as tx:
            old = await self.found(tx, caller.environment_id, endpoint_id, locked=True)
            new = _switched(
                msgspec.structs.replace(
                    old,
                    url=old.url if command.url is None else command.url,
                    kinds=old.kinds if kinds is None else kinds,
                    description=old.description if command.description is None else command.description,
                ),
                self._clock.now(),
                enabled=command.enabled,
            )
            if new == old:
                return old
            await endpoint_store.save(tx, new)
            if new.disabled_at is not None and old.disabled_at is None:
                await delivery_store.give_up(tx, caller.environment_id, endpoint_id)
            await record(tx, self._clock, caller, "webhook.update.v1", endpoint_id)
        return new

    async def rotate(self, caller: Principal, endpoint_id: UUID, command: RotateWebhookSecret) -> NewEndpoint:
        """Make a new secret; messages are signed with both until the grace period ends, with two at most.

        Raises: PermissionDenied, EndpointNotFound.
        """
        caller.require(Permission.WEBHOOKS_WRITE)
        vault, now = await self._vaults.of(caller.environment_id), self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            endpoint = await self.found(tx, caller.environment_id, endpoint_id, locked=True)
            await endpoint_store.end_secrets(tx, endpoint, now + dt.timedelta(seconds=command.grace_s))
            secret = await self._add_secret(tx, vault, endpoint, now)
            await record(tx, self._clock, caller, "webhook.rotate.v1", endpoint_id)
        return NewEndpoint(endpoint=endpoint, secret=signing.written(secret))

    async def remove(self, caller: Principal, endpoint_id: UUID) -> Endpoint:
        """Delete an endpoint with its secrets and its deliveries. Raises: PermissionDenied, EndpointNotFound."""
        caller.require(Permission.WEBHOOKS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            endpoint = await self.found(tx, caller.environment_id, endpoint_id, locked=True)
            await endpoint_store.remove(tx, caller.environment_id, endpoint_id)
            await record(tx, self._clock, caller, "webhook.remove.v1", endpoint_id)
        return endpoint

    async def found(
        self, tx: Transaction, environment_id: UUID, endpoint_id: UUID, *, locked: bool = False
    ) -> Endpoint:
        """Raises: EndpointNotFound."""
        endpoint = await endpoint_store.find(tx, environment_id, endpoint_id, locked=locked)
        if endpoint is None:
            raise EndpointNotFound("No such webhook endpoint in this environment.")
        return endpoint

    async def _add_secret(
        self, tx: Transaction, vault: EnvironmentVault, endpoint: Endpoint, now: dt.datetime
    ) -> bytes:
        secret, secret_id = signing.new_secret(), uuid7(self._clock)
        sealed = vault.seal_tenant(SEALED_AS, secret_id, secret)
        await endpoint_store.add_secret(tx, endpoint, secret_id, sealed, now)
        return secret


def kinds_of(patterns: list[str]) -> list[str]:
    """Check what shall be sent against the catalogue. Raises: InvalidRequest, naming the one that it does not know."""
    for place, pattern in enumerate(patterns):
        if pattern != EVERYTHING and pattern not in EVENT_KINDS and pattern not in _FAMILIES:
            refused = FieldError(
                f"events[{place}]", "There is no such event.", "See `listEventKinds`, or send `*` for all."
            )
            raise InvalidRequest("An event was refused.", fields=[refused])
    return sorted(set(patterns))


def _switched(endpoint: Endpoint, now: dt.datetime, *, enabled: bool | None) -> Endpoint:
    if enabled is None or enabled is (endpoint.disabled_at is None):
        return endpoint
    if enabled:
        return msgspec.structs.replace(endpoint, disabled_at=None, disabled_reason=None, failing_since=None)
    return msgspec.structs.replace(endpoint, disabled_at=now, disabled_reason="by_member")
