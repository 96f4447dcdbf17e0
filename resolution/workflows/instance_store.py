"""SQL of instances and the log of their steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.workflows.limits import EVENTS_WAITING_MAX

_SHOWN = (
    "i.id, i.workflow_id, i.version_id, i.subject, i.status, i.paused, i.step, i.waits_for, i.until_at, i.event_kind, "
    "i.task, i.team, i.roles, i.choices, i.code, i.started_by, i.started_at, i.ended_at"
)
_STEP = "id, instance_id, step, what, action, attempt, outcome, actor, took_ms, at"
_ADD = """
INSERT INTO workflow_instance (
    environment_id, id, workflow_id, version_id, subject, cause, status, state, started_by, started_at, customer,
    trial_id)
SELECT $1, $2, $3, $4, $5, $6, 'running', $7, $8, $9, $10::uuid, CASE WHEN $11::uuid IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM workflow_instance AS b WHERE b.environment_id = $1 AND b.trial_id = $11 AND b.subject = $5) THEN $11 END
ON CONFLICT DO NOTHING RETURNING 1
"""
_OPEN = """
SELECT id FROM workflow_instance
WHERE environment_id = $1 AND workflow_id = $2 AND subject = $3 AND ended_at IS NULL
"""
_LOAD = """
SELECT environment_id, id, version_id, customer, state, paused, wanted, arrived FROM workflow_instance
WHERE environment_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[]) AND ended_at IS NULL
"""
_SAVE = """
UPDATE workflow_instance AS i
SET status = $3, state = $4, step = $5, waits_for = $6, until_at = $7, event_kind = $8, event_subject = $9, task = $10,
    team = $11, roles = $12, choices = $13, code = $14, ended_at = $15, wanted = NULLIF(i.wanted, $16),
    arrived = COALESCE((
        SELECT jsonb_agg(e) FROM jsonb_array_elements(i.arrived) AS e WHERE NOT (e ->> 'id') = ANY ($17::text[])), '[]')
