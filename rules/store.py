"""SQL of rulesets. Versions are only ever added; what decides and what is in the shadow now are columns of `ruleset`.

Defaults that ship with the service are everybody's, and kept by digest.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_COLUMNS = """id, use_case, number, graph, fallback, digest, outcomes, facts, cost_us, author, reason, created_at,
    author_member"""
_RESERVE = """
INSERT INTO ruleset (environment_id, use_case, id, last_number) VALUES ($1, $2, $3, 1)
ON CONFLICT (environment_id, use_case) DO UPDATE SET last_number = ruleset.last_number + 1
RETURNING last_number
"""
_LATEST = f"""
SELECT {_COLUMNS} FROM ruleset_version
WHERE environment_id = $1 AND use_case = $2 ORDER BY number DESC LIMIT 1
"""
_ADD = f"""
INSERT INTO ruleset_version (environment_id, {_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_FIND = f"SELECT {_COLUMNS} FROM ruleset_version WHERE environment_id = $1 AND use_case = $2 AND id = $3"
_PAGE = f"""
SELECT {_COLUMNS} FROM ruleset_version
WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR number < (
    SELECT number FROM ruleset_version WHERE environment_id = $1 AND use_case = $2 AND id = $3))
ORDER BY number DESC LIMIT $4
"""
_STATE = """
SELECT id, last_number, active_version, active_since, activation_id, shadow_version, shadow_since FROM ruleset
WHERE environment_id = $1 AND use_case = $2
"""
_LOCK = _STATE + " FOR UPDATE"
_PLACES = "SELECT active_version, shadow_version FROM ruleset WHERE environment_id = $1 AND use_case = $2"
_MANY = f"SELECT {_COLUMNS} FROM ruleset_version WHERE environment_id = $1 AND use_case = $2 AND id = ANY ($3::uuid[])"

_OF_DIGEST = f"""
SELECT {_COLUMNS} FROM ruleset_version WHERE environment_id = $1 AND use_case = $2 AND digest = $3 ORDER BY number DESC
"""

_CONTENT = """
SELECT graph, fallback FROM ruleset_version WHERE environment_id = $1 AND digest = $2
UNION ALL SELECT graph, fallback FROM shipped_ruleset WHERE digest = $2 LIMIT 1
"""
_KEEP_SHIPPED = """
INSERT INTO shipped_ruleset (digest, graph, fallback, facts) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
_FIND_SHIPPED = "SELECT digest, graph, fallback, facts FROM shipped_ruleset WHERE digest = $1"


class ShippedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A default of this release or of an earlier one. graph: JSON in canonical form."""

    digest: bytes
    graph: str
    fallback: str
    facts: list[str]


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    use_case: str
    number: int
    graph: str
    fallback: str
    digest: bytes
    outcomes: list[str]
    facts: list[str]
    cost_us: int
    author: str
    reason: str
    created_at: datetime
    author_member: UUID | None


class StateRow(msgspec.Struct, frozen=True):
    """activation_id: what made the active version decide; None where nothing ever was activated."""

    id: UUID
    last_number: int
    active_version: UUID | None
    active_since: datetime | None
    activation_id: UUID | None
    shadow_version: UUID | None
    shadow_since: datetime | None


async def reserve_number(tx: Transaction, environment_id: UUID, use_case: str, ruleset_id: UUID) -> int:
    """Make the ruleset if it is the first version, and hold its row until the transaction ends."""
    return cast(int, await tx.fetchval(_RESERVE, environment_id, use_case, ruleset_id))


async def add_version(tx: Transaction, environment_id: UUID, row: VersionRow) -> None:
    await tx.execute(_ADD, environment_id, *(getattr(row, name.strip()) for name in _COLUMNS.split(",")))


async def find_latest(tx: Transaction, environment_id: UUID, use_case: str) -> VersionRow | None:
    return _version(await tx.fetchrow(_LATEST, environment_id, use_case))


async def find_version(
    tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID
) -> VersionRow | None:
    return _version(await tx.fetchrow(_FIND, environment_id, use_case, version_id))


async def list_versions(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID | None, limit: int
) -> Sequence[VersionRow]:
    rows = await tx.fetch(_PAGE, environment_id, use_case, after, limit)
    return [row for row in map(_version, rows) if row is not None]


async def find_state(tx: Transaction, environment_id: UUID, use_case: str) -> StateRow | None:
    row = await tx.fetchrow(_STATE, environment_id, use_case)
    return None if row is None else StateRow(*row)


async def lock_state(tx: Transaction, environment_id: UUID, use_case: str) -> StateRow | None:
    """Return what decides, and let nobody change it until the transaction ends."""
    row = await tx.fetchrow(_LOCK, environment_id, use_case)
    return None if row is None else StateRow(*row)


async def find_places(
    tx: Transaction, environment_id: UUID, use_case: str
) -> tuple[UUID | None, UUID | None]:
    """Return which version decides and which is in the shadow."""
    row = await tx.fetchrow(_PLACES, environment_id, use_case)
    return (None, None) if row is None else (row["active_version"], row["shadow_version"])


async def find_versions(
    tx: Transaction, environment_id: UUID, use_case: str, version_ids: Sequence[UUID]
) -> list[VersionRow]:
    """Return those that there are, in no order."""
    rows = await tx.fetch(_MANY, environment_id, use_case, list(version_ids))
    return [row for row in map(_version, rows) if row is not None]


async def of_digest(tx: Transaction, environment_id: UUID, use_case: str, digest: bytes) -> list[VersionRow]:
    """Return the versions with this content, newest first."""
    rows = await tx.fetch(_OF_DIGEST, environment_id, use_case, digest)
    return [row for row in map(_version, rows) if row is not None]


async def find_content(tx: Transaction, environment_id: UUID, digest: bytes) -> tuple[str, str] | None:
    """Return graph and fallback of that digest, of a version of the environment or of a default that is kept."""
    row = await tx.fetchrow(_CONTENT, environment_id, digest)
    return None if row is None else (row["graph"], row["fallback"])


def _version(row: asyncpg.Record | None) -> VersionRow | None:
    return None if row is None else VersionRow(**dict(row))


async def kept_shipped(tx: Transaction, digests: Sequence[bytes]) -> set[bytes]:
    """Return those of the defaults that are kept."""
    rows = await tx.fetch(
        "SELECT digest FROM shipped_ruleset WHERE digest = ANY ($1::bytea[])", list(digests)
    )
    return {row["digest"] for row in rows}


async def keep_shipped(tx: Transaction, row: ShippedRow) -> None:
    """Keep a default; it may be there."""
    await tx.execute(_KEEP_SHIPPED, row.digest, row.graph, row.fallback, row.facts)


async def find_shipped(tx: Transaction, digest: bytes) -> ShippedRow | None:
    row = await tx.fetchrow(_FIND_SHIPPED, digest)
    return None if row is None else ShippedRow(**dict(row))
