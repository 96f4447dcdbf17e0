"""SQL of the logs' keys. Private to `ledger`."""

import datetime as dt
from uuid import UUID

import msgspec

from core.database import Transaction

# place: of the entry that appointed the key; NULL for the first key of a log, and while that entry has no place yet.
_KEYS = """
SELECT k.generation, k.kind, k.origin, k.public_key, k.sealed_key, k.created_at, k.eid, e.idx AS place
FROM ledger_key k LEFT JOIN ledger_entry e ON e.environment_id = k.environment_id AND e.eid = k.eid
WHERE k.environment_id = $1 ORDER BY k.generation
"""
_ADD = """
INSERT INTO ledger_key (environment_id, generation, kind, origin, public_key, sealed_key, created_at, eid)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING generation
"""


class KeyRow(msgspec.Struct, frozen=True):
    """generation: from 1, in the order of making, over all kinds. eid: of the entry that appointed it; None for the first."""

    generation: int
    kind: int
    origin: str
    public_key: bytes
    sealed_key: bytes
    created_at: dt.datetime
    eid: UUID | None = None
    place: int | None = None


async def keys(tx: Transaction, environment_id: UUID) -> list[KeyRow]:
    """Oldest first."""
    return [KeyRow(*row) for row in await tx.fetch(_KEYS, environment_id)]


async def add_key(tx: Transaction, environment_id: UUID, row: KeyRow) -> bool:
    """Add a key. Returns: False when there is one of that generation already, which stays as it is."""
    added = await tx.fetchval(
        _ADD,
        environment_id,
        row.generation,
        row.kind,
        row.origin,
        row.public_key,
        row.sealed_key,
        row.created_at,
        row.eid,
    )
    return added is not None
