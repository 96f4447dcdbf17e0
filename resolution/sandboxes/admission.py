"""How many sandboxes strangers may make: so many an hour in all, and so many for each address that they come from.

Counted by each server process for itself. An address is what the connection says: behind a proxy that is the proxy's, and then what holds
is the smaller number, for everybody together. Nothing that a request says can change it.
"""

import collections
import ipaddress
from collections.abc import Callable
from time import monotonic

from core.errors import ErrorKind, PlatformError

HOUR_S = 3_600.0
ALL_MAX, EACH_MAX = 60, 5
NETWORK_BITS = 64
"""Of an IPv6 address: one house has that many."""


class TooManySandboxes(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "sandbox_rate_limited"
    fix = "Use the sandbox that you made, or wait for the time in Retry-After."


class Admission:
    def __init__(self, *, monotonic_s: Callable[[], float] = monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._made: collections.deque[tuple[float, str]] = collections.deque(maxlen=ALL_MAX)

    def admit(self, peer: str | None) -> None:
        """Count one sandbox for an address. Raises: TooManySandboxes, and counts nothing."""
        now, place = self._monotonic_s(), place_of(peer)
        while self._made and self._made[0][0] <= now - HOUR_S:
            self._made.popleft()
        own = [at for at, other in self._made if other == place]
        if len(own) >= EACH_MAX:
            raise _refused("this address", own[-EACH_MAX] + HOUR_S - now)
        if len(self._made) >= ALL_MAX:
            raise _refused("this installation", self._made[0][0] + HOUR_S - now)
        self._made.append((now, place))


def place_of(peer: str | None) -> str:
    """The network that an address is counted by; all that have none are one."""
    try:
        address = ipaddress.ip_address(peer or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
        return str(mapped)
    return str(address)


def _refused(whose: str, wait_s: float) -> TooManySandboxes:
    return TooManySandboxes(
        f"As many sandboxes as {whose} may make in an hour were made.", retry_after_s=max(wait_s, 1.0)
    )
