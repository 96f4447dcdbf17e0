"""A circuit breaker: after a few failures in a row nobody is called for a while, then one call tries it out.

Source: Nygard, Release It! (2007), chapter 5.2. Without it each request to a dead server would wait for its whole timeout.
"""

import time
from collections.abc import Callable

FAILURES_MAX = 3
OPEN_S = 0.25
OPEN_MAX_S = 5.0


class Breaker:
    """Closed, open until a time, or trying. The time it stays open doubles from `open_s` to `open_max_s`."""

    def __init__(
        self,
        *,
        failures_max: int = FAILURES_MAX,
        open_s: float = OPEN_S,
        open_max_s: float = OPEN_MAX_S,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures_max = failures_max
        self._open_s = open_s
        self._open_max_s = open_max_s
        self._monotonic_s = monotonic_s
        self._failures = 0
        self._wait_s = open_s
        self._until_s: float | None = None
        self._trying = False

    @property
    def closed(self) -> bool:
        return self._until_s is None

    def take(self) -> bool:
        """Say whether a call may be made now; whoever is told yes reports `succeeded` or `failed`."""
        if self._until_s is None:
            return True
        if self._trying or self._monotonic_s() < self._until_s:
            return False
        self._trying = True
        return True

    def blocks(self) -> bool:
        """Say whether `take` would say no, without taking anything."""
        return self._until_s is not None and (self._trying or self._monotonic_s() < self._until_s)

    def succeeded(self) -> None:
        self._failures = 0
        self._wait_s = self._open_s
        self._until_s = None
        self._trying = False

    def failed(self) -> None:
        """Count a failure; one too many, or one of the call that tries, opens."""
        self._failures += 1
        if self._trying or self._failures >= self._failures_max:
            self.trip()

    def trip(self) -> None:
        """Open at once: what went wrong will not be better at the next call."""
        if self._until_s is not None and not self._trying:
            return  # of a call that began before it opened
        self._until_s = self._monotonic_s() + self._wait_s
        self._wait_s = min(self._wait_s * 2, self._open_max_s)
        self._trying = False

    def withdraw(self) -> None:
        """The call that was to try was never made."""
        self._trying = False
