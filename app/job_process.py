"""How the worker has a queue worked off: by a process of its own, started when something waits, gone soon after the last.

What it brings along and what it is made to do end with it.
"""

import asyncio
import logging
import sys
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID, uuid4

from app.process import stop_child

_LOOK_EVERY_S = 0.5
_DEATH_WAIT_S = 0.2

_log = logging.getLogger(__name__)


class Waiting(Protocol):
    """A queue, as far as the worker looks at it."""

    async def anything_to_do(self) -> bool:
        """Whether something waits that nobody works on."""
        ...

    async def hand_back(self, owner: UUID) -> None:
        """Let what a dead process held be taken at once, rather than when its lease ends."""
        ...


class JobProcess:
    def __init__(self, module: str, queue: Waiting, environment: Mapping[str, str]) -> None:
        """module: run with the owner of its leases as its argument. environment: of the process."""
        self._module = module
        self._queue = queue
        self._environment = environment

    async def run(self) -> None:
        """Look every half second whether something waits; keep a process going while it does. Until cancelled."""
        while True:
            if await self._queue.anything_to_do():
                await self._work()
            await asyncio.sleep(_LOOK_EVERY_S)

    async def _work(self) -> None:
        owner, name = uuid4(), self._module.rpartition(".")[2]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self._module,
            str(owner),
            stdin=asyncio.subprocess.PIPE,
            env=self._environment,
        )
        _log.info("A process started.", extra={"component": name, "pid": process.pid})
        try:
            status = await process.wait()
        finally:
            await stop_child(process)
        if status:
            _log.warning("A process died.", extra={"component": name, "status": status})
            await self._queue.hand_back(owner)
            await asyncio.sleep(_DEATH_WAIT_S)
