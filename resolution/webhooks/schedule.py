"""When a delivery is tried again, and when it or its endpoint is given up. Pure: no clock, no network.

The waits are those of Standard Webhooks 1.0.0, "Deliverability and reliability": ten tries within 75 h 35 min 5 s.
"""

import datetime as dt
from typing import Literal

import msgspec

WAITS_S = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Before each try, from the end of the one before."""
TRIES_MAX = len(WAITS_S)
RETRY_AFTER_MAX_S = 86_400
FAILING_FOR = dt.timedelta(seconds=sum(WAITS_S))
"""An endpoint that took nothing for as long as a whole schedule gets nothing more."""
_GONE = 410
_THROTTLED = frozenset({429, 502, 503, 504})

State = Literal["waiting", "delivered", "given_up"]
Disabled = Literal["by_member", "gone", "failing"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from a try. wait_s: until the next one, of a delivery that waits. disable: why its endpoint ends."""

    state: State
    wait_s: float | None = None
    disable: Disabled | None = None


def judge(
    tries: int,
    status: int | None,
    *,
    retry_after_s: int | None,
    failing_since: dt.datetime | None,
    now: dt.datetime,
    jitter: float,
) -> Verdict:
    """Decide after a try. tries: of this round, with this one. status: None without an answer. jitter: 0 to 1."""
    if status is not None and 200 <= status < 300:
        return Verdict(state="delivered")
    if status == _GONE:
        return Verdict(state="given_up", disable="gone")
    if tries >= TRIES_MAX:
        failing = failing_since is not None and now - failing_since >= FAILING_FOR
        return Verdict(state="given_up", disable="failing" if failing else None)
    wait_s = WAITS_S[tries] * (1 + jitter / 10)
    if status in _THROTTLED and retry_after_s is not None:
        wait_s = max(wait_s, min(retry_after_s, RETRY_AFTER_MAX_S))
    return Verdict(state="waiting", wait_s=wait_s)


def retry_after_of(header: str | None) -> int | None:
    """Read Retry-After in seconds; its form as a date is left to the schedule."""
    return (
        int(header)
        if header is not None and header.isascii() and header.isdecimal() and len(header) < 9
        else None
    )
