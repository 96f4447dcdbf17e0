"""Rows of gateways' own webhooks."""

import datetime as dt
from uuid import UUID

import asyncpg

from core.database import Transaction

_ADD = """
INSERT INTO gateway_event (environment_id, id, connector_id, event_key, type, reference, sealed, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id
"""
_FIND = "SELECT connector_id, sealed FROM gateway_event WHERE environment_id = $1 AND id = $2"
_FORGET = "DELETE FROM gateway_event WHERE environment_id = $1 AND received_at < $2"


async def add(
    tx: Transaction,
    environment_id: UUID,
    event_id: UUID,
    connector_id: UUID,
    *,
    key: bytes,
    kind: str,
    reference: str | None,
    sealed: bytes,
    now: dt.datetime,
) -> bool:
    """Returns: False where the same event was here already."""
    row = (environment_id, event_id, connector_id, key, kind, reference, sealed, now)
    return await tx.fetchval(_ADD, *row) is not None


async def find(tx: Transaction, environment_id: UUID, event_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, event_id)


async def forget(tx: Transaction, environment_id: UUID, before: dt.datetime) -> None:
    await tx.execute(_FORGET, environment_id, before)
