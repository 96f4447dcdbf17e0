"""SQL of holds: logs that are not signed, because that would fork them. Private to `ledger`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from core.database import Transaction

_HOLD = """
INSERT INTO ledger_hold (environment_id, reason, held_at) VALUES ($1, $2, $3)
ON CONFLICT (environment_id) DO UPDATE SET reason = excluded.reason
"""
_RELEASE = "DELETE FROM ledger_hold WHERE environment_id = $1"
_COUNT = "SELECT count(*) FROM ledger_hold WHERE environment_id = ANY ($1::uuid[])"


async def hold(tx: Transaction, environment_id: UUID, reason: str, at: dt.datetime) -> None:
    """Note that a log is held; since when stays as it was first noted."""
    await tx.execute(_HOLD, environment_id, reason, at)


async def release(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute(_RELEASE, environment_id)


async def count(tx: Transaction, environment_ids: Sequence[UUID]) -> int:
    return int(str(await tx.fetchval(_COUNT, environment_ids)))
