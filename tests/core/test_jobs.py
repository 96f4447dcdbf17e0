"""Jobs are queued by a statement of ours in the tables of a library: it writes what the library's own would."""

import datetime as dt
from typing import cast

import asyncpg
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from core import jobs
from core.database import Database, Transaction

_JOB = """
SELECT priority, queue_manager_id, execute_after - created AS wait, status::text, entrypoint, dedupe_key, payload, headers,
    attempts, slot
FROM pgqueuer WHERE entrypoint = 'test.alike' ORDER BY id
"""
_LOG = """
SELECT l.status::text, l.priority, l.entrypoint, l.traceback, l.aggregated, j.payload
FROM pgqueuer_log AS l JOIN pgqueuer AS j ON j.id = l.job_id WHERE l.entrypoint = 'test.alike' ORDER BY l.job_id
"""
_LATER = dt.timedelta(minutes=3)


async def test_jobs_are_queued_as_the_library_queues_them(database: Database) -> None:
    """A job, a later one and several at once: the rows of queue and log are those of `pgqueuer.Queries.enqueue`."""
    async with database.unscoped() as tx:
        await jobs.enqueue(tx, "test.alike", b"one")
        await jobs.enqueue(tx, "test.alike", b"late", after=_LATER)
        await jobs.enqueue_many(tx, "test.alike", [b"two", b"three"])
        ours = await _written(tx)
        library = Queries(AsyncpgDriver(cast(asyncpg.Connection, tx)))
        await library.enqueue("test.alike", b"one")
        await library.enqueue("test.alike", b"late", execute_after=_LATER)
        await library.enqueue(["test.alike"] * 2, [b"two", b"three"], [0, 0])
        theirs = await _written(tx)
    assert len(ours[0]) == len(ours[1]) == 4
    assert ours == theirs


async def test_nothing_is_queued_of_nothing(database: Database) -> None:
    """No payloads, no job."""
    async with database.unscoped() as tx:
        await jobs.enqueue_many(tx, "test.alike", [])
        assert await _written(tx) == ([], [])


async def _written(tx: Transaction) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What is queued, and logged; the queue is empty of it then."""
    found = [tuple(row) for row in await tx.fetch(_JOB)], [tuple(row) for row in await tx.fetch(_LOG)]
    await tx.execute("DELETE FROM pgqueuer WHERE entrypoint = 'test.alike'")
    await tx.execute("DELETE FROM pgqueuer_log WHERE entrypoint = 'test.alike'")
    return found
