"""Rows of connectors, and the directory that says whose a connector is."""

from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.connectors.entities import Connector, Sealed

_NAMES = Connector.__struct_fields__
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"""
INSERT INTO connector ({_COLUMNS}, sealed, webhook_sealed)
VALUES ({", ".join(f"${place}" for place in range(1, len(_NAMES) + 3))}) ON CONFLICT DO NOTHING RETURNING id
"""
_LIST = "INSERT INTO connector_directory (connector_id, environment_id) VALUES ($1, $2)"
_ENVIRONMENT = "SELECT environment_id FROM connector_directory WHERE connector_id = $1"
_SELECT = f"SELECT {_COLUMNS}, sealed, webhook_sealed FROM connector WHERE environment_id = $1 AND removed_at IS NULL"
_NEWEST = f"{_SELECT} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"
_COUNT = "SELECT count(*) FROM connector WHERE environment_id = $1 AND removed_at IS NULL"
_SEAL = "UPDATE connector SET sealed = $3, webhook_sealed = $4 WHERE environment_id = $1 AND id = $2"
_REMOVE = """
UPDATE connector SET removed_at = now(), sealed = NULL, webhook_sealed = NULL WHERE environment_id = $1 AND id = $2
"""
_UNLIST_ALL = "DELETE FROM connector_directory WHERE environment_id = $1"
_UNLIST = "DELETE FROM connector_directory WHERE connector_id = $1 AND environment_id = $2"


async def count(tx: Transaction, environment_id: UUID) -> int:
    return int(str(await tx.fetchval(_COUNT, environment_id)))


async def insert(tx: Transaction, sealed: Sealed) -> bool:
    """Returns: False where the name is taken."""
    connector = sealed.connector
    values = [getattr(connector, name) for name in _NAMES]
    if await tx.fetchval(_INSERT, *values, sealed.credentials, sealed.webhook_secret) is None:
        return False
    await tx.execute(_LIST, connector.id, connector.environment_id)
    return True


async def find(
    tx: Transaction, environment_id: UUID, connector_id: UUID, *, locked: bool = False
) -> Sealed | None:
    statement = f"{_SELECT} AND id = $2{' FOR UPDATE' if locked else ''}"
    row = await tx.fetchrow(statement, environment_id, connector_id)
    return None if row is None else _sealed(row)


async def find_named(tx: Transaction, environment_id: UUID, name: str) -> Sealed | None:
    row = await tx.fetchrow(f"{_SELECT} AND name = $2", environment_id, name)
    return None if row is None else _sealed(row)


async def newest(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[Connector]:
    return [_sealed(row).connector for row in await tx.fetch(_NEWEST, environment_id, after, limit)]


async def save_seals(tx: Transaction, sealed: Sealed) -> None:
    key = (sealed.connector.environment_id, sealed.connector.id)
    await tx.execute(_SEAL, *key, sealed.credentials, sealed.webhook_secret)


async def remove(tx: Transaction, environment_id: UUID, connector_id: UUID) -> None:
    """End a connector and destroy what it had sealed; its row stays, for what it did."""
    await tx.execute(_REMOVE, environment_id, connector_id)
    await tx.execute(_UNLIST, connector_id, environment_id)


async def unlist_all(tx: Transaction, environment_id: UUID) -> None:
    """Take every connector of an environment off the list by which webhooks find it."""
    await tx.execute(_UNLIST_ALL, environment_id)


async def environment_of(tx: Transaction, connector_id: UUID) -> UUID | None:
    """Whose it is; a transaction without a scope may ask."""
    row = await tx.fetchrow(_ENVIRONMENT, connector_id)
    return None if row is None else row["environment_id"]


def _sealed(row: asyncpg.Record) -> Sealed:
    fields = dict(row)
    credentials, webhook_secret = fields.pop("sealed"), fields.pop("webhook_sealed")
    return Sealed(
        connector=msgspec.convert(fields, Connector), credentials=credentials, webhook_secret=webhook_secret
    )
