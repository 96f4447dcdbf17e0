"""SQL of a rehearsed fraud: what only a superuser can do to a log's rows, past triggers, rules and policies.

The service never runs it; its own role may do none of this. Private to `ledger`.
"""

from uuid import UUID

import asyncpg

_PAST_TRIGGERS = "SET session_replication_role = replica"
_DROP_LOG = (
    "DELETE FROM ledger_entry WHERE environment_id = $1",
    "DELETE FROM ledger_tile WHERE environment_id = $1",
    "DELETE FROM ledger_head WHERE environment_id = $1",
)
_DROP_CHECKPOINTS = "DELETE FROM ledger_checkpoint WHERE environment_id = $1 AND size > $2"
_DROP_SLOTS = "DELETE FROM ledger_epoch_slot WHERE environment_id = $1 AND size > $2"
_DROP_WAITING = "DELETE FROM ledger_intake WHERE environment_id = $1 AND eid = $2"
_REPLACE_NOTE = "UPDATE ledger_checkpoint SET root = $3, note = $4 WHERE environment_id = $1 AND size = $2"
_BEND_TILE = """
UPDATE ledger_tile SET hashes = set_byte(hashes, 7, get_byte(hashes, 7) # 1)
WHERE environment_id = $1 AND level = 0 AND idx = 0 RETURNING idx
"""
_EXCHANGE_SLOTS = """
UPDATE ledger_epoch_slot mine SET leaf = theirs.leaf, path = theirs.path, slot = theirs.slot
FROM ledger_epoch_slot theirs
WHERE mine.environment_id = $1 AND theirs.environment_id = $2 AND mine.epoch = theirs.epoch
"""
_ALLOW_DOUBLES = "ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_environment_id_eid_key"


async def go_past_triggers(connection: asyncpg.Connection) -> None:
    await connection.execute(_PAST_TRIGGERS)


async def drop_log(connection: asyncpg.Connection, log: UUID) -> None:
    """Delete entries, tiles and the head; checkpoints stay."""
    for statement in _DROP_LOG:
        await connection.execute(statement, log)


async def drop_signed_after(connection: asyncpg.Connection, log: UUID, size: int) -> None:
    """Delete the checkpoints of more entries, and this log's places in the epochs that knew them."""
    await connection.execute(_DROP_CHECKPOINTS, log, size)
    await connection.execute(_DROP_SLOTS, log, size)


async def drop_waiting(connection: asyncpg.Connection, log: UUID, eid: UUID) -> None:
    await connection.execute(_DROP_WAITING, log, eid)


async def replace_note(connection: asyncpg.Connection, log: UUID, size: int, root: bytes, note: str) -> None:
    await connection.execute(_REPLACE_NOTE, log, size, root, note)


async def bend_tile(connection: asyncpg.Connection, log: UUID) -> bool:
    """Change one bit of the first tile of leaf hashes. Returns: whether there is a full one."""
    return await connection.fetchval(_BEND_TILE, log) is not None


async def exchange_slots(connection: asyncpg.Connection, log: UUID, other: UUID) -> None:
    """Show a log in another's place, in every epoch."""
    await connection.execute(_EXCHANGE_SLOTS, log, other)


async def allow_doubles(connection: asyncpg.Connection) -> None:
    await connection.execute(_ALLOW_DOUBLES)
