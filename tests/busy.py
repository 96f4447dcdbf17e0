"""Bounds in seconds on a machine that others keep busy: they are of what is tested, and not of its neighbours."""

import asyncio
import contextlib
import os
import pathlib
import time
from collections.abc import AsyncIterator, Iterator

_EVERY_S = 0.01
_PRIORITY = -10
_SESSION = pathlib.Path("/proc/self/autogroup")


@contextlib.contextmanager
def before_others() -> Iterator[None]:
    """Let this process and what it starts run before what else keeps the processors busy, where we may."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    _prefer(_PRIORITY, _PRIORITY)
    try:
        yield
    finally:
        _prefer(before, 0)


def _prefer(nice: int, of_session: int) -> None:
    """Where Linux groups processes by session (sched(7), autogroup), a nice value counts within its session alone."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, nice)
    with contextlib.suppress(OSError):
        _SESSION.write_text(str(of_session))


class Stalls:
    """When the machine stood still. Wakes a hundred times a second; what it oversleeps, the callers beside it on this loop lost too."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, float]] = []

    def within(self, began: float, ended: float) -> float:
        """Seconds of standstill between two monotonic times."""
        return sum(max(min(until, ended) - max(since, began), 0.0) for since, until in self._seen)

    async def _watch(self) -> None:
        while True:
            due = time.monotonic() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            now = time.monotonic()
            if now - due > _EVERY_S:
                self._seen.append((due, now))


@contextlib.asynccontextmanager
async def watched_stalls() -> AsyncIterator[Stalls]:
    stalls = Stalls()
    watching = asyncio.create_task(stalls._watch())
    try:
        yield stalls
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
