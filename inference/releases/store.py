"""SQL of releases. Rows are only ever added; a shadow alone is begun anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from inference.releases.entities import ReleaseApproval, ReleaseSwitch, SwitchKind

_COLUMNS = """id, use_case, number, digest, version_id, model_digest, ruleset_version, rules_digest, thresholds, author,
    author_member, reason, created_at, promoted_from"""
_ADD = f"""
INSERT INTO release (environment_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""
_FIND = f"SELECT {_COLUMNS} FROM release WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM release
WHERE environment_id = $1 AND ($2::text IS NULL OR use_case = $2) AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
_OF_DIGEST = f"""
SELECT {_COLUMNS} FROM release WHERE environment_id = $1 AND use_case = $2 AND digest = $3 ORDER BY number DESC
"""
_LAST = "SELECT coalesce(max(number), 0) FROM {table} WHERE environment_id = $1 AND use_case = $2"
_SAID = "id, release_id, digest, verdict, member_id, actor, reason, decided_at"
_SAY = f"""
INSERT INTO release_approval (environment_id, {_SAID}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (environment_id, release_id, member_id, verdict) DO NOTHING RETURNING 1
"""
_SAID_OF = f"""
SELECT {_SAID} FROM release_approval WHERE environment_id = $1 AND release_id = ANY ($2::uuid[]) ORDER BY decided_at, id
"""
_SHADOW = """
INSERT INTO release_shadow (environment_id, release_id, deployment_id, rules, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (environment_id, release_id) DO UPDATE SET deployment_id = $3, rules = $4, since = $5
"""
_SHADOWS = """
SELECT s.release_id, s.deployment_id, s.rules, s.since,
    EXISTS (SELECT 1 FROM deployment d WHERE d.environment_id = s.environment_id AND d.id = s.deployment_id
        AND d.role = 'shadow' AND d.retired_at IS NULL) AS scores
FROM release_shadow s WHERE s.environment_id = $1 AND s.release_id = ANY ($2::uuid[])
"""
_SWITCHED = """id, use_case, number, kind, release_id, previous_release_id, stands_on, version_before, ruleset_before,
    deployment_after, activation_after, model_changed, rules_changed, actor, reason, switched_at"""
_ADD_SWITCH = f"""
INSERT INTO release_switch (environment_id, {_SWITCHED})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""
_NEWEST = f"""
SELECT {_SWITCHED} FROM release_switch WHERE environment_id = $1 AND use_case = $2 ORDER BY number DESC LIMIT 1
"""
_FIND_SWITCH = f"SELECT {_SWITCHED} FROM release_switch WHERE environment_id = $1 AND id = $2"
_USED = "SELECT DISTINCT release_id FROM release_switch WHERE environment_id = $1 AND release_id = ANY ($2::uuid[])"
_SWITCHES = """
SELECT id, use_case, kind, release_id, previous_release_id, actor, reason, switched_at FROM release_switch
WHERE environment_id = $1 AND use_case = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4
"""


class ReleaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """thresholds: JSON."""

    id: UUID
    use_case: str
    number: int
    digest: bytes
    version_id: UUID
    model_digest: bytes
    ruleset_version: UUID | None
    rules_digest: bytes
    thresholds: str
    author: str
    author_member: UUID | None
    reason: str
    created_at: datetime
    promoted_from: UUID | None


class ShadowRow(msgspec.Struct, frozen=True):
    """scores: whether its deployment is in the shadow still."""

    release_id: UUID
    deployment_id: UUID | None
    rules: bool
    since: datetime
    scores: bool


class SwitchRow(msgspec.Struct, frozen=True, kw_only=True):
    """release_id: in force after it, if any. stands_on: the switch that a rollback of this one returns to.

    version_before, ruleset_before: what a rollback returns to. deployment_after, activation_after: what it left in force.
    """

    id: UUID
    use_case: str
    number: int
    kind: SwitchKind
    release_id: UUID | None
    previous_release_id: UUID | None
    stands_on: UUID | None
    version_before: UUID
    ruleset_before: UUID | None
    deployment_after: UUID | None
    activation_after: UUID | None
    model_changed: bool
    rules_changed: bool
    actor: str
    reason: str
    switched_at: datetime


async def next_number(tx: Transaction, environment_id: UUID, use_case: str) -> int:
    """Of a release; the use case is locked."""
    return 1 + cast(int, await tx.fetchval(_LAST.format(table="release"), environment_id, use_case))


async def add(tx: Transaction, environment_id: UUID, row: ReleaseRow) -> None:
    await tx.execute(_ADD, environment_id, *msgspec.structs.astuple(row))


async def find(tx: Transaction, environment_id: UUID, release_id: UUID) -> ReleaseRow | None:
    row = await tx.fetchrow(_FIND, environment_id, release_id)
    return None if row is None else ReleaseRow(**dict(row))


async def list_page(
    tx: Transaction, environment_id: UUID, use_case: str | None, after: UUID | None, limit: int
) -> list[ReleaseRow]:
    """Newest first."""
    return [ReleaseRow(**dict(row)) for row in await tx.fetch(_PAGE, environment_id, use_case, after, limit)]


async def of_digest(tx: Transaction, environment_id: UUID, use_case: str, digest: bytes) -> list[ReleaseRow]:
    """Return the releases with this content, newest first."""
    return [ReleaseRow(**dict(row)) for row in await tx.fetch(_OF_DIGEST, environment_id, use_case, digest)]


async def say(tx: Transaction, environment_id: UUID, approval: ReleaseApproval) -> bool:
    """Keep what a member said; says whether they had not said it before."""
    return await tx.fetchval(_SAY, environment_id, *msgspec.structs.astuple(approval)) is not None


async def said_of(
    tx: Transaction, environment_id: UUID, release_ids: Sequence[UUID]
) -> list[ReleaseApproval]:
    """Oldest first."""
    rows = await tx.fetch(_SAID_OF, environment_id, list(release_ids))
    return [ReleaseApproval(**dict(row)) for row in rows]


async def begin_shadow(
    tx: Transaction,
    environment_id: UUID,
    release_id: UUID,
    deployment_id: UUID | None,
    *,
    rules: bool,
    at: datetime,
) -> None:
    await tx.execute(_SHADOW, environment_id, release_id, deployment_id, rules, at)


async def shadows(
    tx: Transaction, environment_id: UUID, release_ids: Sequence[UUID]
) -> dict[UUID, ShadowRow]:
    rows = [ShadowRow(*row) for row in await tx.fetch(_SHADOWS, environment_id, list(release_ids))]
    return {row.release_id: row for row in rows}


async def add_switch(tx: Transaction, environment_id: UUID, row: SwitchRow) -> None:
    await tx.execute(_ADD_SWITCH, environment_id, *msgspec.structs.astuple(row))


async def newest_switch(tx: Transaction, environment_id: UUID, use_case: str) -> SwitchRow | None:
    return _switch(await tx.fetchrow(_NEWEST, environment_id, use_case))


async def find_switch(tx: Transaction, environment_id: UUID, switch_id: UUID) -> SwitchRow | None:
    return _switch(await tx.fetchrow(_FIND_SWITCH, environment_id, switch_id))


async def used(tx: Transaction, environment_id: UUID, release_ids: Sequence[UUID]) -> set[UUID]:
    """Return those releases that decided once."""
    return {row["release_id"] for row in await tx.fetch(_USED, environment_id, list(release_ids))}


async def list_switches(
    tx: Transaction, environment_id: UUID, use_case: str, after: UUID | None, limit: int
) -> list[ReleaseSwitch]:
    """Newest first."""
    rows = await tx.fetch(_SWITCHES, environment_id, use_case, after, limit)
    return [ReleaseSwitch(**dict(row)) for row in rows]


def _switch(row: asyncpg.Record | None) -> SwitchRow | None:
    return None if row is None else SwitchRow(**dict(row))
