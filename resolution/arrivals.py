"""How many calls each address lets in: those that never proved anything share one budget, so that guessing costs the service no more
than one sender does."""

from collections.abc import Callable
from time import monotonic

RATE_PER_S = 50
_BURST = 100
_BUCKETS_MAX = 10_000
_NOBODY = ""


class Arrivals:
    def __init__(self, *, monotonic_s: Callable[[], float] = monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._arrivals: dict[str, float] = {}
        self._known: dict[str, None] = {}

    def admit(self, name: str) -> bool:
        """Let fifty a second through for each address, with bursts of a hundred."""
        name = name if name in self._known else _NOBODY
        now = self._monotonic_s()
        arrival = max(self._arrivals.pop(name, now), now)
        if arrival - now > _BURST / RATE_PER_S:
            self._arrivals[name] = arrival
            return False
        self._arrivals[name] = arrival + 1 / RATE_PER_S
        if len(self._arrivals) > _BUCKETS_MAX:
            del self._arrivals[next(iter(self._arrivals))]
        return True

    def remember(self, name: str) -> None:
        """Give an address that proved who it is a budget of its own."""
        self._known[name] = None
        if len(self._known) > _BUCKETS_MAX:
            del self._known[next(iter(self._known))]
