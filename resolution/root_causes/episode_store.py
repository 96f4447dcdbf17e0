"""Rows of the times in which a cause grew."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.database import Transaction
from resolution.root_causes.entities import CauseKind, Cell

_OPEN = """
SELECT id, cause_id, kind, cell, began_at, last_at FROM root_cause_episode WHERE environment_id = $1 AND ended_at IS NULL
ORDER BY id
"""
_BEGIN = """
INSERT INTO root_cause_episode (environment_id, id, cause_id, kind, cell, began_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (environment_id, cause_id) WHERE ended_at IS NULL DO NOTHING RETURNING id
"""
_STAY = "UPDATE root_cause_episode SET last_at = $3 WHERE environment_id = $1 AND id = ANY ($2::uuid[]) AND ended_at IS NULL"
_END = """
UPDATE root_cause_episode SET ended_at = $3 WHERE environment_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id
"""
_FORGET = "DELETE FROM root_cause_episode WHERE environment_id = $1 AND ended_at < $2"


class Episode(msgspec.Struct, frozen=True):
    """last_at: when the cause was last seen to grow."""

    id: UUID
    cause_id: UUID
    kind: CauseKind
    cell: Cell
    began_at: datetime
    last_at: datetime


async def open_ones(tx: Transaction, environment_id: UUID) -> list[Episode]:
    return [
        Episode(
            row["id"], row["cause_id"], row["kind"], msgspec.json.decode(row["cell"], type=Cell), row["began_at"],
            row["last_at"],
        )
        for row in await tx.fetch(_OPEN, environment_id)
    ]  # fmt: skip


async def begin(tx: Transaction, environment_id: UUID, new: Episode) -> bool:
    """Returns: False where one runs already."""
    told = msgspec.json.encode(new.cell).decode()
    row = (new.id, new.cause_id, new.kind, told, new.began_at)
    return await tx.fetchval(_BEGIN, environment_id, *row) is not None


async def stay(tx: Transaction, environment_id: UUID, episodes: list[UUID], at: datetime) -> None:
    await tx.execute(_STAY, environment_id, episodes, at)


async def end(tx: Transaction, environment_id: UUID, episode_id: UUID, at: datetime) -> bool:
    return await tx.fetchval(_END, environment_id, episode_id, at) is not None


async def forget(tx: Transaction, environment_id: UUID, before: datetime) -> None:
    await tx.execute(_FORGET, environment_id, before)
