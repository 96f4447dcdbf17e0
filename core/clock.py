"""Time as a dependency: everything that needs the hour is handed a clock."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    def now(self) -> dt.datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


class ManualClock:
    """A clock that moves only when told: for tests and for sandboxes that travel in time."""

    def __init__(self, at: dt.datetime) -> None:
        self._at = at

    def now(self) -> dt.datetime:
        return self._at

    def advance(self, by: dt.timedelta) -> None:
        self._at += by


def to_micros(at: dt.datetime) -> int:
    """Return whole microseconds since 1970-01-01 UTC; exact, unlike `timestamp()`, which is a float."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(micros: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=micros)


EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
