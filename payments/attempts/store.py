"""SQL of attempts at gateways, their counts and their incidents. Private to `payments`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core.database import Transaction
from payments.attempts.prepared import PreparedAttempt

_COLUMNS = (
    "id", "external", "payment", "choice_id", "gateway", "method", "bank", "amount_minor", "currency", "started_at",
    "recorded_at", "content", "sealed", "result", "error_code", "fault", "cost_minor", "latency_ms", "finished_at",
    "settled_at",
)  # fmt: skip
_TYPES = (
    "uuid", "bytea", "bytea", "uuid", "text", "text", "text", "bigint", "text", "timestamptz", "timestamptz", "bytea", "bytea",
    "text", "text", "boolean", "bigint", "integer", "timestamptz", "timestamptz",
)  # fmt: skip
_UNNEST = ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(_TYPES, start=2))
# The update that changes nothing waits for a rival that has not committed yet, and returns what it wrote. In order of the
# caller's own ids, whoever runs it.
_RECORD = f"""
INSERT INTO gateway_attempt AS a (environment_id, {", ".join(_COLUMNS)})
SELECT $1, i.* FROM unnest({_UNNEST}) AS i({", ".join(_COLUMNS)}) ORDER BY i.external
ON CONFLICT (environment_id, external) DO UPDATE SET external = excluded.external
RETURNING a.id, a.external, a.content, a.result, a.error_code, a.fault
"""
_SETTLE = """
UPDATE gateway_attempt AS a
SET result = i.result, error_code = i.error_code, fault = i.fault, cost_minor = i.cost_minor, latency_ms = i.latency_ms,
    finished_at = i.finished_at, settled_at = i.settled_at
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::bigint[], $7::integer[], $8::timestamptz[], $9::timestamptz[])
    AS i(id, result, error_code, fault, cost_minor, latency_ms, finished_at, settled_at)
