"""SQL of decisions as they appear: by outcome, in the order of their ids, whose first bits are their time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core.database import Transaction

_BETWEEN = """
SELECT id, use_case, outcome, score, degraded, decided_at FROM decision
WHERE environment_id = $1 AND id > $2 AND id <= $3 AND outcome = ANY ($4::text[]) ORDER BY id LIMIT $5
"""


class DecidedRow(msgspec.Struct, frozen=True, kw_only=True):
    """score: in millionths."""

    id: UUID
    use_case: str
    outcome: str
    score: int | None
    degraded: bool
    decided_at: datetime


async def between(
    tx: Transaction, environment_id: UUID, after: UUID, until: UUID, outcomes: Sequence[str], limit: int
) -> Sequence[DecidedRow]:
    rows = await tx.fetch(_BETWEEN, environment_id, after, until, list(outcomes), limit)
    return [DecidedRow(**dict(row)) for row in rows]
