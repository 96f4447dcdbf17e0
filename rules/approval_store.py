"""SQL of approvals: what members said of versions. Rows are only ever added."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.database import Transaction
from rules.entities import Approval

_COLUMNS = "id, version_id, digest, verdict, member_id, actor, reason, decided_at"
_ADD = f"""
INSERT INTO ruleset_approval (environment_id, use_case, {_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (environment_id, version_id, member_id, verdict) DO NOTHING
RETURNING 1
"""
_OF = f"""
SELECT {_COLUMNS} FROM ruleset_approval WHERE environment_id = $1 AND version_id = ANY ($2::uuid[])
ORDER BY decided_at, id
"""


async def add(tx: Transaction, environment_id: UUID, use_case: str, approval: Approval) -> bool:
    """Keep what a member said; says whether they had not said it before."""
    values = msgspec.structs.astuple(approval)
    return await tx.fetchval(_ADD, environment_id, use_case, *values) is not None


async def of_versions(tx: Transaction, environment_id: UUID, version_ids: Sequence[UUID]) -> list[Approval]:
    """Oldest first."""
    rows = await tx.fetch(_OF, environment_id, list(version_ids))
    return [Approval(**dict(row)) for row in rows]
