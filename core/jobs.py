"""The job queue: pgqueuer on our own connections, so that a job appears if and only if its transaction commits."""

import datetime as dt
import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.models import Job
from pgqueuer.queries import Queries

from core.database import Transaction

Handler = Callable[[bytes], Awaitable[None]]

BATCH_SIZE = 16
POLL_EVERY = dt.timedelta(seconds=5)
ATTEMPTS_MAX = 8

_retrying = functools.partial(DatabaseRetryEntrypointExecutor, max_attempts=ATTEMPTS_MAX)


async def enqueue(
    tx: Transaction, name: str, payload: bytes, *, after: dt.timedelta = dt.timedelta(0)
) -> None:
    """Queue a job in the caller's transaction.

    payload: ids only, 8 KiB at most: the queue has no row-level security. after: wait at least that long.
    """
    queries = Queries(AsyncpgDriver(cast(asyncpg.Connection, tx)))
    await queries.enqueue(name, payload, execute_after=after)


async def run(connection: asyncpg.Connection, handlers: Mapping[str, Handler]) -> None:
    """Take jobs and run their handlers until cancelled. A handler that fails is retried with growing waits, then logged."""
    queue = PgQueuer(AsyncpgDriver(connection))
    for name, handler in handlers.items():
        _register(queue, name, handler)
    await queue.run(dequeue_timeout=POLL_EVERY, batch_size=BATCH_SIZE)


def _register(queue: PgQueuer, name: str, handler: Handler) -> None:
    @queue.entrypoint(name, executor_factory=_retrying)
    async def carry_out(job: Job) -> None:
        await handler(job.payload or b"")
