"""SQL of the request log. Private to `tenants`."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction

_ADD = """
INSERT INTO request_block (environment_id, first_id, last_id, requests, body)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::bytea[])
"""
_BEFORE = """
SELECT first_id, last_id, body FROM request_block WHERE environment_id = $1 AND first_id < $2
ORDER BY last_id DESC LIMIT $3
"""
_AROUND = "SELECT body FROM request_block WHERE environment_id = $1 AND first_id <= $2 AND last_id >= $2"
_FORGET = "DELETE FROM request_block WHERE environment_id = $1 AND last_id < $2"
_KEEP = """
DELETE FROM request_block WHERE environment_id = $1 AND last_id <= (
    SELECT last_id FROM (
        SELECT last_id, sum(requests) OVER (ORDER BY last_id DESC) AS newer FROM request_block WHERE environment_id = $1
    ) counted WHERE newer > $2 ORDER BY last_id DESC LIMIT 1
)
"""

BlockRow = tuple[UUID, UUID, UUID, int, bytes]
"""Environment, first and last id, how many requests, and they themselves."""


async def add(tx: Transaction, rows: Sequence[BlockRow]) -> None:
    await tx.execute(_ADD, *(list(column) for column in zip(*rows, strict=True)))


async def before(tx: Transaction, environment_id: UUID, end: UUID, count: int) -> list[asyncpg.Record]:
    """Return blocks that hold something older than an id, those that end last first."""
    return await tx.fetch(_BEFORE, environment_id, end, count)


async def around(tx: Transaction, environment_id: UUID, request: UUID) -> list[bytes]:
    """Return the blocks that may hold one request."""
    return [row[0] for row in await tx.fetch(_AROUND, environment_id, request)]


async def forget(tx: Transaction, environment_id: UUID, until: dt.datetime, most: int) -> None:
    """Drop blocks that ended before a moment, and the oldest beyond a number of requests."""
    await tx.execute(_FORGET, environment_id, UUID(int=int(until.timestamp() * 1_000) << 80))
    await tx.execute(_KEEP, environment_id, most)
