"""SQL of activations: which version of a workflow started instances since when, and why. Rows are only ever added."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.database import Transaction

_COLUMNS = "id, workflow_id, version_id, previous_version_id, actor, reason, activated_at"
_ADD = f"INSERT INTO workflow_activation (environment_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
_PAGE = f"""
SELECT {_COLUMNS} FROM workflow_activation
WHERE environment_id = $1 AND workflow_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
"""


class ActivationRow(msgspec.Struct, frozen=True, kw_only=True):
    """version_id: None where nothing started from then on. reason: empty where none was asked for."""

    id: UUID
    workflow_id: UUID
    version_id: UUID | None
    previous_version_id: UUID | None
    actor: str
    reason: str
    activated_at: datetime


async def add(tx: Transaction, environment_id: UUID, row: ActivationRow) -> None:
    await tx.execute(_ADD, environment_id, *msgspec.structs.astuple(row))


async def page(
    tx: Transaction, environment_id: UUID, workflow_id: UUID, after: UUID | None, limit: int
) -> list[ActivationRow]:
    """Newest first."""
    rows = await tx.fetch(_PAGE, environment_id, workflow_id, after, limit)
    return [ActivationRow(**dict(row)) for row in rows]
