"""How long ticks take while a version is opened, warmed and switched to: what a swap costs those who ask meanwhile."""

import asyncio
import collections
import contextlib
from collections.abc import Iterator

KEPT_MAX = 10_000
AFTERMATH_S = 0.25
"""The first runs after a switch still belong to it."""


class SwapTimes:
    """swaps: how many switches this process has made."""

    def __init__(self) -> None:
        self.swaps = 0
        self._running = 0
        self._seconds: collections.deque[float] = collections.deque(maxlen=KEPT_MAX)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Take the ticks from now until a moment after the block."""
        self._running += 1
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(AFTERMATH_S, self._end)

    def record(self, seconds: float) -> None:
        """Hear of a tick; most are none of a swap's."""
        if self._running:
            self._seconds.append(seconds)

    def p99_s(self) -> float:
        """Return the 99th percentile of the latest ticks during swaps; another thread may ask. Nought before the first."""
        seconds = sorted(self._seconds.copy())
        return seconds[int(len(seconds) * 0.99)] if seconds else 0.0

    def _end(self) -> None:
        self._running -= 1
