"""Time as a dependency: everything that needs the hour is handed a clock."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Protocol

NOT_AHEAD = dt.timedelta(0)
_ahead: ContextVar[dt.timedelta] = ContextVar("clock_ahead", default=NOT_AHEAD)


class Clock(Protocol):
    def now(self) -> dt.datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


class EnvironmentClock:
    """The time of the environment at hand: the true one, and as far ahead as its sandbox was moved. See docs/decisions/0070.

    What is not done for one environment, and what must be true whatever a sandbox says (signatures, leases, credentials), takes
    the true clock.
    """

    def __init__(self, true: Clock) -> None:
        self._true = true

    def now(self) -> dt.datetime:
        by = _ahead.get()
        return self._true.now() if by is NOT_AHEAD else self._true.now() + by


@contextlib.contextmanager
def ahead(by: dt.timedelta) -> Iterator[None]:
    """Be in an environment that is so far ahead, until the end of the block; in none that is further from within another."""
    token = _ahead.set(by or NOT_AHEAD)
    try:
        yield
    finally:
        _ahead.reset(token)


def set_ahead(by: dt.timedelta) -> None:
    """The same for the rest of the task at hand: for the faces, which say both ends themselves."""
    _ahead.set(by or NOT_AHEAD)


def true_now(clock: Clock) -> dt.datetime:
    """Return the true moment, wherever the environment at hand was moved to: for what is signed, counted or leased."""
    with ahead(NOT_AHEAD):
        return clock.now()


def ahead_now() -> dt.timedelta:
    """Return how far ahead the environment at hand is."""
    return _ahead.get()


class ManualClock:
    """A clock that moves only when told: for tests."""

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