WHERE i.environment_id = $1 AND i.id = $2
"""
_OPENED = """
UPDATE workflow_instance SET opened_case = true
WHERE environment_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[]) AND trial_id IS NOT NULL
"""
_ADD_STEP = f"""
INSERT INTO workflow_step (environment_id, {_STEP}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_PAGE = f"""
SELECT {_SHOWN} FROM workflow_instance AS i
WHERE i.environment_id = $1 AND ($2::uuid IS NULL OR i.id < $2) AND ($3::uuid IS NULL OR i.workflow_id = $3)
    AND ($4::text IS NULL OR i.status = $4) AND ($5::text IS NULL OR (i.team = $5 AND i.task IS NOT NULL))
    AND ($6::text IS NULL OR i.subject = $6)
ORDER BY i.id DESC LIMIT $7
"""
_STEPS = f"""
SELECT {_STEP} FROM workflow_step
WHERE environment_id = $1 AND instance_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4
"""
_HEARD = """
UPDATE workflow_instance
SET arrived = arrived || jsonb_build_array($5::jsonb)
WHERE environment_id = $1 AND event_kind = $2 AND (event_subject IS NULL OR event_subject = $3) AND ended_at IS NULL
    AND jsonb_array_length(arrived) < $6 AND NOT arrived @> jsonb_build_array(jsonb_build_object('id', $4::text))
RETURNING id
"""
_LISTENING = """
SELECT id FROM workflow_instance
WHERE environment_id = $1 AND event_kind = $2 AND (event_subject IS NULL OR event_subject = $3) AND ended_at IS NULL
"""
_CUSTOMERS = """
SELECT DISTINCT customer FROM workflow_instance
WHERE environment_id = $1 AND customer > $2 AND customer IS NOT NULL AND ended_at IS NULL ORDER BY customer LIMIT $3
"""
# An answer is given once: without its task there is nothing more to answer.
_GIVE = "UPDATE workflow_instance SET task = NULL, arrived = arrived || jsonb_build_array($3::jsonb) WHERE environment_id = $1 AND id = $2"


class InstanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of an instance; its data stay sealed."""

    id: UUID
    workflow_id: UUID
    version_id: UUID
    subject: str
    status: str
    paused: bool
    step: str | None
    waits_for: str | None
    until_at: datetime | None
    event_kind: str | None
    task: str | None
    team: str | None
    roles: list[str]
    choices: list[str]
    code: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None


class NewInstance(msgspec.Struct, frozen=True, kw_only=True):
    """cause: what started it, so that the same thing starts it once. state: sealed, under the key of the customer if it is about one.

    trial_id: which counts the first instance of each subject, and no other.
    """

    environment_id: UUID
    id: UUID
    workflow_id: UUID
    version_id: UUID
    subject: str
    cause: str | None
    state: bytes
    started_by: str
    started_at: datetime
    customer: UUID | None
    trial_id: UUID | None


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn begins with. arrived: a JSON list of events."""

    environment_id: UUID
    id: UUID
    version_id: UUID
    customer: UUID | None
    state: bytes
    paused: bool
    wanted: str | None
    arrived: str


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn came to. answered: the wish that it fulfilled; consumed: ids of events that it looked at."""

    environment_id: UUID
    id: UUID
    status: str
    state: bytes | None
    step: str | None = None
    waits_for: str | None = None
    until_at: datetime | None = None
    event_kind: str | None = None
    event_subject: str | None = None
    task: str | None = None
    team: str | None = None
    roles: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    code: str | None = None
    ended_at: datetime | None = None
    answered: str | None = None
    consumed: tuple[str, ...] = ()


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. what: call, undo, wait, event, answer, cancel, end … outcome: done, or a code."""

    id: UUID
    instance_id: UUID
    step: str
    what: str
    action: str | None
    attempt: int
    outcome: str
    actor: str
    took_ms: int
    at: datetime


async def add(tx: Transaction, row: NewInstance) -> bool:
    """Returns: False when one of its subject is open, or its cause has started one before."""
    return await tx.fetchval(_ADD, *msgspec.structs.astuple(row)) is not None


async def find_open(tx: Transaction, environment_id: UUID, workflow_id: UUID, subject: str) -> UUID | None:
    return cast("UUID | None", await tx.fetchval(_OPEN, environment_id, workflow_id, subject))


async def load(tx: Transaction, environments: Sequence[UUID], instances: Sequence[UUID]) -> Sequence[Loaded]:
    rows = await tx.fetch(_LOAD, list(environments), list(instances))
    return [Loaded(**dict(row)) for row in rows]


async def save(tx: Transaction, saved: Sequence[Saved], steps: Sequence[tuple[UUID, StepRow]]) -> None:
    """Write what turns came to, and of those in trials that a case was opened. steps: with their environments."""
    ordered = sorted(saved, key=lambda each: each.id)
    await tx.executemany(_SAVE, [_values(each) for each in ordered])
    if steps:
        await tx.executemany(_ADD_STEP, [(each, *msgspec.structs.astuple(row)) for each, row in steps])
    opened = [(each, row.instance_id) for each, row in steps if _opened_case(row)]
    if opened:
        await tx.execute(_OPENED, sorted({each for each, _ in opened}), sorted({each for _, each in opened}))


def _opened_case(row: StepRow) -> bool:
    return row.action == "case.open" and row.what == "call" and row.outcome == "done"


def _values(row: Saved) -> tuple[object, ...]:
    values = msgspec.structs.astuple(row)
    return tuple(list(value) if isinstance(value, tuple) else value for value in values)


async def customers(tx: Transaction, environment_id: UUID, after: UUID, limit: int) -> Sequence[UUID]:
    """Of whom instances are open, in order."""
    return [row["customer"] for row in await tx.fetch(_CUSTOMERS, environment_id, after, limit)]


async def open_of(tx: Transaction, environment_id: UUID, customers: Sequence[UUID]) -> Sequence[UUID]:
    """The open instances about some customers."""
    query = """
    SELECT id FROM workflow_instance WHERE environment_id = $1 AND customer = ANY ($2::uuid[]) AND ended_at IS NULL
    """
    return [row["id"] for row in await tx.fetch(query, environment_id, list(customers))]


async def find(tx: Transaction, environment_id: UUID, instance_id: UUID) -> InstanceRow | None:
    query = f"SELECT {_SHOWN} FROM workflow_instance AS i WHERE i.environment_id = $1 AND i.id = $2"
    return _row(await tx.fetchrow(query, environment_id, instance_id))


async def lock(tx: Transaction, environment_id: UUID, instance_id: UUID) -> InstanceRow | None:
    query = (
        f"SELECT {_SHOWN} FROM workflow_instance AS i WHERE i.environment_id = $1 AND i.id = $2 FOR UPDATE"
    )
    return _row(await tx.fetchrow(query, environment_id, instance_id))


async def list_instances(
    tx: Transaction,
    environment_id: UUID,
    after: UUID | None,
    limit: int,
    *,
    workflow_id: UUID | None,
    status: str | None,
    team: str | None,
    subject: str | None,
) -> Sequence[InstanceRow]:
    rows = await tx.fetch(_PAGE, environment_id, after, workflow_id, status, team, subject, limit)
    return [InstanceRow(**dict(row)) for row in rows]


async def list_steps(
    tx: Transaction, environment_id: UUID, instance_id: UUID, after: UUID | None, limit: int
) -> Sequence[StepRow]:
    rows = await tx.fetch(_STEPS, environment_id, instance_id, after, limit)
    return [StepRow(**dict(row)) for row in rows]


async def listening(tx: Transaction, environment_id: UUID, kind: str, subject: str) -> Sequence[UUID]:
    """List the instances that wait for such an event."""
    rows = await tx.fetch(_LISTENING, environment_id, kind, subject)
    return [row["id"] for row in rows]


async def hear(
    tx: Transaction, environment_id: UUID, kind: str, subject: str, event_id: str, event: str
) -> Sequence[UUID]:
    """Put an event to each instance that waits for it, once. event: JSON, with its `id`. Returns: whom it reached."""
    rows = await tx.fetch(_HEARD, environment_id, kind, subject, event_id, event, EVENTS_WAITING_MAX)
    return [row["id"] for row in rows]


async def give(tx: Transaction, environment_id: UUID, instance_id: UUID, event: str) -> None:
    await tx.execute(_GIVE, environment_id, instance_id, event)


async def set_paused(tx: Transaction, environment_id: UUID, instance_id: UUID, *, paused: bool) -> None:
    query = "UPDATE workflow_instance SET paused = $3 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, environment_id, instance_id, paused)


async def want(tx: Transaction, environment_id: UUID, instance_id: UUID, wanted: str) -> None:
    query = "UPDATE workflow_instance SET wanted = $3 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, environment_id, instance_id, wanted)


async def add_steps(tx: Transaction, environment_id: UUID, rows: Sequence[StepRow]) -> None:
    await tx.executemany(_ADD_STEP, [(environment_id, *msgspec.structs.astuple(row)) for row in rows])


def _row(row: asyncpg.Record | None) -> InstanceRow | None:
    return None if row is None else InstanceRow(**dict(row))


async def reached(tx: Transaction, environment_id: UUID, otherwise: UUID) -> UUID:
    """Return up to which decision this environment was looked through, and hold that place."""
    query = "SELECT reached FROM workflow_cursor WHERE environment_id = $1 FOR UPDATE"
    found = cast("UUID | None", await tx.fetchval(query, environment_id))
    return otherwise if found is None else found


async def reach(tx: Transaction, environment_id: UUID, place: UUID) -> None:
    query = """
    INSERT INTO workflow_cursor (environment_id, reached) VALUES ($1, $2)
    ON CONFLICT (environment_id) DO UPDATE SET reached = greatest(workflow_cursor.reached, excluded.reached)
    """
    await tx.execute(query, environment_id, place)


async def caused(tx: Transaction, environment_id: UUID, workflow_id: UUID, causes: Sequence[str]) -> set[str]:
    """Of these causes, those that have started an instance of the workflow."""
    query = """
    SELECT cause FROM workflow_instance WHERE environment_id = $1 AND workflow_id = $2 AND cause = ANY ($3::text[])
    """
    return {row["cause"] for row in await tx.fetch(query, environment_id, workflow_id, list(causes))}


async def forget_places(tx: Transaction, environments: Sequence[UUID]) -> None:
    """Forget up to where environments were looked through: when somebody asks again, it is begun anew."""
    await tx.execute(
        "DELETE FROM workflow_cursor WHERE environment_id = ANY ($1::uuid[])", list(environments)
    )


async def listened_for(
    tx: Transaction, environments: Sequence[UUID], kinds: Sequence[str]
) -> list[tuple[UUID, str]]:
    """Which of these events instances of these environments wait for."""
    query = """
    SELECT DISTINCT environment_id, event_kind FROM workflow_instance
    WHERE environment_id = ANY ($1::uuid[]) AND event_kind = ANY ($2::text[])
    """
    rows = await tx.fetch(query, list(environments), list(kinds))
    return [(row["environment_id"], row["event_kind"]) for row in rows]
