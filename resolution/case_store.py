"""SQL of cases, their queues and their history. Titles, comments and proposed results rest sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.case_entities import PRIORITIES, CaseQueue, CaseState, Priority, QueueSettings

_COLUMNS = """id, queue, title, subject, priority, skill, state, assignee, evidence, alert_id, opened_by, opened_at,
    due_at, waited_at, overdue_at, proposed, proposed_by, result, closed_by, closed_at, customer"""
_ADD = f"""
INSERT INTO review_case (environment_id, origin, {_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (environment_id, origin) WHERE origin IS NOT NULL DO NOTHING RETURNING id
"""
_SAVE = """
UPDATE review_case SET queue = $3, priority = $4, state = $5, assignee = $6, due_at = $7, waited_at = $8, overdue_at = $9,
    proposed = $10, proposed_by = $11, result = $12, closed_by = $13, closed_at = $14, evidence = $15
WHERE environment_id = $1 AND id = $2
"""
_FIND = f"SELECT {_COLUMNS} FROM review_case WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_COLUMNS} FROM review_case
WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($4::text IS NULL OR queue = $4)
    AND ($5::text IS NULL OR state = $5) AND ($6::text IS NULL OR assignee = $6) AND ($7::text IS NULL OR subject = $7)
ORDER BY id DESC LIMIT $3
"""
# The most urgent first, of those the one whose time is up soonest; what another caller takes at this moment is passed over.
_NEXT = f"""
SELECT {_COLUMNS} FROM review_case
WHERE environment_id = $1 AND queue = $2 AND state = 'open' AND (skill IS NULL OR skill = ANY ($3::text[]))
ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_OVERDUE = """
UPDATE review_case SET overdue_at = $2 WHERE (environment_id, id) IN (
    SELECT environment_id, id FROM review_case
    WHERE environment_id = ANY ($1::uuid[]) AND due_at <= $2 AND overdue_at IS NULL AND state NOT IN ('closed', 'waiting')
    ORDER BY environment_id, due_at LIMIT $3 FOR UPDATE SKIP LOCKED
) RETURNING environment_id, id, queue, priority, due_at
"""
_SET_QUEUE = """
INSERT INTO case_queue (environment_id, name, settings) VALUES ($1, $2, $3::jsonb)
ON CONFLICT (environment_id, name) DO UPDATE SET settings = excluded.settings
"""
_QUEUES = """
SELECT q.name, q.settings, count(c.id) AS open, count(c.overdue_at) AS overdue
FROM case_queue AS q LEFT JOIN review_case AS c
    ON c.environment_id = q.environment_id AND c.queue = q.name AND c.state <> 'closed'
WHERE q.environment_id = $1 GROUP BY q.name, q.settings ORDER BY q.name
"""
_FIND_QUEUE = "SELECT settings FROM case_queue WHERE environment_id = $1 AND name = $2"
_ADD_STEP = """
INSERT INTO case_step (environment_id, case_id, id, at, actor, what, value, comment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_STEPS = """
SELECT id, at, actor, what, value, comment FROM case_step
WHERE environment_id = $1 AND case_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4
"""


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case at rest. title, proposed: sealed. waited_at: since when it waits. overdue_at: when that was noticed.

    customer: whose key title, comments and proposed result rest under, by handle; None where it is about nobody.
    """

    id: UUID
    queue: str
    title: bytes
    subject: str | None
    priority: Priority
    skill: str | None
    state: CaseState
    assignee: str | None
    evidence: list[str]
    alert_id: UUID | None
    opened_by: str
    opened_at: datetime
    due_at: datetime | None
    waited_at: datetime | None = None
    overdue_at: datetime | None = None
    proposed: bytes | None = None
    proposed_by: str | None = None
    result: str | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    customer: UUID | None = None


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    at: datetime
    actor: str
    what: str
    value: str | None
    comment: bytes | None


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    environment_id: UUID
    id: UUID
    queue: str
    priority: Priority
    due_at: datetime


async def add(tx: Transaction, environment_id: UUID, row: CaseRow, origin: bytes | None) -> bool:
    """origin: what opened it, once only. Returns: False if that opened one before."""
    values = [
        PRIORITIES.index(row.priority) if name == "priority" else getattr(row, name)
        for name in CaseRow.__struct_fields__
    ]
    return (await tx.fetchval(_ADD, environment_id, origin, *values)) is not None


async def find_by_origin(tx: Transaction, environment_id: UUID, origin: bytes) -> UUID | None:
    found = await tx.fetchval(
        "SELECT id FROM review_case WHERE environment_id = $1 AND origin = $2", environment_id, origin
    )
    return cast("UUID | None", found)


async def save(tx: Transaction, environment_id: UUID, row: CaseRow) -> None:
    await tx.execute(
        _SAVE, environment_id, row.id, row.queue, PRIORITIES.index(row.priority), row.state, row.assignee, row.due_at,
        row.waited_at, row.overdue_at, row.proposed, row.proposed_by, row.result, row.closed_by, row.closed_at,
        row.evidence,
    )  # fmt: skip


async def find(tx: Transaction, environment_id: UUID, case_id: UUID) -> CaseRow | None:
    return _maybe(await tx.fetchrow(_FIND, environment_id, case_id))


async def find_locked(tx: Transaction, environment_id: UUID, case_id: UUID) -> CaseRow | None:
    return _maybe(await tx.fetchrow(f"{_FIND} FOR UPDATE", environment_id, case_id))


async def find_next(
    tx: Transaction, environment_id: UUID, queue: str, skills: Sequence[str]
) -> CaseRow | None:
    """The open case of a queue to work on first, held until the transaction ends."""
    return _maybe(await tx.fetchrow(_NEXT, environment_id, queue, list(skills)))


async def list_page(
    tx: Transaction,
    environment_id: UUID,
    *,
    after: UUID | None,
    limit: int,
    queue: str | None,
    state: CaseState | None,
    assignee: str | None,
    subject: str | None,
) -> list[CaseRow]:
    """Newest first."""
    rows = await tx.fetch(_PAGE, environment_id, after, limit, queue, state, assignee, subject)
    return [_case(row) for row in rows]


async def mark_overdue(
    tx: Transaction, environments: Sequence[UUID], at: datetime, limit: int
) -> list[Overdue]:
    """Note, once each, which cases are past their time."""
    return [
        Overdue(**{**dict(row), "priority": PRIORITIES[row["priority"]]})
        for row in await tx.fetch(_OVERDUE, list(environments), at, limit)
    ]


async def set_queue(tx: Transaction, environment_id: UUID, name: str, settings: QueueSettings) -> None:
    await tx.execute(_SET_QUEUE, environment_id, name, msgspec.json.encode(settings).decode())


async def queues(tx: Transaction, environment_id: UUID) -> list[CaseQueue]:
    return [
        CaseQueue(name=row["name"], settings=_settings(row["settings"]), open=row["open"], overdue=row["overdue"])
        for row in await tx.fetch(_QUEUES, environment_id)
    ]  # fmt: skip


async def find_queue(tx: Transaction, environment_id: UUID, name: str) -> QueueSettings | None:
    found = await tx.fetchval(_FIND_QUEUE, environment_id, name)
    return None if found is None else _settings(cast(str, found))


async def add_step(tx: Transaction, environment_id: UUID, case_id: UUID, row: StepRow) -> None:
    await tx.execute(_ADD_STEP, environment_id, case_id, *msgspec.structs.astuple(row))


async def steps(
    tx: Transaction, environment_id: UUID, case_id: UUID, after: UUID | None, limit: int
) -> list[StepRow]:
    """Oldest first."""
    return [StepRow(**dict(row)) for row in await tx.fetch(_STEPS, environment_id, case_id, after, limit)]


def _settings(text: str) -> QueueSettings:
    return msgspec.json.decode(text, type=QueueSettings)


def _maybe(row: asyncpg.Record | None) -> CaseRow | None:
    return None if row is None else _case(row)


def _case(row: asyncpg.Record) -> CaseRow:
    return CaseRow(**{**dict(row), "priority": PRIORITIES[row["priority"]]})
