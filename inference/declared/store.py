"""Rows of declared features and of what is pinned to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.declared.entities import DeclaredFeature

_NAMES = DeclaredFeature.__struct_fields__
_JSON = ("inputs", "texts")
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"""
INSERT INTO feature_declaration ({_COLUMNS}) VALUES ({", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))})
"""
_NEWEST = f"""
SELECT {_COLUMNS} FROM feature_declaration WHERE environment_id = $1 AND name = $2 ORDER BY number DESC LIMIT 1
"""
_NUMBERED = f"""
SELECT {_COLUMNS} FROM feature_declaration WHERE environment_id = $1 AND name = $2 AND number = $3
"""
_OF_DIGEST = f"""
SELECT {_COLUMNS} FROM feature_declaration WHERE environment_id = $1 AND name = $2 AND digest = $3
ORDER BY number DESC LIMIT 1
"""
_ALL_NEWEST = f"""
SELECT DISTINCT ON (name) {_COLUMNS} FROM feature_declaration
WHERE environment_id = $1 ORDER BY name, number DESC
"""
_PINNED = f"""
SELECT {_COLUMNS} FROM feature_declaration f WHERE f.environment_id = $1 AND f.id IN (
    SELECT u.feature_id FROM feature_use u WHERE u.environment_id = $1 AND u.user_id = $2
) ORDER BY f.name
"""
_PIN = "INSERT INTO feature_use (environment_id, user_id, feature_id) SELECT $1, $2, unnest($3::uuid[])"
_RETIRE = "UPDATE feature_declaration SET retired_at = $3 WHERE environment_id = $1 AND name = $2 AND retired_at IS NULL"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def lock(tx: Transaction, environment_id: UUID) -> None:
    """Let nobody else declare or retire in this environment until the transaction ends."""
    await tx.execute(_LOCK, f"features/{environment_id}")


async def insert(tx: Transaction, feature: DeclaredFeature) -> None:
    values: list[object] = [getattr(feature, name) for name in _NAMES]
    for name in _JSON:
        values[_NAMES.index(name)] = msgspec.json.encode(getattr(feature, name)).decode()
    await tx.execute(_INSERT, *values)


async def find_newest(tx: Transaction, environment_id: UUID, name: str) -> DeclaredFeature | None:
    return _feature(await tx.fetchrow(_NEWEST, environment_id, name))


async def find_number(
    tx: Transaction, environment_id: UUID, name: str, number: int
) -> DeclaredFeature | None:
    return _feature(await tx.fetchrow(_NUMBERED, environment_id, name, number))


async def find_digest(
    tx: Transaction, environment_id: UUID, name: str, digest: bytes
) -> DeclaredFeature | None:
    return _feature(await tx.fetchrow(_OF_DIGEST, environment_id, name, digest))


async def newest(tx: Transaction, environment_id: UUID) -> list[DeclaredFeature]:
    """The newest version of every name, by name; retired ones too."""
    return [cast("DeclaredFeature", _feature(row)) for row in await tx.fetch(_ALL_NEWEST, environment_id)]


async def pinned(tx: Transaction, environment_id: UUID, user_id: UUID) -> list[DeclaredFeature]:
    """What a ruleset version or a model version was made with, by name."""
    rows = await tx.fetch(_PINNED, environment_id, user_id)
    return [cast("DeclaredFeature", _feature(row)) for row in rows]


async def pin(tx: Transaction, environment_id: UUID, user_id: UUID, features: Sequence[UUID]) -> None:
    if features:
        await tx.execute(_PIN, environment_id, user_id, list(features))


async def retire(tx: Transaction, environment_id: UUID, name: str, at: datetime) -> None:
    await tx.execute(_RETIRE, environment_id, name, at)


def _feature(row: asyncpg.Record | None) -> DeclaredFeature | None:
    if row is None:
        return None
    values = dict(row)
    for name in _JSON:
        values[name] = msgspec.json.decode(values[name])
    values["reads"] = tuple(values["reads"])
    return DeclaredFeature(**values)
