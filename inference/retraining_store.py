"""Rows of training jobs and of the plans that start them."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction


class JobRow(msgspec.Struct, frozen=True, kw_only=True):
    """One job at rest. request: as JSON, with whose it is."""

    environment_id: UUID
    id: UUID
    use_case: str
    request: str
    trigger: str
    state: str
    step: str
    share: float
    row_count: int | None
    positives: int | None
    version_id: UUID | None
    deployment_id: UUID | None
    refused: str | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    beat_at: datetime | None
    ended_at: datetime | None


class PlanRow(msgspec.Struct, frozen=True, kw_only=True):
    """plan: as JSON, with whose it is."""

    environment_id: UUID
    use_case: str
    plan: str
    updated_at: datetime
    updated_by: str
    next_at: datetime | None


_JOB = ", ".join(JobRow.__struct_fields__).replace("request", "request::text AS request")
_PLAN = ", ".join(PlanRow.__struct_fields__).replace("plan,", "plan::text AS plan,")

_ADD_JOB = """
INSERT INTO training_job (
    environment_id, id, use_case, request, trigger, state, step, share, created_at, created_by
) VALUES ($1, $2, $3, $4::jsonb, $5, 'queued', 'Waiting', 0, $6, $7)
ON CONFLICT (environment_id, use_case) WHERE state IN ('queued', 'running') DO NOTHING
RETURNING id
"""
_GET_JOB = f"SELECT {_JOB} FROM training_job WHERE environment_id = $1 AND id = $2"
_LIST_JOBS = f"""
SELECT {_JOB} FROM training_job
WHERE environment_id = $1 AND ($2::text IS NULL OR use_case = $2) AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
# A job whose process fell silent is taken up again, from its beginning: nothing of it was kept.
_CLAIM = f"""
UPDATE training_job SET state = 'running', started_at = $2, beat_at = $2, step = 'Reading', share = 0
WHERE environment_id = $1 AND id = (
    SELECT id FROM training_job
    WHERE environment_id = $1 AND (state = 'queued' OR (state = 'running' AND beat_at < $3))
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING {_JOB}
"""
_WAITING = """
SELECT 1 FROM training_job
WHERE environment_id = $1 AND (state = 'queued' OR (state = 'running' AND beat_at < $2)) LIMIT 1
"""
_BEAT = """
UPDATE training_job SET step = $3, share = $4, beat_at = $5 WHERE environment_id = $1 AND id = $2 AND state = 'running'
RETURNING id
"""
_SET_ROWS = "UPDATE training_job SET row_count = $3, positives = $4 WHERE environment_id = $1 AND id = $2"
_END = """
UPDATE training_job
SET state = $3, refused = $4, version_id = $5, deployment_id = $6, ended_at = $7, step = $8,
    share = CASE WHEN $3 = 'succeeded' THEN 1 ELSE share END
WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running')
RETURNING id
"""
_PUT_PLAN = """
INSERT INTO retraining_plan (environment_id, use_case, plan, updated_at, updated_by, next_at)
VALUES ($1, $2, $3::jsonb, $4, $5, $6)
ON CONFLICT (environment_id, use_case) DO UPDATE
SET plan = excluded.plan, updated_at = excluded.updated_at, updated_by = excluded.updated_by, next_at = excluded.next_at
"""
_FIND_PLAN = f"SELECT {_PLAN} FROM retraining_plan WHERE environment_id = $1 AND use_case = $2 FOR UPDATE"
_LIST_PLANS = f"SELECT {_PLAN} FROM retraining_plan WHERE environment_id = $1 ORDER BY use_case LIMIT 100"
_DROP_PLAN = "DELETE FROM retraining_plan WHERE environment_id = $1 AND use_case = $2 RETURNING use_case"
_DUE_PLANS = f"""
SELECT {_PLAN} FROM retraining_plan WHERE environment_id = $1 AND next_at <= $2 ORDER BY use_case FOR UPDATE SKIP LOCKED
"""
_MOVE_PLAN = "UPDATE retraining_plan SET next_at = $3 WHERE environment_id = $1 AND use_case = $2"


