"""Long-running tasks of a process: started together, restarted after a fault, stopped in order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from core.errors import ErrorKind, PlatformError

_WAIT_S = 0.2
_WAIT_MAX_S = 2.0
HEARD_S = 10.0
"""How long a loop that was told to end may take before it is told again."""

_log = logging.getLogger(__name__)


class Background:
    """A set of loops. Each runs until cancelled; one that fails is logged and started again after a short wait.

    apart_s: between the starts of two, for who has many: if all looked at once, each would take a connection of its own.
    heard_s: as `HEARD_S`.
    """

    def __init__(self, apart_s: float = 0.0, heard_s: float = HEARD_S) -> None:
        self._apart_s = apart_s
        self._heard_s = heard_s
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop in the reverse order of starting, and wait until each has cleaned up.

        Libraries lose cancellations (asyncpg's `executemany` is one): who goes on is told again.
        """
        for task in reversed(self._tasks):
            while not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=self._heard_s)

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Start a loop, as long after the one before as was asked for."""
        after_s = len(self._tasks) * self._apart_s
        self._tasks.append(asyncio.create_task(_forever(name, run, after_s), name=name))


async def _forever(name: str, run: Callable[[], Awaitable[None]], after_s: float) -> None:
    await asyncio.sleep(after_s)
    wait_s = _WAIT_S
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await run()
        except PlatformError as error:
            if error.kind is not ErrorKind.UNAVAILABLE:
                _log.exception("A background task failed.", extra={"component": name, "code": error.code})
        except Exception:  # noqa: BLE001  the worker loop: it reports, waits and goes on
            _log.exception("A background task failed.", extra={"component": name})
        if _told_to_end():  # and its last act failed: that error stands in place of the cancellation
            return
        lived_s = asyncio.get_running_loop().time() - started
        wait_s = _WAIT_S if lived_s > _WAIT_MAX_S else min(wait_s * 2, _WAIT_MAX_S)
        await asyncio.sleep(wait_s)


def _told_to_end() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
