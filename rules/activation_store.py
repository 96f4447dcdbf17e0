"""SQL of activations: what decided since when, and on what each stands. Rows are only ever added."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction
from rules.entities import Activation, Switch

_SWITCH = """
UPDATE ruleset SET active_version = $3, active_since = $4, activation_id = $5,
    shadow_version = CASE WHEN shadow_version = $3 THEN NULL ELSE shadow_version END,
    shadow_since = CASE WHEN shadow_version = $3 THEN NULL ELSE shadow_since END
WHERE environment_id = $1 AND use_case = $2
"""
_ADD = """
INSERT INTO ruleset_activation
    (environment_id, id, use_case, kind, version_id, previous_version_id, stands_on, actor, reason, activated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_COLUMNS = "id, use_case, kind, version_id, previous_version_id, stands_on, actor, reason, activated_at"
_FIND = f"SELECT {_COLUMNS} FROM ruleset_activation WHERE environment_id = $1 AND id = $2"
_PAGE = """
SELECT a.id, a.use_case, a.kind, a.version_id, a.previous_version_id, a.actor, a.reason, a.activated_at,
    coalesce(v.number, 0) AS version_number, coalesce(p.number, 0) AS previous_version_number
FROM ruleset_activation a
LEFT JOIN ruleset_version v ON v.environment_id = a.environment_id AND v.id = a.version_id
LEFT JOIN ruleset_version p ON p.environment_id = a.environment_id AND p.id = a.previous_version_id
WHERE a.environment_id = $1 AND a.use_case = $2 AND ($3::uuid IS NULL OR (a.activated_at, a.id) < (
    SELECT activated_at, id FROM ruleset_activation WHERE environment_id = $1 AND use_case = $2 AND id = $3))
ORDER BY a.activated_at DESC, a.id DESC LIMIT $4
"""
_USED = """
SELECT DISTINCT version_id FROM ruleset_activation WHERE environment_id = $1 AND version_id = ANY ($2::uuid[])
"""


class ActivationRow(msgspec.Struct, frozen=True, kw_only=True):
    """version_id: None for the default. stands_on: the activation that a rollback of this one returns to."""

    id: UUID
    use_case: str
    kind: Switch
    version_id: UUID | None
    previous_version_id: UUID | None
    stands_on: UUID | None
    actor: str
    reason: str
    activated_at: datetime


async def switch(tx: Transaction, environment_id: UUID, row: ActivationRow) -> None:
    """Let a version decide. One that was in the shadow is there no more."""
    await tx.execute(_SWITCH, environment_id, row.use_case, row.version_id, row.activated_at, row.id)
    await tx.execute(_ADD, environment_id, *msgspec.structs.astuple(row))


async def find(tx: Transaction, environment_id: UUID, activation_id: UUID) -> ActivationRow | None:
    row = await tx.fetchrow(_FIND, environment_id, activation_id)
    return None if row is None else ActivationRow(**dict(row))


async def list_page(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID | None, limit: int
) -> list[Activation]:
    """Newest first, each with the numbers of its versions."""
    return [Activation(**dict(row)) for row in await tx.fetch(_PAGE, environment_id, use_case, after, limit)]


async def used(tx: Transaction, environment_id: UUID, version_ids: Sequence[UUID]) -> set[UUID]:
    """Return those versions that decided once."""
    rows = await tx.fetch(_USED, environment_id, list(version_ids))
    return {cast("UUID", row["version_id"]) for row in rows}
