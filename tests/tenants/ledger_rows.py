"""What a test reads back of the intake."""

from uuid import UUID

import cbor2

from core.database import Database


async def entries_of(database: Database, environment_id: UUID) -> list[dict[str, object]]:
    """The entries of one environment, oldest first, decoded."""
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    return [cbor2.loads(row["entry"]) for row in rows]
