"""Gateways' own webhooks come in: the signature is the credential, an event counts once, and what it says becomes a fact."""

import datetime as dt
from collections.abc import Callable
from time import monotonic
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock, ahead, true_now
from core.database import Database
from core.errors import ErrorKind, InvalidId, PlatformError
from core.events import announce
from core.ids import parse, public, uuid7
from core.json_values import JsonValue
from core.moved_clocks import read_ahead
from resolution.arrivals import Arrivals
from resolution.connectors import connector_store, gateway_event_store
from resolution.connectors.connectors import WEBHOOK_SEALED_AS
from resolution.connectors.entities import Sealed
from resolution.connectors.gateway_facts import GatewayFact, fact_of
from resolution.connectors.gateway_values import FactRefused
from resolution.connectors.signatures import verifies
from tenants.closings import require_open
from tenants.vaults import Vaults

BODY_BYTES_MAX = 262_144
AGE_MAX = dt.timedelta(days=7)
KEPT_FOR = dt.timedelta(days=30)
"""Longer than an event may be old, so that no replay is taken for new."""
SEALED_AS = "gateway_event.sealed"


class GatewayUnknown(PlatformError):
    """No such connector, or one that takes no webhooks: alike."""

    kind = ErrorKind.NOT_FOUND
    code = "gateway_webhook_unknown"
    fix = "Give the gateway the address of a connector that has a webhook secret."


class SignatureRefused(PlatformError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "gateway_signature_refused"
    fix = "Send the gateway's own bytes with its signature header, soon after it was made."


class GatewayEventRefused(PlatformError):
    """Signed, but no event of this gateway, too large, or more than a week old."""

    kind = ErrorKind.INVALID
    code = "gateway_event_refused"
    fix = "Send events of this gateway, as it makes them, within a week."


class GatewayRateLimited(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "gateway_rate_limited"
    fix = "Send it again later; gateways do so by themselves."


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """repeated: the same event was here already, and nothing was done again."""

    received: bool
    repeated: bool


class GatewayWebhooks:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        clock: Clock,
        *,
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._arrivals = Arrivals(monotonic_s=monotonic_s)

    async def receive(self, connector_name: str, signature: str | None, body: bytes) -> Received:
        """Take one webhook. Its answer is 2xx for a repetition too, or the gateway would never stop.

        Raises: GatewayRateLimited, GatewayUnknown, SignatureRefused, EnvironmentClosed, GatewayEventRefused.
        """
        if not self._arrivals.admit(connector_name):
            raise GatewayRateLimited("Too many webhooks at once.", retry_after_s=1)
        if len(body) > BODY_BYTES_MAX:
            raise GatewayEventRefused("The event is larger than 256 KiB.")
        sealed = await self._connector(connector_name)
        connector = sealed.connector
        vault = await self._vaults.of(connector.environment_id)
        if sealed.webhook_secret is None or connector.webhook_scheme is None:
            raise GatewayUnknown("No webhooks are taken here.")
        secret = vault.open_tenant(WEBHOOK_SEALED_AS, connector.id, sealed.webhook_secret)
        now = true_now(self._clock)
        if not verifies(connector.webhook_scheme, secret, signature or "", body, int(now.timestamp())):
            raise SignatureRefused("The signature does not fit.")
        self._arrivals.remember(connector_name)
        await require_open(self._database, connector.environment_id)
        try:
            fact = fact_of(connector.webhook_scheme, body)
        except FactRefused:
            raise GatewayEventRefused("This is no event of the gateway.") from None
        if abs(now - fact.occurred_at) > AGE_MAX:
            raise GatewayEventRefused("The event is more than a week old.")
        # Razorpay signs no name of an event: its header could be changed under a good signature, its body could not.
        key = vault.digest("gateway_event", connector.id.bytes, fact.key.encode() or body)
        with ahead(await read_ahead(self._database, connector.environment_id)):
            return await self._record(sealed, fact, key, vault.seal_tenant, body)

    async def _record(
        self,
        sealed: Sealed,
        fact: GatewayFact,
        key: bytes,
        seal: Callable[[str, UUID, bytes], bytes],
        body: bytes,
    ) -> Received:
        connector, now, event_id = sealed.connector, self._clock.now(), uuid7(self._clock)
        environment_id = connector.environment_id
        async with self._database.transaction(environment_id) as tx:
            if not await gateway_event_store.add(
                tx,
                environment_id,
                event_id,
                connector.id,
                key=key,
                kind=fact.type,
                reference=fact.reference,
                sealed=seal(SEALED_AS, event_id, body),
                now=now,
            ):
                return Received(received=True, repeated=True)
            name = public("gev", event_id)
            await announce(tx, self._clock, environment_id, "gateway.event", name, _told(sealed, fact))
            entry = intake.Entry(
                typ="gateway.event.v1",
                log=environment_id,
                eid=uuid7(self._clock),
                at=now,
                act=public("con", connector.id),
                refs=(event_id,),
            )
            await intake.append(tx, entry)
        return Received(received=True, repeated=False)

    async def _connector(self, name: str) -> Sealed:
        try:
            connector_id = parse("con", name)
        except InvalidId:
            raise GatewayUnknown("No webhooks are taken here.") from None
        async with self._database.unscoped() as tx:
            environment_id = await connector_store.environment_of(tx, connector_id)
        if environment_id is None:
            raise GatewayUnknown("No webhooks are taken here.")
        async with self._database.transaction(environment_id) as tx:
            sealed = await connector_store.find(tx, environment_id, connector_id)
        if sealed is None:
            raise GatewayUnknown("No webhooks are taken here.")
        return sealed


def _told(sealed: Sealed, fact: GatewayFact) -> dict[str, JsonValue]:
    """What the event says to those who hear of it: no id that the tenant chose, nothing personal."""
    found: dict[str, JsonValue] = {
        "connector": public("con", sealed.connector.id),
        "gateway": fact.gateway,
        "type": fact.type,
        "reference": fact.reference,
        "amount_minor": fact.amount_minor,
        "currency": fact.currency,
        "code": fact.code,
        "occurred_at": fact.occurred_at.isoformat(),
    }
    return {name: value for name, value in found.items() if value is not None}
