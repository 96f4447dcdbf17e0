"""SQL of the vault: wrapped keys of scopes and subjects, and the installation's own. Private to `tenants`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction

_ADD_KEK = """
INSERT INTO vault_key (scope_id, version, wrapped_kek, created_at, active_at) VALUES ($1, $2, $3, $4, $5)
"""
_ADD_DATA_KEY = "INSERT INTO vault_data_key (scope_id, wrapped_key) VALUES ($1, $2)"
_KEKS = "SELECT version, wrapped_kek, active_at FROM vault_key WHERE scope_id = $1 ORDER BY version"
_DATA_KEY = "SELECT wrapped_key FROM vault_data_key WHERE scope_id = $1"
_SET_KEK = "UPDATE vault_key SET wrapped_kek = $3 WHERE scope_id = $1 AND version = $2"
_SET_DATA_KEY = "UPDATE vault_data_key SET wrapped_key = $2 WHERE scope_id = $1"
_DROP_KEKS = "DELETE FROM vault_key WHERE scope_id = $1 AND version < $2"

# Looked up one by one: as a join, planned once, it could read every customer of the environment. LIMIT keeps it from being one.
_FIND_SUBJECTS = """
SELECT s.environment_id, s.customer, s.wrapped_key
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (environment_id, customer)
CROSS JOIN LATERAL (
    SELECT * FROM subject WHERE environment_id = wanted.environment_id AND customer = wanted.customer LIMIT 1
) s
"""
_SEALED_ID = "SELECT wrapped_key, sealed_id FROM subject WHERE environment_id = $1 AND customer = $2"
_LOCK_SUBJECT = "SELECT 1 FROM subject WHERE environment_id = $1 AND customer = $2 FOR UPDATE"
_DELETE_SUBJECT = "DELETE FROM subject WHERE environment_id = $1 AND customer = $2"
_SUBJECTS_OF = (
    "SELECT customer, wrapped_key FROM subject WHERE environment_id = $1 AND customer = ANY ($2::uuid[])"
)
# ON CONFLICT DO NOTHING returns only the rows that won; the others take a second statement, which sees the winner's.
_ENSURE_SUBJECTS = """
INSERT INTO subject (environment_id, customer, wrapped_key, sealed_id, created_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::timestamptz[])
ON CONFLICT (environment_id, customer) DO NOTHING
RETURNING environment_id, customer, wrapped_key
"""
_STALE_SUBJECTS = """
SELECT customer, wrapped_key FROM subject
WHERE environment_id = $1 AND customer > $2 AND substring(wrapped_key FOR 2) <> $3
ORDER BY customer LIMIT $4 FOR UPDATE
"""
_SET_SUBJECT_KEYS = """
UPDATE subject s SET wrapped_key = fresh.wrapped_key
FROM unnest($2::uuid[], $3::bytea[]) AS fresh (customer, wrapped_key)
WHERE s.environment_id = $1 AND s.customer = fresh.customer
"""

_INSTALLATION_KEYS = """
SELECT key_id, wrapped, created_at, active_at, expires_at FROM installation_key
WHERE purpose = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY active_at, key_id
"""
_ADD_INSTALLATION_KEY = """
INSERT INTO installation_key (purpose, key_id, wrapped, created_at, active_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""
_EXPIRE_INSTALLATION_KEYS = """
UPDATE installation_key SET expires_at = $3 WHERE purpose = $1 AND key_id <> $2 AND expires_at IS NULL
"""
_ALL_INSTALLATION_KEYS = "SELECT purpose, key_id, wrapped FROM installation_key FOR UPDATE"
_SET_INSTALLATION_KEY = "UPDATE installation_key SET wrapped = $3 WHERE purpose = $1 AND key_id = $2"

SubjectRow = tuple[UUID, UUID, bytes, bytes, dt.datetime]


async def add_kek(
    tx: Transaction, scope_id: UUID, version: int, wrapped: bytes, at: dt.datetime, active: dt.datetime
) -> None:
    await tx.execute(_ADD_KEK, scope_id, version, wrapped, at, active)


async def add_data_key(tx: Transaction, scope_id: UUID, wrapped: bytes) -> None:
    await tx.execute(_ADD_DATA_KEY, scope_id, wrapped)


async def keks(tx: Transaction, scope_id: UUID) -> list[asyncpg.Record]:
    return await tx.fetch(_KEKS, scope_id)


async def data_key(tx: Transaction, scope_id: UUID) -> bytes | None:
    row = await tx.fetchrow(_DATA_KEY, scope_id)
    return None if row is None else bytes(row["wrapped_key"])


async def set_kek(tx: Transaction, scope_id: UUID, version: int, wrapped: bytes) -> None:
    await tx.execute(_SET_KEK, scope_id, version, wrapped)


async def set_data_key(tx: Transaction, scope_id: UUID, wrapped: bytes) -> None:
    await tx.execute(_SET_DATA_KEY, scope_id, wrapped)


async def drop_keks_before(tx: Transaction, scope_id: UUID, version: int) -> None:
    await tx.execute(_DROP_KEKS, scope_id, version)


async def find_subjects(
    tx: Transaction, wanted: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], bytes]:
    rows = await tx.fetch(_FIND_SUBJECTS, [one[0] for one in wanted], [one[1] for one in wanted])
    return {(row[0], row[1]): row[2] for row in rows}


