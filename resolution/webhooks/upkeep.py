"""Messages are kept for thirty days: as long as they can be replayed."""

import datetime as dt
from uuid import UUID

from core.database import Transaction
from resolution.webhooks import delivery_store
from resolution.webhooks.deliveries import KEPT_FOR


async def forget(tx: Transaction, environment_id: UUID, now: dt.datetime) -> None:
    await delivery_store.forget(tx, environment_id, now - KEPT_FOR)
