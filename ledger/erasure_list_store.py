"""SQL of lists of eids that an entry of erasure could only name by their digest. Private to `ledger`."""

from collections.abc import Sequence
from uuid import UUID

from core.database import Transaction

_ADD = "INSERT INTO erasure_entry_list (environment_id, erasure_id, number, eids) VALUES ($1, $2, $3, $4)"
_ERASURES = "SELECT DISTINCT erasure_id FROM erasure_entry_list WHERE environment_id = $1 ORDER BY erasure_id"
_LISTED = "SELECT eids FROM erasure_entry_list WHERE environment_id = $1 AND erasure_id = $2 ORDER BY number"
_CHUNK = 10_000


async def add(tx: Transaction, environment_id: UUID, erasure_id: UUID, eids: Sequence[UUID]) -> None:
    chunks = [eids[start : start + _CHUNK] for start in range(0, len(eids), _CHUNK)]
    await tx.executemany(
        _ADD, [(environment_id, erasure_id, number, chunk) for number, chunk in enumerate(chunks)]
    )


async def erasures(tx: Transaction, environment_id: UUID) -> list[UUID]:
    return [row[0] for row in await tx.fetch(_ERASURES, environment_id)]


async def listed(tx: Transaction, environment_id: UUID, erasure_id: UUID) -> list[UUID]:
    rows = await tx.fetch(_LISTED, environment_id, erasure_id)
    return [eid for row in rows for eid in row["eids"]]
