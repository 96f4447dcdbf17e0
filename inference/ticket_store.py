"""Rows of what tickets are about: one for each decided ticket, without anything that it says."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction

_UNREAD = """
SELECT id, customer, outcome, decided_at, sealed FROM decision
WHERE environment_id = $1 AND use_case = 'ticket-triage' AND id > $2 AND id < $3 ORDER BY id LIMIT $4
"""
_MARK = "SELECT decision_id FROM ticket_cause_mark WHERE environment_id = $1"
# Whoever comes second finds the mark moved, and changes nothing.
_MOVE = """
INSERT INTO ticket_cause_mark AS known (environment_id, decision_id) VALUES ($1, $2)
ON CONFLICT (environment_id) DO UPDATE SET decision_id = $2 WHERE known.decision_id = $3
RETURNING true
"""
_ADD = """
INSERT INTO ticket_cause (environment_id, decision_id, customer, cause, route, decided_at)
SELECT $1, i.* FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])
    AS i(decision_id, customer, cause, route, decided_at)
"""
_HOURS = """
SELECT cause, floor(extract(epoch FROM decided_at) / 3600)::integer AS hour, count(*) AS count, min(decided_at) AS first_at,
    max(decided_at) AS last_at, (array_agg(decision_id ORDER BY decision_id DESC))[1] AS example
FROM ticket_cause WHERE environment_id = $1 AND decided_at >= $2 AND decided_at < $3
GROUP BY 1, 2
"""
_WRITERS = """
SELECT customer, cause FROM ticket_cause WHERE environment_id = $1 AND decided_at >= $2 AND decided_at < $3
ORDER BY decision_id DESC LIMIT 50000
"""
_ANY = "SELECT EXISTS (SELECT 1 FROM ticket_cause WHERE environment_id = $1 AND decided_at >= $2)"
_FORGET = "DELETE FROM ticket_cause WHERE environment_id = $1 AND decided_at < $2"


class TicketRow(msgspec.Struct, frozen=True):
    """The fields are the columns that are written, in their order. cause: '' where none was sure enough."""

    decision_id: UUID
    customer: UUID
    cause: str
    route: str
    decided_at: datetime


async def find_mark(tx: Transaction, environment_id: UUID) -> UUID | None:
    return cast("UUID | None", await tx.fetchval(_MARK, environment_id))


async def move_mark(tx: Transaction, environment_id: UUID, to: UUID, since: UUID) -> bool:
    """Move it, and let nobody else count until the transaction ends. Returns: false when another has moved it."""
    return bool(await tx.fetchval(_MOVE, environment_id, to, since))


async def unread(
    tx: Transaction, environment_id: UUID, after: UUID, before: UUID, limit: int
) -> list[asyncpg.Record]:
    return await tx.fetch(_UNREAD, environment_id, after, before, limit)


async def add(tx: Transaction, environment_id: UUID, rows: Sequence[TicketRow]) -> None:
    columns = [list(column) for column in zip(*map(msgspec.structs.astuple, rows), strict=True)]
    if columns:
        await tx.execute(_ADD, environment_id, *columns)


async def hours(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    return await tx.fetch(_HOURS, environment_id, since, until)


async def writers(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    """Who wrote, and about what; the 50,000 newest."""
    return await tx.fetch(_WRITERS, environment_id, since, until)


async def any_since(tx: Transaction, environment_id: UUID, since: datetime) -> bool:
    return bool(await tx.fetchval(_ANY, environment_id, since))


async def forget(tx: Transaction, environment_id: UUID, before: datetime) -> None:
    await tx.execute(_FORGET, environment_id, before)
