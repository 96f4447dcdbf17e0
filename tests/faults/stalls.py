"""How long this machine stood still: a bound in seconds is held against the time in which anybody could run at all."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

_EVERY_S = 0.01


class Stalls:
    """Wakes a hundred times a second; what it oversleeps, the callers beside it on this loop lost too."""

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
