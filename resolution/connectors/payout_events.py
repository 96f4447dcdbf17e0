"""What gateways say of payouts, told to the payouts: each event once, however often it is heard."""

import logging
from typing import Protocol
from uuid import UUID

import msgspec

from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.events import Event
from core.ids import parse, public
from payments.payouts.facts import PayoutEvent
from resolution.connectors import connector_store, gateway_event_store
from resolution.connectors.entities import Connector
from resolution.connectors.gateway_facts import GatewayFact, fact_of
from resolution.connectors.gateway_webhooks import SEALED_AS
from tenants.permissions import Permission
from tenants.principals import Principal, PrincipalKind
from tenants.vaults import Vaults

_FINAL = {ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT, ErrorKind.EXHAUSTED}
_NOBODY = UUID(int=0)
_log = logging.getLogger(__name__)


class HearsPayouts(Protocol):
    """`payments.payouts.payouts.Payouts`, as far as this needs it: an event with a known id changes nothing again."""

    async def hear(self, caller: Principal, event: PayoutEvent) -> object: ...


class GatewayPayouts:
    """Subscribes to `gateway.event`."""

    def __init__(self, database: Database, vaults: Vaults, payouts: HearsPayouts) -> None:
        self._database = database
        self._vaults = vaults
        self._payouts = payouts

    async def heard(self, event: Event) -> None:
        """Move the payout that the event names by the tenant's own id. One that is not known here is another system's."""
        if event.kind != "gateway.event":
            return
        found = await told_of(self._database, self._vaults, event)
        if found is None:
            return
        connector, fact = found
        told = payout_event_of(event.subject, fact)
        if told is None:
            return
        try:
            await self._payouts.hear(hearer(event, connector.id), told)
        except PlatformError as error:
            if error.kind not in _FINAL:
                raise
            _log.info("A gateway's event moved no payout.", extra={"code": error.code, "kind": fact.type})


async def told_of(database: Database, vaults: Vaults, event: Event) -> tuple[Connector, GatewayFact] | None:
    """What a gateway's event said, and through which connector; None where that is gone."""
    vault = await vaults.of(event.environment_id)
    event_id = parse("gev", event.subject)
    async with database.transaction(event.environment_id) as tx:
        row = await gateway_event_store.find(tx, event.environment_id, event_id)
        if row is None:
            return None
        sealed = await connector_store.find(tx, event.environment_id, row["connector_id"])
    if sealed is None or sealed.connector.webhook_scheme is None:
        return None
    body = vault.open_tenant(SEALED_AS, event_id, row["sealed"])
    return sealed.connector, fact_of(sealed.connector.webhook_scheme, body)


def hearer(event: Event, connector_id: UUID) -> Principal:
    """Who writes what a gateway told: its connector."""
    return Principal(
        kind=PrincipalKind.SYSTEM,
        id=public("con", connector_id),
        tenant_id=_NOBODY,
        environment_id=event.environment_id,
        mode="live",
        permissions=frozenset({Permission.PAYMENTS_WRITE}),
    )


def payout_event_of(name: str, fact: GatewayFact) -> PayoutEvent | None:
    """The event of a payout that a gateway's event is, or None. name: its public id here, which makes a repetition visible."""
    if fact.stage is None or fact.own_id is None:
        return None
    ended_badly = fact.stage in {"failed", "returned"}
    asked = {
        "payout_id": fact.own_id,
        "id": name,
        "stage": fact.stage,
        "occurred_at": fact.occurred_at,
        "source": "gateway",
        "error_code": fact.code if ended_badly else None,
        "reference": fact.reference,
    }
    try:
        return msgspec.convert(asked, PayoutEvent)
    except msgspec.ValidationError:
        return None
