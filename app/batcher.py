"""The process that works batches off: it takes one after the other, and ends when none has come for a while.

It ends too when the worker that started it is gone; whoever goes on finds every chunk that was noted.
"""

import asyncio
import logging
import resource
import sys
from uuid import UUID

from app import lifeline, process
from app.settings import Settings
from app.wiring import batch_runs
from app.wiring.foundation import open_foundation
from app.wiring.keeping import keep_shipped
from app.wiring.placements import model_server
from inference.batch.runs import BatchRuns

_LOOK_EVERY_S = 0.5
_IDLE_LOOKS_MAX = 20
_MEMORY_BYTES_MAX = 4 << 30
"""More than any right file needs, several times over: one that unpacks to more than it tells ends this process, not the machine."""

_log = logging.getLogger("app.batcher")


async def work(settings: Settings, owner: UUID) -> None:
    stopping = lifeline.stop_event()
    async with (
        open_foundation(settings, pool_size_max=4) as base,
        model_server(settings.model_server) as server,
    ):
        await keep_shipped(base)
        await work_or_stop(batch_runs.runs(base, owner, server), stopping)
    _log.info("Stopped.")


async def work_or_stop(runs: BatchRuns, stopping: asyncio.Event) -> None:
    working = asyncio.create_task(work_until_idle(runs))
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
    for task in (working, told):
        task.cancel()
    await asyncio.gather(told, return_exceptions=True)
    if not stopping.is_set():
        await working


async def work_until_idle(runs: BatchRuns) -> None:
    idle = 0
    while idle < _IDLE_LOOKS_MAX:
        idle = 0 if await runs.work_next() else idle + 1
        await asyncio.sleep(_LOOK_EVERY_S if idle else 0)


def main() -> None:
    process.run("app.batcher", lambda settings: work(settings, UUID(sys.argv[1])), prepare=_bound_memory)


def _bound_memory() -> None:
    """Softly, so that the driver of a cluster may lift it for itself."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if sys.platform == "linux" and (most == resource.RLIM_INFINITY or most > _MEMORY_BYTES_MAX):
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES_MAX, most))


if __name__ == "__main__":
    main()
