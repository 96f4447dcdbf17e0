"""Side effects for later (mail, webhook): a row in the transaction that decides them, delivered by the worker.

The row is the promise and the job only the bell: delivery is at least once, so receivers deduplicate by the row's id.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import cast
from uuid import UUID

import msgspec

from core import jobs
from core.clock import Clock, ahead
from core.database import Database, Transaction
from core.ids import uuid7
from core.moved_clocks import ahead_of

JOB = "outbox.deliver"
_AT_ONCE = 4
"""Messages that are carried out together: each holds a connection, and its topic may need another of the same pool."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One effect that waits. `payload` is sealed by its sender where it is personal."""

    environment_id: UUID
    id: UUID
    topic: str
    payload: bytes
    created_at: dt.datetime


class _Bell(msgspec.Struct, frozen=True):
    environment_id: UUID
    id: UUID


Deliver = Callable[[Message], Awaitable[None]]

_INSERT = "INSERT INTO outbox (environment_id, id, topic, payload) VALUES ($1, $2, $3, $4)"
_INSERT_MANY = """
INSERT INTO outbox (environment_id, id, topic, payload) SELECT $1, i.id, $2, i.payload
FROM unnest($3::uuid[], $4::bytea[]) AS i(id, payload)
"""
_INSERT_ONCE = """
INSERT INTO outbox (environment_id, id, topic, payload) SELECT $1, i.id, $2, i.payload
FROM unnest($3::uuid[], $4::bytea[]) AS i(id, payload) ON CONFLICT DO NOTHING RETURNING id
"""
_FIND = """
SELECT environment_id, id, topic, payload, created_at FROM outbox
WHERE environment_id = $1 AND id = $2 AND delivered_at IS NULL FOR UPDATE
"""
_DELIVERED = (
    "UPDATE outbox SET delivered_at = now(), payload = ''::bytea WHERE environment_id = $1 AND id = $2"
)


async def enqueue(tx: Transaction, clock: Clock, environment_id: UUID, topic: str, payload: bytes) -> UUID:
    """Promise an effect in the caller's transaction. Returns: the message's id, which its receiver sees too."""
    message_id = uuid7(clock)
    await tx.execute(_INSERT, environment_id, message_id, topic, payload)
    await jobs.enqueue(tx, JOB, msgspec.json.encode(_Bell(environment_id, message_id)))
    return message_id


async def enqueue_many(
    tx: Transaction, clock: Clock, environment_id: UUID, topic: str, payloads: Sequence[bytes]
) -> list[UUID]:
    """Promise several effects of one topic, in two statements."""
    ids = [uuid7(clock) for _ in payloads]
    if ids:
        await tx.execute(_INSERT_MANY, environment_id, topic, ids, list(payloads))
        bells = [msgspec.json.encode(_Bell(environment_id, message_id)) for message_id in ids]
        await jobs.enqueue_many(tx, JOB, bells)
    return ids


async def enqueue_once(
    tx: Transaction, environment_id: UUID, topic: str, messages: Sequence[tuple[UUID, bytes]]
) -> list[UUID]:
    """Promise effects under ids that the caller gives. Returns: those that were not promised before."""
    if not messages:
        return []
    given, payloads = zip(*messages, strict=True)
    rows = await tx.fetch(_INSERT_ONCE, environment_id, topic, list(given), list(payloads))
    new = [cast(UUID, row["id"]) for row in rows]
    await jobs.enqueue_many(tx, JOB, [msgspec.json.encode(_Bell(environment_id, each)) for each in new])
    return new


class Outbox:
    """The worker's side: `deliver` carries one message out by its topic."""

    def __init__(self, database: Database, topics: Mapping[str, Deliver]) -> None:
        self._database = database
        self._topics = topics
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def deliver(self, bell: bytes) -> None:
        """Carry out the message a bell rings for; done already means nothing to do.

        An error of the topic's own leaves the message in place, and the queue rings again later.
        """
        ring = msgspec.json.decode(bell, type=_Bell)
        async with self._gate, self._database.transaction(ring.environment_id) as tx:
            row = await tx.fetchrow(_FIND, ring.environment_id, ring.id)
            if row is None:
                return
            with ahead(await ahead_of(tx, ring.environment_id)):
                await self._topics[row["topic"]](Message(**dict(row)))
            await tx.execute(_DELIVERED, ring.environment_id, ring.id)
