"""What gateways say of payments, told to the attempts: routing and failure patterns learn of it, each event once."""

import logging
from typing import Protocol

import msgspec

from core.database import Database
from core.errors import ErrorKind, InvalidId, PlatformError
from core.events import Event
from core.ids import parse, public
from payments.attempts.facts import AttemptFact
from resolution.connectors.entities import Connector
from resolution.connectors.gateway_facts import GatewayFact
from resolution.connectors.payout_events import hearer, told_of
from tenants.principals import Principal
from tenants.vaults import Vaults

_FINAL = {ErrorKind.INVALID, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT, ErrorKind.EXHAUSTED}
_log = logging.getLogger(__name__)


class HearsAttempts(Protocol):
    """`payments.attempts.hearing.HeardAttempts`: what is heard again changes nothing."""

    async def hear(self, caller: Principal, fact: AttemptFact) -> object: ...


class GatewayAttemptEvents:
    """Subscribes to `gateway.event`."""

    def __init__(self, database: Database, vaults: Vaults, attempts: HearsAttempts) -> None:
        self._database = database
        self._vaults = vaults
        self._attempts = attempts

    async def heard(self, event: Event) -> None:
        """Record the try that the event is about, or give it its result."""
        if event.kind != "gateway.event" or not _of_payments(event.data.get("type")):
            return
        found = await told_of(self._database, self._vaults, event)
        if found is None:
            return
        connector, fact = found
        told = attempt_of(connector, fact)
        if told is None:
            return
        try:
            await self._attempts.hear(hearer(event, connector.id), told)
        except PlatformError as error:
            if error.kind not in _FINAL:
                raise
            _log.info("A gateway's event is no attempt.", extra={"code": error.code, "kind": fact.type})


def attempt_of(connector: Connector, fact: GatewayFact) -> AttemptFact | None:
    """The attempt that a gateway's event is about, or None. The gateway is called as the connector is."""
    told = fact.payment
    if told is None:
        return None
    failed = told.result == "failed"
    started_at = told.started_at or fact.occurred_at
    asked = {
        "id": told.attempt_id,
        "payment_id": told.payment_id,
        "choice_id": _choice(told.choice_id),
        "gateway": connector.name,
        "method": told.method,
        "bank": told.bank,
        "amount_minor": fact.amount_minor,
        "currency": fact.currency,
        "started_at": min(started_at, fact.occurred_at),
        "result": told.result,
        "error_code": told.code if failed else None,
        "cause": told.cause if failed else None,
        "cost_minor": told.cost_minor,
        "finished_at": None if told.result == "pending" else fact.occurred_at,
    }
    try:
        return msgspec.convert(asked, AttemptFact)
    except msgspec.ValidationError:
        return None


def _choice(name: str | None) -> str | None:
    """The choice that the tenant named to the gateway; a name of something else is nothing of ours."""
    try:
        return None if name is None else public("gch", parse("gch", name))
    except InvalidId:
        return None


def _of_payments(kind: object) -> bool:
    return isinstance(kind, str) and kind.startswith(("payment.", "payment_intent.", "charge."))
