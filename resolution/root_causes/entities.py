"""A root cause as it is told: what its failures share, how many they are, and whether they become more."""

import datetime as dt
from typing import Literal, get_args
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError

CauseKind = Literal["attempt", "payout", "payout_unusual", "ticket"]
"""attempt: failed at a gateway. payout: failed or returned. payout_unusual: stuck, late and the like. ticket: somebody wrote."""
UNEXPLAINED = "unexplained"
"""The code of tickets that no known cause explains."""
KINDS: tuple[CauseKind, ...] = get_args(CauseKind)
Trend = Literal["rising", "falling", "steady", "unknown"]
"""unknown: nothing was seen before that it could be compared with."""
Order = Literal["growth", "count", "money"]
Bond = Literal["same_person", "same_hours"]
"""same_person: who wrote was to be paid. same_hours: tickets came more often in the hours in which it failed."""


class RootCauseNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "root_cause_not_found"
    fix = "Ask for the time in which it was listed, with the credential of that environment."


class Cell(msgspec.Struct, frozen=True, order=True):
    """What the failures of a cause share; None is anything. Of tickets the code is what they are about.

    fault: whose fault it is, of any code.
    """

    gateway: str | None = None
    method: str | None = None
    bank: str | None = None
    code: str | None = None
    fault: str | None = None

    def covers(self, other: "Cell") -> bool:
        """Say whether all that is in the other is in this one."""
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return all(mine is None or mine == theirs for mine, theirs in pairs)


class CauseMoney(msgspec.Struct, frozen=True, kw_only=True):
    """What failed to move, in one currency."""

    currency: str
    amount_minor: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Against what was to be expected after the periods before, at as many tries. ratio: of the two; low, high: its interval.

    level: of the intervals of all causes of the kind at once. Null where nothing was seen before.
    """

    expected: float
    excess: float
    ratio: float
    low: float
    high: float


class RootCause(msgspec.Struct, frozen=True, kw_only=True):
    """Failures, or tickets, of one cause in one period.

    count: those that no cause named before it in the list of its kind has. share: of all of its kind. example: the public id of
    the latest.
    """

    id: UUID
    kind: CauseKind
    cell: Cell
    name: str
    count: int
    share: float
    money: list[CauseMoney]
    trend: Trend
    change: Change | None
    first_at: dt.datetime
    last_at: dt.datetime
    example: str


class CauseReport(msgspec.Struct, frozen=True, kw_only=True):
    """before_since, before_until: the time that was compared with; of less than a day the same hours of the days in it."""

    since: dt.datetime
    until: dt.datetime
    before_since: dt.datetime
    before_until: dt.datetime
    causes: list[RootCause]


class CauseBucket(msgspec.Struct, frozen=True, kw_only=True):
    """How many there were from a moment on, for an hour or a day."""

    at: dt.datetime
    count: int


class LinkedCause(msgspec.Struct, frozen=True, kw_only=True):
    """A cause of the other side, tickets or failures, that goes with it.

    together: tickets of people whose payout failed so; or tickets in the hours of the failures. expected: how many there would be
    if one had nothing to do with the other. lift: of the two. chance: that so many or more come together by accident.
    """

    id: UUID
    kind: CauseKind
    name: str
    bond: Bond
    together: int
    expected: float
    lift: float
    chance: float


class RootCauseStory(msgspec.Struct, frozen=True, kw_only=True):
    """One cause with its course. bucket_s: width of the buckets. examples: public ids, the newest first."""

    cause: RootCause
    since: dt.datetime
    until: dt.datetime
    bucket_s: int
    series: list[CauseBucket]
    examples: list[str]
    linked: list[LinkedCause]
