"""How the worker has learning done: by a process of its own, started when something is due, gone when it is done.

It brings 40 MB of libraries that nothing else in the worker needs, and a fit takes a processor for minutes.
"""

import asyncio
import contextlib
import logging
import sys

from app.process import stop_child
from app.settings import inherited_environment
from inference.learning_due import LearningDue

LOOK_EVERY_S = 30.0

_log = logging.getLogger(__name__)


class LearnerProcess:
    def __init__(self, due: LearningDue) -> None:
        self._due = due
        self._rung = asyncio.Event()

    async def ring(self, _payload: bytes) -> None:
        """A training job was queued: look now."""
        self._rung.set()

    async def run(self) -> None:
        """Look every half minute, and when the bell rings, whether something is due; learn it. Until cancelled."""
        while True:
            self._rung.clear()
            if await self._due.anything():
                await self._learn()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._rung.wait()

    async def _learn(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.learner",
            stdin=asyncio.subprocess.PIPE,
            env=inherited_environment(),
            start_new_session=True,
        )
        _log.info("A process started.", extra={"component": "learner", "pid": process.pid})
        try:
            status = await process.wait()
        finally:
            await stop_child(process)
        if status:
            _log.warning("A process died.", extra={"component": "learner", "status": status})
