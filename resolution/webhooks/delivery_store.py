"""Rows of webhook messages and deliveries, and the queue of what is due."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.webhooks.entities import Attempt, Delivery
from resolution.webhooks.schedule import State

ATTEMPTS_KEPT = 30


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """body: as it is signed and sent, the same at every try."""

    environment_id: UUID
    id: UUID
    kind: str
    subject: str
    body: bytes
    at: dt.datetime


class Due(msgspec.Struct, frozen=True):
    environment_id: UUID
    endpoint_id: UUID
    message_id: UUID


_ADD_MESSAGE = """
INSERT INTO webhook_message (environment_id, id, kind, subject, body, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
"""
_FIND_MESSAGE = """
SELECT environment_id, id, kind, subject, body, at FROM webhook_message WHERE environment_id = $1 AND id = $2
"""
_MESSAGES = """
SELECT id, kind, at FROM webhook_message WHERE environment_id = $1 AND at >= $2 AND at <= $3 ORDER BY at, id LIMIT $4
"""
_ADD = """
WITH added AS (
    INSERT INTO webhook_delivery (environment_id, endpoint_id, message_id, state, tries, attempts, due_at, created_at)
    SELECT $1, endpoint_id, $3, 'waiting', 0, '[]', $4, $4 FROM unnest($2::uuid[]) AS endpoint_id
    ON CONFLICT DO NOTHING RETURNING endpoint_id
)
INSERT INTO webhook_queue (environment_id, endpoint_id, message_id, due_at)
SELECT $1, endpoint_id, $3, $4 FROM added ON CONFLICT DO NOTHING
"""
_AGAIN = """
INSERT INTO webhook_delivery (environment_id, endpoint_id, message_id, state, tries, attempts, due_at, created_at)
SELECT $1, $2, message_id, 'waiting', 0, '[]', $4, $4 FROM unnest($3::uuid[]) AS message_id
ON CONFLICT (environment_id, endpoint_id, message_id) DO UPDATE SET state = 'waiting', tries = 0, due_at = $4
"""
_QUEUE_AGAIN = """
INSERT INTO webhook_queue (environment_id, endpoint_id, message_id, due_at)
SELECT $1, $2, message_id, $4 FROM unnest($3::uuid[]) AS message_id
ON CONFLICT (endpoint_id, message_id) DO UPDATE SET due_at = $4
"""
# Which endpoints have something in the queue is found by skipping from one to the next in the index, so that a long queue of
# one endpoint costs the others nothing; of each, at most its own share is taken.
_TAKE = """
WITH RECURSIVE waiting AS (
    (SELECT endpoint_id FROM webhook_queue ORDER BY endpoint_id LIMIT 1)
    UNION ALL
    SELECT (SELECT q.endpoint_id FROM webhook_queue q WHERE q.endpoint_id > w.endpoint_id ORDER BY q.endpoint_id LIMIT 1)
    FROM waiting w WHERE w.endpoint_id IS NOT NULL
), due AS (
    SELECT t.endpoint_id, t.message_id FROM waiting w
    LEFT JOIN unnest($4::uuid[], $5::int[]) AS busy (endpoint_id, count) ON busy.endpoint_id = w.endpoint_id
    CROSS JOIN LATERAL (
        SELECT q.endpoint_id, q.message_id, q.due_at FROM webhook_queue q
        WHERE q.endpoint_id = w.endpoint_id AND q.due_at <= $1
        ORDER BY q.due_at LIMIT greatest(0, $3 - coalesce(busy.count, 0)) FOR UPDATE SKIP LOCKED
    ) t
    WHERE w.endpoint_id IS NOT NULL ORDER BY t.due_at LIMIT $6
)
UPDATE webhook_queue q SET due_at = $2 FROM due WHERE q.endpoint_id = due.endpoint_id AND q.message_id = due.message_id
RETURNING q.environment_id, q.endpoint_id, q.message_id
"""
_COLUMNS = """
    d.endpoint_id, d.message_id, m.kind, m.subject, d.state, d.tries, d.attempts, d.due_at, d.created_at
"""
_FROM = """
FROM webhook_delivery d JOIN webhook_message m ON m.environment_id = d.environment_id AND m.id = d.message_id
WHERE d.environment_id = $1 AND d.endpoint_id = $2
"""
_FIND = f"SELECT {_COLUMNS} {_FROM} AND d.message_id = $3"
_NEWEST = f"""
SELECT {_COLUMNS} {_FROM} AND ($3::uuid IS NULL OR d.message_id < $3) AND ($4::text IS NULL OR d.state = $4)
ORDER BY d.message_id DESC LIMIT $5
"""
_SAVE = """
UPDATE webhook_delivery SET state = $4, tries = $5, attempts = $6, due_at = $7
WHERE environment_id = $1 AND endpoint_id = $2 AND message_id = $3
"""
_UNQUEUE = "DELETE FROM webhook_queue WHERE environment_id = $1 AND endpoint_id = $2 AND message_id = $3"
_UNQUEUE_ALL = "DELETE FROM webhook_queue WHERE environment_id = $1"
_REQUEUE = (
    "UPDATE webhook_queue SET due_at = $4 WHERE environment_id = $1 AND endpoint_id = $2 AND message_id = $3"
)
_GIVE_UP = (
    "DELETE FROM webhook_queue WHERE environment_id = $1 AND endpoint_id = $2",
    """UPDATE webhook_delivery SET state = 'given_up', due_at = NULL
    WHERE environment_id = $1 AND endpoint_id = $2 AND state = 'waiting'""",
)
_FORGET = (
    """DELETE FROM webhook_queue q USING webhook_message m
    WHERE q.environment_id = $1 AND m.environment_id = $1 AND m.id = q.message_id AND m.at < $2""",
    """DELETE FROM webhook_delivery d USING webhook_message m
    WHERE d.environment_id = $1 AND m.environment_id = $1 AND m.id = d.message_id AND m.at < $2""",
    "DELETE FROM webhook_message WHERE environment_id = $1 AND at < $2",
)


async def add_message(tx: Transaction, message: StoredMessage) -> None:
    """Keep a message; the same one again changes nothing."""
    await tx.execute(
        _ADD_MESSAGE, message.environment_id, message.id, message.kind, message.subject, message.body, message.at
    )  # fmt: skip


async def find_message(tx: Transaction, environment_id: UUID, message_id: UUID) -> StoredMessage | None:
    row = await tx.fetchrow(_FIND_MESSAGE, environment_id, message_id)
    return None if row is None else StoredMessage(**dict(row))


async def messages_between(
    tx: Transaction, environment_id: UUID, since: dt.datetime, until: dt.datetime, limit: int
) -> list[tuple[UUID, str, dt.datetime]]:
    """Id, kind and time of messages, oldest first."""
    rows = await tx.fetch(_MESSAGES, environment_id, since, until, limit)
    return [(row["id"], row["kind"], row["at"]) for row in rows]


async def queue(
    tx: Transaction, environment_id: UUID, endpoint_ids: Sequence[UUID], message_id: UUID, now: dt.datetime
) -> None:
    """Begin a message's deliveries; one that has begun, however it ended, is left alone."""
    await tx.execute(_ADD, environment_id, list(endpoint_ids), message_id, now)


async def queue_again(
    tx: Transaction, environment_id: UUID, endpoint_id: UUID, message_ids: Sequence[UUID], now: dt.datetime
) -> None:
    """Begin a new round of the schedule."""
    for statement in (_AGAIN, _QUEUE_AGAIN):
        await tx.execute(statement, environment_id, endpoint_id, list(message_ids), now)


async def take(
    tx: Transaction, now: dt.datetime, until: dt.datetime, each: int, busy: Mapping[UUID, int], limit: int
) -> list[Due]:
    """Take what is due, for this process alone until then. each: of one endpoint, less what `busy` says it has in hand."""
    rows = await tx.fetch(_TAKE, now, until, each, list(busy), list(busy.values()), limit)
    return [Due(**dict(row)) for row in rows]


async def find(tx: Transaction, due: Due, *, locked: bool = False) -> Delivery | None:
    statement = f"{_FIND} FOR UPDATE OF d" if locked else _FIND
    row = await tx.fetchrow(statement, due.environment_id, due.endpoint_id, due.message_id)
    return None if row is None else _delivery(row)


async def newest(
    tx: Transaction,
    environment_id: UUID,
    endpoint_id: UUID,
    after: UUID | None,
    limit: int,
    state: State | None = None,
) -> list[Delivery]:
    rows = await tx.fetch(_NEWEST, environment_id, endpoint_id, after, state, limit)
    return [_delivery(row) for row in rows]


async def save(tx: Transaction, environment_id: UUID, delivery: Delivery) -> None:
    """Write what became of a try, and when the next one is due."""
    key = (environment_id, delivery.endpoint_id, delivery.message_id)
    attempts = msgspec.json.encode(delivery.attempts[-ATTEMPTS_KEPT:]).decode()
    await tx.execute(_SAVE, *key, delivery.state, delivery.tries, attempts, delivery.due_at)
    if delivery.due_at is None:
        await tx.execute(_UNQUEUE, *key)
    else:
        await tx.execute(_REQUEUE, *key, delivery.due_at)


async def drop(tx: Transaction, due: Due) -> None:
    await tx.execute(_UNQUEUE, due.environment_id, due.endpoint_id, due.message_id)


async def drop_all(tx: Transaction, environment_id: UUID) -> None:
    """Send nothing more for an environment."""
    await tx.execute(_UNQUEUE_ALL, environment_id)


async def give_up(tx: Transaction, environment_id: UUID, endpoint_id: UUID) -> None:
    """End everything that waits for an endpoint."""
    for statement in _GIVE_UP:
        await tx.execute(statement, environment_id, endpoint_id)


async def forget(tx: Transaction, environment_id: UUID, before: dt.datetime) -> None:
    """Delete messages older than that, with their deliveries."""
    for statement in _FORGET:
        await tx.execute(statement, environment_id, before)


def _delivery(row: asyncpg.Record) -> Delivery:
    fields = dict(row)
    fields["attempts"] = msgspec.json.decode(fields["attempts"], type=list[Attempt])
    return Delivery(**fields)