WHERE a.environment_id = $1 AND a.id = i.id
"""
_ADOPT = """
UPDATE gateway_attempt AS a SET choice_id = i.choice_id FROM unnest($2::uuid[], $3::uuid[]) AS i(id, choice_id)
WHERE a.environment_id = $1 AND a.id = i.id AND a.choice_id IS NULL
"""
_COUNT = """
INSERT INTO gateway_bucket AS b (environment_id, grain, bucket, gateway, method, bank, attempts, succeeded, faulted, failed)
SELECT $1, i.* FROM unnest(
    $2::smallint[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[]
) AS i(grain, bucket, gateway, method, bank, attempts, succeeded, faulted, failed)
ORDER BY 2, 3, 4, 5, 6
ON CONFLICT (environment_id, grain, bucket, gateway, method, bank) DO UPDATE SET
    attempts = b.attempts + excluded.attempts, succeeded = b.succeeded + excluded.succeeded,
    faulted = b.faulted + excluded.faulted, failed = b.failed + excluded.failed
"""
_READ = """
id, choice_id, gateway, method, bank, amount_minor, currency, started_at, recorded_at, sealed, result, error_code, fault,
cost_minor, latency_ms, finished_at, settled_at
"""
_GET = f"SELECT {_READ} FROM gateway_attempt WHERE environment_id = $1 AND id = $2"
_PAGE = f"""
SELECT {_READ} FROM gateway_attempt
WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3 AND (started_at, id) < ($4, $5)
    AND ($6::text IS NULL OR gateway = $6) AND ($7::text IS NULL OR result = $7) AND ($8::bytea IS NULL OR payment = $8)
ORDER BY started_at DESC, id DESC LIMIT $9
"""
_HOURS = """
SELECT bucket, gateway, method, sum(succeeded + failed)::bigint AS worked, sum(faulted)::bigint AS faulted
FROM gateway_bucket WHERE environment_id = $1 AND grain = 2 AND bucket >= $2 AND bucket <= $3
GROUP BY bucket, gateway, method
"""
_BANKS = """
SELECT gateway, method, bank, sum(weight * (succeeded + failed)) AS worked, sum(weight * faulted) AS faulted
FROM (
    SELECT *, power(0.5::double precision, ($3 - bucket) / $4::double precision) AS weight FROM gateway_bucket
    WHERE environment_id = $1 AND grain = 2 AND bucket >= $2 AND bucket <= $3 AND bank <> ''
) AS weighed
GROUP BY gateway, method, bank ORDER BY sum(weight * attempts) DESC LIMIT 20000
"""
_MINUTES = """
SELECT bucket, gateway, method, sum(attempts)::bigint AS attempts, sum(succeeded)::bigint AS succeeded,
    sum(faulted)::bigint AS faulted, sum(failed)::bigint AS failed
FROM gateway_bucket WHERE environment_id = $1 AND grain = 1 AND bucket >= $2 AND bucket <= $3
GROUP BY bucket, gateway, method
"""
_FAILURES = """
SELECT gateway, method, bank, extract(hour FROM started_at AT TIME ZONE 'UTC')::integer AS hour, error_code, fault,
    count(*) AS count
FROM gateway_attempt
WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3 AND result <> 'pending'
GROUP BY 1, 2, 3, 4, 5, 6
"""
_SERIES = """
SELECT gateway, method, floor(extract(epoch FROM started_at - $2) / $4)::integer AS bin, count(*) AS tries,
    count(*) FILTER (WHERE fault OR ($5 AND result = 'failed')) AS failures
FROM gateway_attempt
WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3 AND result <> 'pending'
GROUP BY 1, 2, 3
"""
_LOG = """
SELECT * FROM (
    SELECT id, gateway, method, bank, amount_minor, currency, started_at, result, fault, cost_minor, payment, choice_id
    FROM gateway_attempt
    WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3 AND result <> 'pending'
    ORDER BY started_at DESC, id DESC LIMIT $4
) AS latest ORDER BY started_at, id
"""
_OPEN_INCIDENTS = """
SELECT id, gateway, method, began_at, found_at, fault_rate, usual_rate, ended_at FROM gateway_incident
WHERE environment_id = $1 AND ended_at IS NULL ORDER BY gateway, method
"""
_INCIDENTS = """
SELECT id, gateway, method, began_at, found_at, fault_rate, usual_rate, ended_at FROM gateway_incident
WHERE environment_id = $1 AND began_at < $3 AND (ended_at IS NULL OR ended_at >= $2) ORDER BY began_at DESC, id DESC LIMIT 200
"""
_BEGIN = """
INSERT INTO gateway_incident (environment_id, id, gateway, method, began_at, found_at, fault_rate, usual_rate)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (environment_id, gateway, method) WHERE ended_at IS NULL DO NOTHING RETURNING id
"""
_END = """
UPDATE gateway_incident SET ended_at = $3 WHERE environment_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id
"""
_BUSY = """
SELECT environment_id FROM unnest($1::uuid[]) AS e(environment_id)
WHERE EXISTS (SELECT 1 FROM gateway_bucket AS b WHERE b.environment_id = e.environment_id AND b.grain = 1 AND b.bucket > $2)
    OR EXISTS (SELECT 1 FROM gateway_incident AS i WHERE i.environment_id = e.environment_id AND i.ended_at IS NULL)
"""
_PRUNE = "DELETE FROM gateway_bucket WHERE environment_id = $1 AND grain = $2 AND bucket < $3"


async def record(
    tx: Transaction, environment_id: UUID, rows: Sequence[PreparedAttempt]
) -> list[asyncpg.Record]:
    """rows: each of another own id. Returns: what stands under each own id now; a new one has its row's id."""
    columns = [[getattr(row, name) for row in rows] for name in _COLUMNS]
    return await tx.fetch(_RECORD, environment_id, *columns)


async def settle(tx: Transaction, environment_id: UUID, rows: Mapping[UUID, PreparedAttempt]) -> None:
    """Give pending attempts their results. rows: by the id of the attempt."""
    names = ("result", "error_code", "fault", "cost_minor", "latency_ms", "finished_at", "settled_at")
    columns = [[getattr(row, name) for row in rows.values()] for name in names]
    await tx.execute(_SETTLE, environment_id, list(rows), *columns)


async def adopt(tx: Transaction, environment_id: UUID, choices: Mapping[UUID, UUID]) -> None:
    """Tie attempts to the choices that they follow. choices: by the id of the attempt."""
    await tx.execute(_ADOPT, environment_id, list(choices), list(choices.values()))


async def count(tx: Transaction, environment_id: UUID, rows: Sequence[tuple[object, ...]]) -> None:
    """rows: grain, bucket, gateway, method, bank and the four counts to be added; each key once."""
    if rows:
        await tx.execute(_COUNT, environment_id, *[list(column) for column in zip(*rows, strict=True)])


async def get(tx: Transaction, environment_id: UUID, attempt_id: UUID) -> asyncpg.Record | None:
    return await tx.fetchrow(_GET, environment_id, attempt_id)


async def page(tx: Transaction, environment_id: UUID, *filters: object) -> list[asyncpg.Record]:
    """filters: from, to, before (start, id), gateway, result, payment, limit."""
    return await tx.fetch(_PAGE, environment_id, *filters)


async def hours(tx: Transaction, environment_id: UUID, first: int, last: int) -> list[asyncpg.Record]:
    """What the attempts of each hour came to, over all banks."""
    return await tx.fetch(_HOURS, environment_id, first, last)


async def banks(
    tx: Transaction, environment_id: UUID, first: int, last: int, half_life_hours: float
) -> list[asyncpg.Record]:
    """The same by bank, its hours discounted and summed up; the 20,000 with most attempts."""
    return await tx.fetch(_BANKS, environment_id, first, last, half_life_hours)


async def minutes(tx: Transaction, environment_id: UUID, first: int, last: int) -> list[asyncpg.Record]:
    """What the attempts of each minute came to, over all banks."""
    return await tx.fetch(_MINUTES, environment_id, first, last)


async def failures(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    return await tx.fetch(_FAILURES, environment_id, since, until)


async def series(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, width_s: int, *, every: bool
) -> list[asyncpg.Record]:
    """Attempts and failures by gateway, method and bin of time. every: all failures, not the gateways' faults alone."""
    return await tx.fetch(_SERIES, environment_id, since, until, width_s, every)


async def log(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime, limit: int
) -> list[asyncpg.Record]:
    """The latest attempts with a result, oldest first."""
    return await tx.fetch(_LOG, environment_id, since, until, limit)


async def open_incidents(tx: Transaction, environment_id: UUID) -> list[asyncpg.Record]:
    return await tx.fetch(_OPEN_INCIDENTS, environment_id)


async def incidents(
    tx: Transaction, environment_id: UUID, since: datetime, until: datetime
) -> list[asyncpg.Record]:
    return await tx.fetch(_INCIDENTS, environment_id, since, until)


async def begin_incident(tx: Transaction, environment_id: UUID, *fields: object) -> bool:
    """fields: id, gateway, method, began, found, fault rate, usual rate. Returns: False where one is open already."""
    return await tx.fetchval(_BEGIN, environment_id, *fields) is not None


async def end_incident(tx: Transaction, environment_id: UUID, incident_id: UUID, at: datetime) -> bool:
    return await tx.fetchval(_END, environment_id, incident_id, at) is not None


async def busy(tx: Transaction, environments: Sequence[UUID], minute: int) -> list[UUID]:
    return [row["environment_id"] for row in await tx.fetch(_BUSY, list(environments), minute)]


async def prune(tx: Transaction, environment_id: UUID, before: Iterable[tuple[int, int]]) -> None:
    """before: of each grain, the first bucket that is kept."""
    for grain, bucket in before:
        await tx.execute(_PRUNE, environment_id, grain, bucket)
