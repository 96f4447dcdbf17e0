"""Jobs for later, put into pgqueuer's tables in the caller's transaction: a job appears if and only if that commits.

The statement is the library's own, cut to what we use, because importing the library costs each process 15 MB; a test
holds it to the library's. `core/job_loop.py` takes the jobs.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence

from core.database import Transaction
from core.errors import PlatformError

Handler = Callable[[bytes], Awaitable[None]]
JobCounts = Mapping[tuple[str, str], int]
"""How many jobs there are, by name and state."""

_ENQUEUE = """
WITH queued AS (
    INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, headers, status)
    SELECT 0, $1, payload, now() + $3::interval, 'null', 'queued' FROM unnest($2::bytea[]) AS t(payload)
    RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM queued
"""
_COUNT = "SELECT entrypoint, status::text, count(*) FROM pgqueuer GROUP BY entrypoint, status"


async def enqueue(
    tx: Transaction, name: str, payload: bytes, *, after: dt.timedelta = dt.timedelta(0)
) -> None:
    """Queue a job in the caller's transaction.

    payload: ids only, 8 KiB at most: the queue has no row-level security. after: wait at least that long.
    """
    await tx.execute(_ENQUEUE, name, [payload], after)


async def enqueue_many(tx: Transaction, name: str, payloads: Sequence[bytes]) -> None:
    """Queue several jobs of one name in one statement."""
    if payloads:
        await tx.execute(_ENQUEUE, name, list(payloads), dt.timedelta(0))


async def count(tx: Transaction) -> JobCounts:
    """Count the jobs that wait, run or have failed for good."""
    return {(row["entrypoint"], row["status"]): row["count"] for row in await tx.fetch(_COUNT)}


class JobFailed(PlatformError):
    """A handler failed. What it said is not repeated: the queue keeps the text of an error in the database."""

    code = "job_failed"


class JobHopeless(PlatformError):
    """A handler failed, and trying again would do no better."""

    code = "job_hopeless"
