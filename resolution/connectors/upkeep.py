"""What gateways told is kept for thirty days, and as long is remembered what was sent under which key."""

import datetime as dt
from uuid import UUID

from core.database import Transaction
from resolution.connectors import gateway_event_store, sent_store
from resolution.connectors.gateway_webhooks import KEPT_FOR


async def forget(tx: Transaction, environment_id: UUID, now: dt.datetime) -> None:
    await gateway_event_store.forget(tx, environment_id, now - KEPT_FOR)
    await sent_store.forget(tx, environment_id, now - KEPT_FOR)
