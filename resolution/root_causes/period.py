"""Which hours a report is about, and which ones it is compared with. Pure."""

import datetime as dt

import msgspec

from core.clock import to_micros
from core.errors import FieldError, InvalidRequest
from payments.failure_hours import Blocks, moment

DAY = 24
RANGE_MAX = dt.timedelta(days=28)
RANGE_DEFAULT = dt.timedelta(days=7)
BEFORE_DAYS = 7
"""At least so many days are compared with: of a part of a day, its hours in each. They also tell how much counts vary."""
_EARLIEST = dt.datetime(1970, 6, 1, tzinfo=dt.UTC)
_LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""Beyond these, days before or after cannot be told."""
_HOUR_US = 3_600_000_000


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """first, end: hours since 1970. now, before: blocks that are looked at, and those before that they are compared with."""

    first: int
    end: int
    stride: int
    width: int
    now: int
    before: int

    @property
    def blocks(self) -> Blocks:
        """All that is read: the period, and what it is compared with."""
        return Blocks(
            first=self.before_first, end=self.end, stride=self.stride, width=self.width, now=self.now
        )

    @property
    def since(self) -> dt.datetime:
        return moment(self.first)

    @property
    def until(self) -> dt.datetime:
        return moment(self.end)

    @property
    def before_first(self) -> int:
        return self.end - self.stride * (self.now + self.before - 1) - self.width

    @property
    def before_end(self) -> int:
        return self.end - self.stride * self.now


def last_hours(now: dt.datetime, hours: int) -> Period:
    """The hours up to now, its own included. hours: up to 24, beside the same hours of the seven days before."""
    end = to_micros(now) // _HOUR_US + 1
    return _part(end, hours)


def period_of(now: dt.datetime, since: dt.datetime | None, until: dt.datetime | None) -> Period:
    """Whole hours; of a day and more whole days, counted back from the end. Raises: InvalidRequest."""
    upto = until or now
    begin = since or upto - RANGE_DEFAULT
    if not dt.timedelta() < upto - begin <= RANGE_MAX:
        field = FieldError("since", "The range is empty or too long.", "Ask for 28 days at most.")
        raise InvalidRequest("There are no root causes of this range.", fields=[field])
    if begin < _EARLIEST or upto > _LATEST:
        field = FieldError(
            "since", "It lies too far away.", "Ask for a time in which something was recorded."
        )
        raise InvalidRequest("There are no root causes of this range.", fields=[field])
    end = -(-to_micros(upto) // _HOUR_US)
    hours = end - to_micros(begin) // _HOUR_US
    if hours < DAY:
        return _part(end, hours)
    days = round(hours / DAY)
    return Period(
        first=end - days * DAY, end=end, stride=DAY, width=DAY, now=days, before=max(days, BEFORE_DAYS)
    )


def _part(end: int, hours: int) -> Period:
    return Period(first=end - hours, end=end, stride=DAY, width=hours, now=1, before=BEFORE_DAYS)
