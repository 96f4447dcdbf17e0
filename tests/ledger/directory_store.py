"""SQL that tests of the ledger need: the directory of environments, and what a tampering superuser would do."""

import asyncio
from uuid import UUID

import asyncpg

from core import roles
from core.database import Database, Transaction

_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


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


async def make_database(url: str, name: str, template: str) -> None:
    """Make a database as a copy of another, which nobody may be connected to. url: of the superuser."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
    finally:
        await connection.close()


async def hold_head(tx: Transaction, log: UUID) -> None:
    """Keep the head of a log from moving until this transaction ends."""
    await tx.execute("SELECT 1 FROM ledger_head WHERE environment_id = $1 FOR UPDATE", log)


async def until_waiting(tx: Transaction, count: int) -> None:
    """Wait until that many sessions of this database stand before a lock."""
    async with asyncio.timeout(60):
        while await tx.fetchval(_WAITING) != count:
            await asyncio.sleep(0.01)
            await tx.execute("SELECT pg_stat_clear_snapshot()")


async def cut(tx: Transaction, pid: int) -> None:
    """End another session at once, as a crash of its process or of the server does. tx: of a superuser."""
    await tx.fetchval("SELECT pg_terminate_backend($1, 5000)", pid)


async def database_of(database: Database) -> str:
    """Return the name of a database."""
    async with database.unscoped() as tx:
        return str(await tx.fetchval("SELECT current_database()"))
