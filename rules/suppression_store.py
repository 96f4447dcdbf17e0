"""SQL of suppressions. They are added and ended, never removed."""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction
from rules.suppression_entities import Suppression

_COLUMNS = "environment_id, id, kind, digest, use_case, cause, rule, until, reason, created_at, created_by, ended_at, ended_by"
_INSERT = (
    f"INSERT INTO suppression ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
)
_CHANGED = """
INSERT INTO suppression_state (environment_id, changes) VALUES ($1, 1)
ON CONFLICT (environment_id) DO UPDATE SET changes = suppression_state.changes + 1
"""
_OPEN = "environment_id = $1 AND ended_at IS NULL AND until > $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM suppression
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::bytea IS NULL OR digest = $3)
  AND (NOT $4 OR (ended_at IS NULL AND until > $5))
ORDER BY id DESC LIMIT $6
"""
_COVERING = f"SELECT {_COLUMNS} FROM suppression WHERE {_OPEN} AND digest = ANY ($3::bytea[]) ORDER BY id"


async def insert(tx: Transaction, row: Suppression) -> None:
    await tx.execute(_INSERT, *msgspec.structs.astuple(row))


async def changed(tx: Transaction, environment_id: UUID) -> None:
    """Tell those who hold suppressions in memory, and let nobody else change them until the transaction ends."""
    await tx.execute(_CHANGED, environment_id)


async def changes(tx: Transaction, environment_id: UUID) -> int:
    found = await tx.fetchval(
        "SELECT changes FROM suppression_state WHERE environment_id = $1", environment_id
    )
    return cast(int, found or 0)


async def count_open(tx: Transaction, environment_id: UUID, at: dt.datetime) -> int:
    return cast(int, await tx.fetchval(f"SELECT count(*) FROM suppression WHERE {_OPEN}", environment_id, at))


async def find(tx: Transaction, environment_id: UUID, suppression_id: UUID) -> Suppression | None:
    query = f"SELECT {_COLUMNS} FROM suppression WHERE environment_id = $1 AND id = $2"
    row = await tx.fetchrow(query, environment_id, suppression_id)
    return None if row is None else Suppression(**dict(row))


async def page(
    tx: Transaction,
    environment_id: UUID,
    after: UUID | None,
    digest: bytes | None,
    limit: int,
    *,
    open_at: dt.datetime | None,
) -> list[Suppression]:
    """Newest first. digest: of one alone. open_at: those alone that silence at that moment."""
    rows = await tx.fetch(_PAGE, environment_id, after, digest, open_at is not None, open_at, limit)
    return [Suppression(**dict(row)) for row in rows]


async def open_ones(tx: Transaction, environment_id: UUID, at: dt.datetime) -> list[Suppression]:
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM suppression WHERE {_OPEN} ORDER BY id", environment_id, at)
    return [Suppression(**dict(row)) for row in rows]


async def covering(
    tx: Transaction, environment_id: UUID, digests: Sequence[bytes], at: dt.datetime
) -> list[Suppression]:
    rows = await tx.fetch(_COVERING, environment_id, at, list(digests))
    return [Suppression(**dict(row)) for row in rows]


async def end(tx: Transaction, row: Suppression) -> None:
    await tx.execute(
        "UPDATE suppression SET ended_at = $3, ended_by = $4 WHERE environment_id = $1 AND id = $2",
        row.environment_id, row.id, row.ended_at, row.ended_by,
    )  # fmt: skip
