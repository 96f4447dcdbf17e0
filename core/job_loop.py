"""The loop that takes jobs of the queue and runs them, with pgqueuer on a connection of ours."""

import datetime as dt
import functools
import logging
from collections.abc import Mapping

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.models import Context, Job

from core import tracing
from core.jobs import Handler, JobFailed, JobHopeless
from core.tracing import Tracing

BATCH_SIZE = 16
POLL_EVERY = dt.timedelta(seconds=5)
ATTEMPTS_MAX = 24
"""Waits double from two seconds to five minutes, so a job is given up after an hour and a half."""

_log = logging.getLogger(__name__)


async def run(
    connection: asyncpg.Connection, handlers: Mapping[str, Handler], tracing: Tracing | None = None
) -> None:
    """Take jobs and run their handlers until cancelled. A handler that fails is retried with growing waits, then given up:
    the job stays in the queue as `failed`, for its metric and for whoever looks into it.
    """
    queue = PgQueuer(AsyncpgDriver(connection))
    for name, handler in handlers.items():
        _register(queue, name, handler, tracing)
    await queue.run(dequeue_timeout=POLL_EVERY, batch_size=BATCH_SIZE)


class _Retrying(DatabaseRetryEntrypointExecutor):
    async def execute(self, job: Job, context: Context) -> None:
        try:
            await super().execute(job, context)
        except RetryRequested as retry:
            if isinstance(retry.__cause__, JobHopeless):
                raise retry.__cause__ from None
            raise


_retrying = functools.partial(_Retrying, max_attempts=ATTEMPTS_MAX)


def _register(queue: PgQueuer, name: str, handler: Handler, traces: Tracing | None) -> None:
    @queue.entrypoint(name, executor_factory=_retrying, on_failure="hold")
    async def carry_out(job: Job) -> None:
        try:
            with tracing.span(traces, f"job {name}", {"countermark.job": name}):
                await handler(job.payload or b"")
        except JobHopeless as error:
            _log.warning("A job was given up.", extra=_about(name, job) | {"internal": error.internal})
            raise JobHopeless("The job was given up; its worker's log says why.") from None
        except Exception:  # noqa: BLE001  the loop of the jobs: it reports, and keeps the text to itself
            given_up = job.attempts >= ATTEMPTS_MAX
            _log.exception("A job was given up." if given_up else "A job failed.", extra=_about(name, job))
            raise JobFailed("The job failed; its worker's log says where.") from None


def _about(name: str, job: Job) -> dict[str, object]:
    return {"component": name, "seq": int(job.id), "count": job.attempts + 1}
