"""Webhooks on the real database, with receivers that really listen on this machine."""

import base64
import dataclasses
import datetime as dt
import hmac
import ipaddress
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from core.clock import ManualClock
from core.database import Database
from core.event_kinds import EVENT_KINDS
from core.events import TOPIC, announce
from core.ids import public
from core.outbox import Message
from resolution.events import Events
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from resolution.webhooks.deliveries import WebhookDeliveries
from resolution.webhooks.delivery_store import Due
from resolution.webhooks.endpoints import WebhookEndpoints
from resolution.webhooks.sender import WebhookSender
from resolution.webhooks.subscriber import WebhookSubscriber
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.tenants import conftest as tenancy

cpu, services, settings, system, tenant, watch = (
    tenancy.cpu, tenancy.services, tenancy.settings, tenancy.system, tenancy.tenant, tenancy.watch,
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Bench:
    """Everything of webhooks for one environment, with a clock that only the test moves."""

    database: Database
    clock: ManualClock
    system: Principal
    endpoints: WebhookEndpoints
    deliveries: WebhookDeliveries
    sender: WebhookSender

    @property
    def environment_id(self) -> UUID:
        return self.system.environment_id

    async def happen(self, kind: str = "payout.stuck", prefix: str = "pyt") -> UUID:
        """Announce an event and tell its subscribers, as the worker does."""
        async with self.database.transaction(self.environment_id) as tx:
            data = EVENT_KINDS[kind].example
            told = await announce(
                tx, self.clock, self.environment_id, kind, public(prefix, UUID(int=7)), data
            )
        for message in await self.announced():
            if message.id == told:
                await self.events().deliver(message)
        return told

    def events(self) -> Events:
        return Events([WebhookSubscriber(self.database, self.clock)])

    async def announced(self) -> list[Message]:
        async with self.database.transaction(self.environment_id) as tx:
            rows = await tx.fetch(
                "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = $1", TOPIC
            )
        return [Message(**dict(row)) for row in rows]

    async def take(self) -> list[Due]:
        """What is due of this environment; other tests' leftovers are left to their leases."""
        return [each for each in await self.sender.take() if each.environment_id == self.environment_id]

    async def send_due(self) -> int:
        taken = await self.take()
        for due in taken:
            await self.sender.deliver(due)
            self.sender._in_hand.clear()
        return len(taken)

    def wait(self, **span: float) -> None:
        self.clock.advance(dt.timedelta(**span))


@pytest.fixture
async def bench(
    database: Database, clock: ManualClock, services: TenantServices, system: Principal
) -> AsyncIterator[Bench]:
    reach = Reach([ipaddress.ip_network("127.0.0.0/8")])
    guard = Guard(reach)
    endpoints = WebhookEndpoints(database, services.vaults, clock, reach)
    yield Bench(
        database=database,
        clock=clock,
        system=system,
        endpoints=endpoints,
        deliveries=WebhookDeliveries(database, clock, endpoints),
        sender=WebhookSender(database, services.vaults, guard, clock, jitter=lambda: 0.0),
    )
    async with database.unscoped() as tx:
        await tx.execute("DELETE FROM webhook_queue WHERE environment_id = $1", system.environment_id)
    await guard.close()


def verified(secret: str, head: str, body: bytes) -> str:
    """Verify as a receiver does, after the specification and apart from the code under test. Returns: the `webhook-id`."""
    sent = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head.splitlines())
    }
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, "sha256").digest()
    expected = f"v1,{base64.b64encode(digest).decode()}"
    assert any(hmac.compare_digest(each, expected) for each in sent["webhook-signature"].split(" "))
    return sent["webhook-id"]
