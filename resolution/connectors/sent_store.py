"""What was sent under which key, so that it is not sent again."""

import datetime as dt
from uuid import UUID

from core.database import Transaction

_FIRST = """
INSERT INTO sent_message (environment_id, key_hash, sent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING sent_at
"""
_SENT = "SELECT 1 FROM sent_message WHERE environment_id = $1 AND key_hash = $2"
_FORGET = "DELETE FROM sent_message WHERE environment_id = $1 AND sent_at < $2"


async def first(tx: Transaction, environment_id: UUID, key: bytes, now: dt.datetime) -> bool:
    """Mark a key as used. Returns: whether it was not."""
    return await tx.fetchval(_FIRST, environment_id, key, now) is not None


async def was_sent(tx: Transaction, environment_id: UUID, key: bytes) -> bool:
    return await tx.fetchval(_SENT, environment_id, key) is not None


async def forget(tx: Transaction, environment_id: UUID, before: dt.datetime) -> None:
    await tx.execute(_FORGET, environment_id, before)
