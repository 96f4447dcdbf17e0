"""What is usual for payouts: how long each stage takes, by whom it is for and how it goes, and when desks are open.

Pure data and look-ups; `fitting.py` makes it of a tenant's own history. Times are hours since 1970, UTC.
Groups go from near to far, and the nearest with enough history is what a payout is compared with.
"""

import bisect
import datetime as dt
import math
from collections.abc import Iterator
from typing import Literal
from uuid import UUID

import msgspec

from core.clock import EPOCH

Basis = Literal["payee", "gateway", "bank", "method", "stage"]
COUNT_MIN = 30
"""Stages of a group that have ended, at least: below that, three standard deviations of it mean nothing."""
SLOTS = 336
"""Half hours of a week, from Thursday 00:00 UTC, as 1970 began."""
BACKLOG_H = 1.0
"""What waited for a desk is done within an hour of its opening."""
SHARES = (
    0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9,
    0.925, 0.95, 0.975, 0.99,
)  # fmt: skip


class Law(msgspec.Struct, frozen=True, array_like=True):
    """How long a stage takes. hours: by which a share of `SHARES` has ended. limit_h: three standard deviations out."""

    count: int
    hours: list[float]
    limit_h: float

    def quantile(self, share: float) -> float:
        place = bisect.bisect_left(SHARES, share)
        if place == 0:
            return self.hours[0]
        if place == len(SHARES):
            return self.hours[-1]
        part = (share - SHARES[place - 1]) / (SHARES[place] - SHARES[place - 1])
        return self.hours[place - 1] + part * (self.hours[place] - self.hours[place - 1])

    def ended_by(self, hours: float) -> float:
        """The share that has ended after so long; 0.99 at most, as no more is known of the rest."""
        place = bisect.bisect_right(self.hours, hours)
        if place == 0:
            return 0.0
        if place == len(SHARES):
            return SHARES[-1]
        step = self.hours[place] - self.hours[place - 1]
        part = (hours - self.hours[place - 1]) / step if step > 0 else 0.0
        return SHARES[place - 1] + part * (SHARES[place] - SHARES[place - 1])

    def quantile_after(self, share: float, waited_h: float) -> float:
        """The same of those that have waited so long already. Never less than they have waited."""
        known = self.ended_by(waited_h)
        return max(self.quantile(known + share * (1 - known)), waited_h)


class Calendar(msgspec.Struct, frozen=True, array_like=True):
    """When a stage's desk is closed. closed: starts and ends of closed stretches, slots of the week, in order."""

    closed: list[tuple[int, int]]

    def opened(self, at: dt.datetime) -> dt.datetime:
        """The moment itself, or the next at which a desk is open."""
        hours = hours_of(at)
        end = self._closed_until(math.floor(hours * 2) % SLOTS)
        return at if end is None else time_of((math.floor(hours * 2) + end) / 2)

    def done(self, at: dt.datetime, since: dt.datetime) -> dt.datetime:
        """When what began at `since` and would be ready at `at` is done at the latest: an hour after a desk opened, if it waited
        for one.
        """
        opens = self.opened(at)
        back = 0
        slot = math.floor(hours_of(opens) * 2)
        while back < 2 * BACKLOG_H and self._closed_until((slot - back - 1) % SLOTS) is None:
            back += 1
        opened_at = time_of((slot - back) / 2)
        if back == 2 * BACKLOG_H or opened_at <= since:
            return opens
        return max(opened_at + dt.timedelta(hours=BACKLOG_H), opens)

    def _closed_until(self, place: int) -> int | None:
        """Slots until the desk opens that is closed in this slot of the week; None where it is open."""
        for start, end in self.closed:
            if start <= place < end:
                if end == SLOTS and self.closed[0][0] == 0:
                    return end - place + self.closed[0][1]
                return end - place
        return None


ALWAYS_OPEN = Calendar([])


class Spread(msgspec.Struct, frozen=True, array_like=True):
    """Amounts of a group: middle and standard deviation of their logarithms."""

    count: int
    middle: float
    deviation: float


class Ends(msgspec.Struct, frozen=True, array_like=True):
    """How payouts of a group ended."""

    count: int
    failed: int


class Usual(msgspec.Struct, frozen=True):
    """What a payout's stage is compared with, and what that is made of."""

    basis: Basis
    law: Law
    calendar: Calendar


class Like(msgspec.Struct, frozen=True):
    """What says which payouts are alike."""

    payee: UUID
    method: str
    bank: str
    gateway: str | None


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """What is usual in one environment, as of `fitted_at`. Keys: see `group_keys`, `amount_keys`, `end_keys`."""

    fitted_at: dt.datetime
    laws: dict[str, Law]
    calendars: dict[str, Calendar]
    amounts: dict[str, Spread]
    ends: dict[str, Ends]

    def usual(self, stage: str, like: Like) -> Usual | None:
        """Return the nearest group with enough history, or None."""
        for basis, key in group_keys(stage, like):
            law = self.laws.get(key)
            if law is not None:
                calendar = self.calendars.get(f"{stage}|{like.method}", ALWAYS_OPEN)
                return Usual(basis, law, calendar)
        return None

    def amount(self, like: Like, currency: str) -> tuple[Basis, Spread] | None:
        for basis, key in amount_keys(like, currency):
            spread = self.amounts.get(key)
            if spread is not None:
                return basis, spread
        return None


def nothing_usual(at: dt.datetime) -> Habits:
    return Habits(fitted_at=at, laws={}, calendars={}, amounts={}, ends={})


def group_keys(stage: str, like: Like) -> Iterator[tuple[Basis, str]]:
    """The groups of a stage, the nearest first."""
    yield "payee", f"p|{stage}|{like.method}|{like.bank}|{like.payee.hex}"
    if like.gateway is not None:
        yield "gateway", f"g|{stage}|{like.method}|{like.bank}|{like.gateway}"
    yield "bank", f"b|{stage}|{like.method}|{like.bank}"
    yield "method", f"m|{stage}|{like.method}"
    yield "stage", f"s|{stage}"


def amount_keys(like: Like, currency: str) -> Iterator[tuple[Basis, str]]:
    yield "payee", f"p|{currency}|{like.payee.hex}"
    yield "method", f"m|{currency}|{like.method}"


def end_keys(like: Like) -> Iterator[tuple[Basis, str]]:
    """The groups among which payouts may begin to fail."""
    if like.gateway is not None:
        yield "gateway", f"g|{like.method}|{like.gateway}"
    yield "bank", f"b|{like.method}|{like.bank}"
    yield "payee", f"p|{like.payee.hex}"


def hours_of(at: dt.datetime) -> float:
    return (at - EPOCH).total_seconds() / 3600.0


def time_of(hours: float) -> dt.datetime:
    return EPOCH + dt.timedelta(hours=hours)
