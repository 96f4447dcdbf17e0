"""How the worker has batches worked off: by a process of its own, started when one waits, gone soon after the last.

It brings 150 MB of libraries that nothing else here needs, and what a file makes it do ends with it.
"""

import asyncio
import contextlib
import logging
import sys
from uuid import uuid4

from app.settings import Settings, inherited_environment
from inference.batch.upkeep import BatchUpkeep

_LOOK_EVERY_S = 0.5
_STOP_GRACE_S = 4.0
_DEATH_WAIT_S = 0.2

_log = logging.getLogger(__name__)


class BatchProcess:
    def __init__(self, upkeep: BatchUpkeep, settings: Settings) -> None:
        self._upkeep = upkeep
        # One thread of ours works one chunk off; polars' own pool is as large, and glibc's heaps are few.
        threads = str(settings.batches.threads)
        limits = {"POLARS_MAX_THREADS": threads, "MALLOC_ARENA_MAX": threads, "OMP_NUM_THREADS": "1"}
        self._environment = inherited_environment() | limits

    async def run(self) -> None:
        """Look every half second whether a batch waits; keep a process going while one does. Until cancelled."""
        while True:
            if await self._upkeep.anything_to_do():
                await self._work()
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _work(self) -> None:
        owner = uuid4()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.batcher",
            str(owner),
            stdin=asyncio.subprocess.PIPE,
            env=self._environment,
        )
        _log.info("A process started.", extra={"component": "batcher", "pid": process.pid})
        try:
            status = await process.wait()
        finally:
            await _stop(process)
        if status:
            _log.warning("A process died.", extra={"component": "batcher", "status": status})
            await self._upkeep.hand_back(owner)
            await asyncio.sleep(_DEATH_WAIT_S)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_GRACE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
