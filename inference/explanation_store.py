"""Rows of explanations that are made in the background."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from core.database import Transaction

# A row without content was asked for; asked again after a while, it is asked for anew.
_ASK = """
INSERT INTO decision_explanation (environment_id, decision_id, asked_at) VALUES ($1, $2, $3)
ON CONFLICT (environment_id, decision_id) DO UPDATE SET asked_at = excluded.asked_at
WHERE decision_explanation.sealed IS NULL AND decision_explanation.asked_at < $4
RETURNING true
"""
_FIND = "SELECT sealed FROM decision_explanation WHERE environment_id = $1 AND decision_id = $2"
_KEEP = """
UPDATE decision_explanation SET sealed = $3 WHERE environment_id = $1 AND decision_id = $2 AND sealed IS NULL
"""


async def ask(
    tx: Transaction, environment_id: UUID, decision_id: UUID, at: datetime, again_after: timedelta
) -> bool:
    """Note that an explanation is wanted. Returns: whether nobody had noted that before, or too long ago."""
    return bool(await tx.fetchval(_ASK, environment_id, decision_id, at, at - again_after))


async def find(tx: Transaction, environment_id: UUID, decision_id: UUID) -> bytes | None:
    """Return the sealed explanation, if there is one."""
    return cast("bytes | None", await tx.fetchval(_FIND, environment_id, decision_id))


async def keep(tx: Transaction, environment_id: UUID, decision_id: UUID, sealed: bytes) -> None:
    """Store an explanation; the first one stays."""
    await tx.execute(_KEEP, environment_id, decision_id, sealed)
