"""SQL of failed attempts, counted by hour as they are recorded. Private to `payments`."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction

_COUNT = """
INSERT INTO gateway_failure_hour AS f (environment_id, hour, gateway, method, bank, error_code, currency, failures, amount_minor,
    first_at, last_at, example)
SELECT $1, i.* FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
    $10::timestamptz[], $11::timestamptz[], $12::uuid[])
    AS i(hour, gateway, method, bank, error_code, currency, failures, amount_minor, first_at, last_at, example)
ORDER BY 2, 3, 4, 5, 6, 7
ON CONFLICT (environment_id, hour, gateway, method, bank, error_code, currency) DO UPDATE SET
    failures = f.failures + excluded.failures, amount_minor = f.amount_minor + excluded.amount_minor,
    first_at = least(f.first_at, excluded.first_at), last_at = greatest(f.last_at, excluded.last_at),
    example = CASE WHEN excluded.last_at >= f.last_at THEN excluded.example ELSE f.example END
"""
# A block is a period of `width` hours, every `stride` hours, counted back from the end. Places are summed up over the blocks of now
# and over those before, which are many times as many rows; what varies from block to block is told by code.
_FAILED = """
SELECT gateway, method, bank, error_code AS code, currency, CASE WHEN ($3 - 1 - hour) / $4 < $6 THEN 0 ELSE $6 END AS block, sum(failures)::bigint AS count,
    sum(amount_minor)::bigint AS amount_minor, min(first_at) AS first_at, max(last_at) AS last_at,
    (array_agg(example ORDER BY last_at DESC, example))[1] AS example
FROM gateway_failure_hour
WHERE environment_id = $1 AND hour >= $2 AND hour < $3 AND ($3 - 1 - hour) % $4 < $5
GROUP BY 1, 2, 3, 4, 5, 6
"""
_COURSE = """
SELECT error_code AS code, ($3 - 1 - hour) / $4 AS block, sum(failures)::bigint AS count FROM gateway_failure_hour
WHERE environment_id = $1 AND hour >= $2 AND hour < $3 AND ($3 - 1 - hour) % $4 < $5
GROUP BY 1, 2
"""
_TRIED_COURSE = """
SELECT ($3 - 1 - bucket) / $4 AS block, sum(succeeded + faulted + failed)::bigint AS tries FROM gateway_bucket
WHERE environment_id = $1 AND grain = 2 AND bucket >= $2 AND bucket < $3 AND ($3 - 1 - bucket) % $4 < $5
GROUP BY 1
"""
_TRIED = """
SELECT gateway, method, bank, CASE WHEN ($3 - 1 - bucket) / $4 < $6 THEN 0 ELSE $6 END AS block, sum(succeeded + faulted + failed)::bigint AS tries
FROM gateway_bucket
WHERE environment_id = $1 AND grain = 2 AND bucket >= $2 AND bucket < $3 AND ($3 - 1 - bucket) % $4 < $5
GROUP BY 1, 2, 3, 4
"""
_SERIES = """
SELECT hour, sum(failures)::bigint AS count FROM gateway_failure_hour
WHERE environment_id = $1 AND hour >= $2 AND hour < $3 AND ($4::text IS NULL OR gateway = $4)
    AND ($5::text IS NULL OR method = $5) AND ($6::text IS NULL OR bank = $6) AND ($7::text[] IS NULL OR error_code = ANY ($7))
GROUP BY hour
"""
_ANY = "SELECT EXISTS (SELECT 1 FROM gateway_failure_hour WHERE environment_id = $1 AND hour >= $2)"
_PRUNE = "DELETE FROM gateway_failure_hour WHERE environment_id = $1 AND hour < $2"


async def count(tx: Transaction, environment_id: UUID, rows: Sequence[tuple[object, ...]]) -> None:
    """rows: hour, gateway, method, bank, error code, currency, failures, amount, first and last start, an id; each key once."""
    if rows:
        await tx.execute(_COUNT, environment_id, *[list(column) for column in zip(*rows, strict=True)])


async def failed(tx: Transaction, environment_id: UUID, *blocks: int) -> list[asyncpg.Record]:
    """blocks: first hour, end, stride, width, and how many blocks are of now. By place and code: block 0, and all before."""
    return await tx.fetch(_FAILED, environment_id, *blocks)


async def tried(tx: Transaction, environment_id: UUID, *blocks: int) -> list[asyncpg.Record]:
    return await tx.fetch(_TRIED, environment_id, *blocks)


async def courses(
    tx: Transaction, environment_id: UUID, *blocks: int
) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
    """Failures by code and block; tries by block. blocks: without how many are of now."""
    failed = await tx.fetch(_COURSE, environment_id, *blocks)
    return failed, await tx.fetch(_TRIED_COURSE, environment_id, *blocks)


async def series(
    tx: Transaction, environment_id: UUID, first: int, end: int, *place: str | Sequence[str] | None
) -> list[asyncpg.Record]:
    """place: gateway, method, bank, error codes; None is any."""
    return await tx.fetch(_SERIES, environment_id, first, end, *place)


async def any_since(tx: Transaction, environment_id: UUID, hour: int) -> bool:
    return bool(await tx.fetchval(_ANY, environment_id, hour))


async def prune(tx: Transaction, environment_id: UUID, before: int) -> None:
    await tx.execute(_PRUNE, environment_id, before)
