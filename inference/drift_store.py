"""Rows of drift: hourly counts with samples of decision ids, references, reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

SAMPLE_MAX = 1_000


class HourKey(msgspec.Struct, frozen=True, order=True):
    """Which decisions are counted together."""

    use_case: str
    version_id: UUID
    role: str
    hour: datetime


class Hour(msgspec.Struct, frozen=True):
    """decided: decisions made. degraded: those without a model. sample: ids of others."""

    decided: int
    degraded: int
    sample: tuple[UUID, ...]


class ReferenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a version's live values are compared with. sealed: the values, under the environment's own key."""

    environment_id: UUID
    version_id: UUID
    origin: str
    rows: int
    created_at: datetime
    sealed: bytes


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """body: the whole report, as JSON."""

    environment_id: UUID
    id: UUID
    use_case: str
    version_id: UUID
    role: str
    verdict: str
    measured_at: datetime
    body: str


_CURSOR = """
INSERT INTO drift_cursor (environment_id, counted_to) VALUES ($1, '00000000-0000-0000-0000-000000000000')
ON CONFLICT (environment_id) DO UPDATE SET counted_to = drift_cursor.counted_to
RETURNING counted_to
"""
_MOVE_CURSOR = "UPDATE drift_cursor SET counted_to = $2 WHERE environment_id = $1"
# In order of the primary key, a bounded piece at a time; the payload stays where it is.
_NEXT = """
SELECT id, use_case, version_id, role, score IS NULL OR degraded AS degraded, decided_at
FROM decision WHERE environment_id = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4
"""
_NEXT_SHADOWS = """
SELECT s.decision_id AS id, s.use_case, s.version_id, 'shadow' AS role, s.score IS NULL AS degraded,
    s.scored_at AS decided_at
FROM shadow_prediction s WHERE s.environment_id = $1 AND s.decision_id = ANY ($2::uuid[]) ORDER BY s.decision_id
"""
_FIND_HOUR = """
SELECT decided, degraded, sample FROM decision_hour
WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4 AND hour = $5
"""
_SET_HOUR = """
INSERT INTO decision_hour (environment_id, use_case, version_id, role, hour, decided, degraded, sample)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (environment_id, use_case, version_id, role, hour) DO UPDATE
SET decided = excluded.decided, degraded = excluded.degraded, sample = excluded.sample
"""
# When a version was looked at last, whether or not there was enough to report.
_LOOKED = """
SELECT max(looked_at) FROM decision_hour
WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4
"""
_SET_LOOKED = """
UPDATE decision_hour SET looked_at = $5
WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4 AND hour = (
    SELECT max(hour) FROM decision_hour
    WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4
)
"""
_FORGET_HOURS = "DELETE FROM decision_hour WHERE environment_id = $1 AND hour < $2"
_ACTIVE = """
SELECT DISTINCT use_case, version_id, role FROM decision_hour WHERE environment_id = $1 AND hour >= $2
"""
_HOURS = """
SELECT hour, decided, degraded, sample FROM decision_hour
WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4 AND hour >= $5 AND hour < $6
ORDER BY hour LIMIT $7
"""
_PAYLOADS = """
SELECT id, customer, score, sealed, version_id FROM decision
WHERE environment_id = $1 AND id = ANY ($2::uuid[]) AND sealed IS NOT NULL
"""
_SHADOW_SAID = """
SELECT decision_id, score, said FROM shadow_prediction
WHERE environment_id = $1 AND decision_id = ANY ($2::uuid[]) AND version_id = $3
"""
_FIND_REFERENCE = """
SELECT environment_id, version_id, origin, rows, created_at, sealed FROM drift_reference
WHERE environment_id = $1 AND version_id = $2
"""
_ADD_REFERENCE = """
INSERT INTO drift_reference (environment_id, version_id, origin, rows, created_at, sealed)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""
_REPORT = ", ".join(ReportRow.__struct_fields__)
_SHOWN = _REPORT.replace("body", "body::text AS body")
_ADD_REPORT = f"INSERT INTO drift_report ({_REPORT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)"
_LATEST = f"""
SELECT {_SHOWN} FROM drift_report
WHERE environment_id = $1 AND use_case = $2 AND version_id = $3 AND role = $4 ORDER BY id DESC LIMIT 1
"""
_GET = f"SELECT {_SHOWN} FROM drift_report WHERE environment_id = $1 AND id = $2"
_LIST = f"""
SELECT {_SHOWN} FROM drift_report
WHERE environment_id = $1 AND ($2::text IS NULL OR use_case = $2) AND ($3::uuid IS NULL OR version_id = $3)
    AND ($4::uuid IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5
"""
_FORGET_REPORTS = "DELETE FROM drift_report WHERE environment_id = $1 AND measured_at < $2"


async def cursor(tx: Transaction, environment_id: UUID) -> UUID:
    """Return up to which decision the hours are counted, and hold it until the transaction ends."""
    return UUID(str(await tx.fetchval(_CURSOR, environment_id)))


async def move_cursor(tx: Transaction, environment_id: UUID, to: UUID) -> None:
    await tx.execute(_MOVE_CURSOR, environment_id, to)


async def next_decisions(
    tx: Transaction, environment_id: UUID, after: UUID, before: UUID, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_NEXT, environment_id, after, before, limit)


async def shadows_of(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> list[asyncpg.Record]:
    return await tx.fetch(_NEXT_SHADOWS, environment_id, list(ids))


async def find_hour(tx: Transaction, environment_id: UUID, key: HourKey) -> Hour | None:
    row = await tx.fetchrow(_FIND_HOUR, environment_id, *msgspec.structs.astuple(key))
    return None if row is None else Hour(row["decided"], row["degraded"], tuple(row["sample"]))


async def set_hour(tx: Transaction, environment_id: UUID, key: HourKey, hour: Hour) -> None:
    await tx.execute(
        _SET_HOUR,
        environment_id,
        *msgspec.structs.astuple(key),
        hour.decided,
        hour.degraded,
        list(hour.sample),
    )


async def forget(tx: Transaction, environment_id: UUID, before: datetime) -> None:
    await tx.execute(_FORGET_HOURS, environment_id, before)
    await tx.execute(_FORGET_REPORTS, environment_id, before)


async def active(tx: Transaction, environment_id: UUID, since: datetime) -> list[tuple[str, UUID, str]]:
    """Return the versions that decided since then, with their use case and role."""
    rows = await tx.fetch(_ACTIVE, environment_id, since)
    return sorted((row["use_case"], row["version_id"], row["role"]) for row in rows)


async def looked_at(
    tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID, role: str
) -> datetime | None:
    return cast("datetime | None", await tx.fetchval(_LOOKED, environment_id, use_case, version_id, role))


async def set_looked(tx: Transaction, key: tuple[UUID, str, UUID, str], at: datetime) -> None:
    """key: environment, use case, version and role."""
    await tx.execute(_SET_LOOKED, *key, at)


async def hours(
    tx: Transaction, environment_id: UUID, key: HourKey, until: datetime, limit: int
) -> list[tuple[datetime, Hour]]:
    """Return the hours of a version from `key.hour` on, oldest first."""
    rows = await tx.fetch(_HOURS, environment_id, *msgspec.structs.astuple(key), until, limit)
    return [(row["hour"], Hour(row["decided"], row["degraded"], tuple(row["sample"]))) for row in rows]


async def payloads(tx: Transaction, environment_id: UUID, ids: Sequence[UUID]) -> list[asyncpg.Record]:
    return await tx.fetch(_PAYLOADS, environment_id, list(ids))


async def shadow_said(
    tx: Transaction, environment_id: UUID, ids: Sequence[UUID], version_id: UUID
) -> dict[UUID, tuple[int | None, bytes | None]]:
    """Return the score and the keyed digest of the class of each that the version scored."""
    rows = await tx.fetch(_SHADOW_SAID, environment_id, list(ids), version_id)
    return {row["decision_id"]: (row["score"], row["said"]) for row in rows}


async def find_reference(tx: Transaction, environment_id: UUID, version_id: UUID) -> ReferenceRow | None:
    row = await tx.fetchrow(_FIND_REFERENCE, environment_id, version_id)
    return None if row is None else ReferenceRow(**dict(row))


async def add_reference(tx: Transaction, row: ReferenceRow) -> None:
    """Keep a version's reference; the first that is kept stays."""
    await tx.execute(_ADD_REFERENCE, *msgspec.structs.astuple(row))


async def add_report(tx: Transaction, row: ReportRow) -> None:
    await tx.execute(_ADD_REPORT, *msgspec.structs.astuple(row))


async def latest_report(
    tx: Transaction, environment_id: UUID, use_case: str, version_id: UUID, role: str
) -> ReportRow | None:
    row = await tx.fetchrow(_LATEST, environment_id, use_case, version_id, role)
    return None if row is None else ReportRow(**dict(row))


async def get_report(tx: Transaction, environment_id: UUID, report_id: UUID) -> ReportRow | None:
    row = await tx.fetchrow(_GET, environment_id, report_id)
    return None if row is None else ReportRow(**dict(row))


async def list_reports(
    tx: Transaction,
    environment_id: UUID,
    use_case: str | None,
    version_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[ReportRow]:
    """Newest first."""
    rows = await tx.fetch(_LIST, environment_id, use_case, version_id, after, limit)
    return [ReportRow(**dict(row)) for row in rows]
