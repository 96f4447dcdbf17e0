"""SQL that tests of the ledger need: the directory of environments, and what a tampering superuser would do."""

from uuid import UUID

from core.database import Transaction


async def add_environment(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute(
        "INSERT INTO environment_directory (environment_id) VALUES ($1) ON CONFLICT DO NOTHING",
        environment_id,
    )


async def drop_environment(tx: Transaction, environment_id: UUID) -> None:
    await tx.execute("DELETE FROM environment_directory WHERE environment_id = $1", environment_id)


async def count(tx: Transaction, table: str, environment_id: UUID) -> int:
    found = await tx.fetchval(f"SELECT count(*) FROM {table} WHERE environment_id = $1", environment_id)
    assert isinstance(found, int)
    return found