async def find_sealed_id(tx: Transaction, environment_id: UUID, customer: UUID) -> tuple[bytes, bytes] | None:
    """Returns: the wrapped key and the sealed own id."""
    row = await tx.fetchrow(_SEALED_ID, environment_id, customer)
    return None if row is None else (row["wrapped_key"], row["sealed_id"])


async def lock_subject(tx: Transaction, environment_id: UUID, customer: UUID) -> bool:
    return await tx.fetchval(_LOCK_SUBJECT, environment_id, customer) is not None


async def delete_subject(tx: Transaction, environment_id: UUID, customer: UUID) -> None:
    await tx.execute(_DELETE_SUBJECT, environment_id, customer)


async def subjects_of(tx: Transaction, environment_id: UUID, customers: Sequence[UUID]) -> dict[UUID, bytes]:
    rows = await tx.fetch(_SUBJECTS_OF, environment_id, customers)
    return {row[0]: row[1] for row in rows}


async def insert_subjects(tx: Transaction, rows: Sequence[SubjectRow]) -> dict[tuple[UUID, UUID], bytes]:
    """Returns: the keys of the rows that were new."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    return {(row[0], row[1]): row[2] for row in await tx.fetch(_ENSURE_SUBJECTS, *columns)}


async def stale_subjects(
    tx: Transaction, environment_id: UUID, after: UUID, current: bytes, limit: int
) -> list[asyncpg.Record]:
    """Subjects whose key another KEK version than `current` (2 bytes) wrapped, in order, locked."""
    return await tx.fetch(_STALE_SUBJECTS, environment_id, after, current, limit)


async def set_subject_keys(tx: Transaction, environment_id: UUID, keys: Sequence[tuple[UUID, bytes]]) -> None:
    await tx.execute(_SET_SUBJECT_KEYS, environment_id, [key[0] for key in keys], [key[1] for key in keys])


async def installation_keys(tx: Transaction, purpose: str, now: dt.datetime) -> list[asyncpg.Record]:
    """Keys of one purpose that have not expired, in the order they become active."""
    return await tx.fetch(_INSTALLATION_KEYS, purpose, now)


async def add_installation_key(
    tx: Transaction,
    purpose: str,
    key_id: str,
    wrapped: bytes,
    *,
    created_at: dt.datetime,
    active_at: dt.datetime,
    expires_at: dt.datetime | None = None,
) -> None:
    """Add a key; one that is there already stays as it is."""
    await tx.execute(_ADD_INSTALLATION_KEY, purpose, key_id, wrapped, created_at, active_at, expires_at)


async def expire_other_installation_keys(tx: Transaction, purpose: str, key_id: str, at: dt.datetime) -> None:
    await tx.execute(_EXPIRE_INSTALLATION_KEYS, purpose, key_id, at)


async def all_installation_keys(tx: Transaction) -> list[asyncpg.Record]:
    return await tx.fetch(_ALL_INSTALLATION_KEYS)


async def set_installation_key(tx: Transaction, purpose: str, key_id: str, wrapped: bytes) -> None:
    await tx.execute(_SET_INSTALLATION_KEY, purpose, key_id, wrapped)
