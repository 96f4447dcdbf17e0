"""SQL of trials, and of how the instances in them ended."""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.workflows.trial_entities import EndedAs, Trial
from resolution.workflows.trial_judging import Counted

_COLUMNS = """id, workflow_id, control_version, candidate_version, share_percent, success, within_s, fail_rise_max, reason,
    started_by, started_at, ended_at, ended_by, ended_as, ended_reason, counted"""
_ADD = """
INSERT INTO workflow_trial (environment_id, id, workflow_id, control_version, candidate_version, share_percent, success,
    within_s, fail_rise_max, reason, started_by, started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_END = """
UPDATE workflow_trial SET ended_at = $3, ended_by = $4, ended_as = $5, ended_reason = $6, counted = $7::jsonb
WHERE environment_id = $1 AND id = $2
"""
_FIND = f"SELECT {_COLUMNS} FROM workflow_trial WHERE environment_id = $1 AND id = $2"
_RUNNING = f"SELECT {_COLUMNS} FROM workflow_trial WHERE environment_id = $1 AND workflow_id = $2 AND ended_at IS NULL"
_ALL_RUNNING = """
SELECT environment_id, id, workflow_id FROM workflow_trial
WHERE environment_id = ANY ($1::uuid[]) AND ended_at IS NULL ORDER BY id
"""
_PAGE = f"""
SELECT {_COLUMNS} FROM workflow_trial
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR workflow_id = $3)
    AND ($4::boolean IS NULL OR (ended_at IS NULL) = $4)
ORDER BY id DESC LIMIT $5
"""
# Whoever ended in time ended as it did; all others are late once their time is over, however they end after that.
_COUNT = """
SELECT version_id, old, ended, count(*) AS count, sum(used)::double precision AS used
FROM (
    SELECT version_id, started_at + $4::interval <= $3 AS old,
        CASE
            WHEN ended_at < started_at + $4::interval THEN
                CASE WHEN status = 'completed' AND opened_case THEN 'case_opened' ELSE status END
            WHEN started_at + $4::interval <= $3 THEN 'late'
            ELSE 'open'
        END AS ended,
        least(1, extract(epoch FROM coalesce(ended_at, $3) - started_at) / extract(epoch FROM $4::interval)) AS used
    FROM workflow_instance WHERE environment_id = $1 AND trial_id = $2
) AS each
GROUP BY version_id, old, ended
"""


class Running(msgspec.Struct, frozen=True):
    environment_id: UUID
    id: UUID
    workflow_id: UUID


async def add(tx: Transaction, environment_id: UUID, trial: Trial) -> None:
    await tx.execute(
        _ADD, environment_id, trial.id, trial.workflow_id, trial.control_version, trial.candidate_version,
        trial.share_percent, list(trial.success), trial.within_s, trial.fail_rise_max, trial.reason, trial.started_by,
        trial.started_at,
    )  # fmt: skip


async def end(
    tx: Transaction,
    environment_id: UUID,
    trial_id: UUID,
    *,
    at: dt.datetime,
    by: str,
    ended_as: EndedAs,
    reason: str,
    counted: Sequence[Counted],
) -> None:
    told = msgspec.json.encode(counted).decode()
    await tx.execute(_END, environment_id, trial_id, at, by, ended_as, reason, told)


async def find(tx: Transaction, environment_id: UUID, trial_id: UUID) -> Trial | None:
    return _trial(await tx.fetchrow(_FIND, environment_id, trial_id))


async def running(tx: Transaction, environment_id: UUID, workflow_id: UUID) -> Trial | None:
    """Return the trial of a workflow that is running."""
    return _trial(await tx.fetchrow(_RUNNING, environment_id, workflow_id))


async def all_running(tx: Transaction, environments: Sequence[UUID]) -> list[Running]:
    return [Running(**dict(row)) for row in await tx.fetch(_ALL_RUNNING, list(environments))]


async def page(
    tx: Transaction,
    environment_id: UUID,
    after: UUID | None,
    limit: int,
    *,
    workflow_id: UUID | None,
    is_running: bool | None,
) -> list[Trial]:
    """Newest first."""
    rows = await tx.fetch(_PAGE, environment_id, after, workflow_id, is_running, limit)
    return [_read(row) for row in rows]


async def count(tx: Transaction, environment_id: UUID, trial: Trial, now: dt.datetime) -> list[Counted]:
    """Count how the instances of a trial ended, or that they are open."""
    rows = await tx.fetch(_COUNT, environment_id, trial.id, now, dt.timedelta(seconds=trial.within_s))
    return [
        Counted(
            candidate=row["version_id"] == trial.candidate_version,
            old=row["old"],
            ended=row["ended"],
            count=row["count"],
            used=row["used"],
        )
        for row in rows
    ]


def _trial(row: asyncpg.Record | None) -> Trial | None:
    return None if row is None else _read(row)


def _read(row: asyncpg.Record) -> Trial:
    fields = dict(row)
    told = cast("str | None", fields["counted"])
    fields["counted"] = None if told is None else msgspec.json.decode(told, type=tuple[Counted, ...])
    return Trial(**fields | {"success": tuple(row["success"])})
