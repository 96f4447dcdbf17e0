"""SQL of commission agreements. Private to `payments`."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction

_COLUMNS = "id, partner, content, recorded_at, sealed"
# The update that changes nothing would wait for a rival; agreements are never updated, so the loser reads the winner's row.
_ADD = """
INSERT INTO commission_agreement (environment_id, id, partner, external, content, recorded_at, currency, starts_at, ends_at, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (environment_id, external) DO NOTHING
RETURNING id
"""
_FIND = f"SELECT {_COLUMNS} FROM commission_agreement WHERE environment_id = $1 AND external = $2"
_GET = f"SELECT {_COLUMNS} FROM commission_agreement WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM commission_agreement
WHERE environment_id = $1 AND id < $2 AND ($4::uuid IS NULL OR partner = $4) ORDER BY id DESC LIMIT $3
"""


async def add(tx: Transaction, row: Sequence[object]) -> bool:
    """Returns: whether it is new."""
    return await tx.fetchval(_ADD, *row) is not None


async def find(tx: Transaction, environment_id: UUID, external: bytes) -> asyncpg.Record | None:
    return await tx.fetchrow(_FIND, environment_id, external)


async def get(tx: Transaction, environment_id: UUID, agreement_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, agreement_id)


async def page(
    tx: Transaction, environment_id: UUID, before: UUID, limit: int, partner: UUID | None
) -> list[asyncpg.Record]:
    return await tx.fetch(_PAGE, environment_id, before, limit, partner)