async def add_job(tx: Transaction, row: JobRow) -> bool:
    """Queue a job. Returns: False while another of its use case is under way."""
    found = await tx.fetchval(
        _ADD_JOB, row.environment_id, row.id, row.use_case, row.request, row.trigger, row.created_at, row.created_by
    )  # fmt: skip
    return found is not None


async def get_job(tx: Transaction, environment_id: UUID, job_id: UUID) -> JobRow | None:
    return _job(await tx.fetchrow(_GET_JOB, environment_id, job_id))


async def list_jobs(
    tx: Transaction, environment_id: UUID, use_case: str | None, after: UUID | None, limit: int
) -> list[JobRow]:
    """Newest first."""
    rows = await tx.fetch(_LIST_JOBS, environment_id, use_case, after, limit)
    return [JobRow(**dict(row)) for row in rows]


async def claim(
    tx: Transaction, environment_id: UUID, now: datetime, silent_since: datetime
) -> JobRow | None:
    """Take the oldest job that waits, or whose process fell silent."""
    return _job(await tx.fetchrow(_CLAIM, environment_id, now, silent_since))


async def is_waiting(tx: Transaction, environment_id: UUID, silent_since: datetime) -> bool:
    return await tx.fetchval(_WAITING, environment_id, silent_since) is not None


async def beat(
    tx: Transaction, environment_id: UUID, job_id: UUID, step: str, share: float, now: datetime
) -> bool:
    """Say how far a job is. Returns: False when it is no longer to be run."""
    return await tx.fetchval(_BEAT, environment_id, job_id, step, share, now) is not None


async def set_rows(
    tx: Transaction, environment_id: UUID, job_id: UUID, rows: int, positives: int | None
) -> None:
    await tx.execute(_SET_ROWS, environment_id, job_id, rows, positives)


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How a job ends."""

    state: str
    step: str
    refused: str | None = None
    version_id: UUID | None = None
    deployment_id: UUID | None = None


async def end(tx: Transaction, environment_id: UUID, job_id: UUID, how: Ending, now: datetime) -> bool:
    """End a job that has not ended. Returns: whether it had not."""
    found = await tx.fetchval(
        _END, environment_id, job_id, how.state, how.refused, how.version_id, how.deployment_id, now, how.step
    )  # fmt: skip
    return found is not None


async def put_plan(tx: Transaction, row: PlanRow) -> None:
    await tx.execute(_PUT_PLAN, *msgspec.structs.astuple(row))


async def find_plan(tx: Transaction, environment_id: UUID, use_case: str) -> PlanRow | None:
    row = await tx.fetchrow(_FIND_PLAN, environment_id, use_case)
    return None if row is None else PlanRow(**dict(row))


async def list_plans(tx: Transaction, environment_id: UUID) -> list[PlanRow]:
    """All of them, by use case: there are no more than use cases."""
    return [PlanRow(**dict(row)) for row in await tx.fetch(_LIST_PLANS, environment_id)]


async def drop_plan(tx: Transaction, environment_id: UUID, use_case: str) -> bool:
    return await tx.fetchval(_DROP_PLAN, environment_id, use_case) is not None


async def due_plans(tx: Transaction, environment_id: UUID, now: datetime) -> list[PlanRow]:
    """Plans whose time has come, held until the transaction ends."""
    return [PlanRow(**dict(row)) for row in await tx.fetch(_DUE_PLANS, environment_id, now)]


async def move_plan(tx: Transaction, environment_id: UUID, use_case: str, next_at: datetime | None) -> None:
    await tx.execute(_MOVE_PLAN, environment_id, use_case, next_at)


def _job(row: asyncpg.Record | None) -> JobRow | None:
    return None if row is None else JobRow(**dict(row))
