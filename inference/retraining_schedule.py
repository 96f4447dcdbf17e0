"""Times as cron writes them: minute, hour, day of month, month, day of week (0 and 7 are Sunday), all in UTC.

Numbers, `*`, lists, ranges and steps. Where both days are restricted either is enough, as in cron (POSIX.1-2017, crontab).
"""

import datetime as dt

import msgspec

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMES = ("minute", "hour", "day of month", "month", "day of week")
_YEARS_AHEAD = 5


class Schedule(msgspec.Struct, frozen=True):
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    def next_after(self, at: dt.datetime) -> dt.datetime | None:
        """The first moment of the schedule after `at`; None where no date of the next five years is in it."""
        day = at.astimezone(dt.UTC).date()
        for ahead in range(366 * _YEARS_AHEAD):
            date = day + dt.timedelta(days=ahead)
            if not self._is_on(date):
                continue
            for hour in self.hours:
                for minute in self.minutes:
                    found = dt.datetime.combine(date, dt.time(hour, minute), dt.UTC)
                    if found > at:
                        return found
        return None

    def _is_on(self, date: dt.date) -> bool:
        if date.month not in self.months:
            return False
        in_month, in_week = date.day in self.days, date.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return in_month and in_week
        return in_month or in_week


def parse(text: str) -> Schedule:
    """Raises: ValueError, with a sentence for whoever wrote it."""
    parts = text.split()
    if len(parts) != len(_BOUNDS):
        raise ValueError("Write five parts: minute, hour, day of month, month, day of week.")
    minutes, hours, days, months, weekdays = [
        _values(part, name, *bounds) for part, name, bounds in zip(parts, _NAMES, _BOUNDS, strict=True)
    ]
    return Schedule(
        minutes=tuple(sorted(minutes)),
        hours=tuple(sorted(hours)),
        days=frozenset(days),
        months=frozenset(months),
        weekdays=frozenset(day % 7 for day in weekdays),
        any_day=parts[2] == "*",
        any_weekday=parts[4] == "*",
    )


def _values(text: str, name: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            first, last = str(low), str(high)
        numbers = (first, last or (str(high) if step else first), step or "1")
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise ValueError(f"The {name} is no number, list, range or step.")
        begin, end, stride = (int(number) for number in numbers)
        if not low <= begin <= end <= high or stride < 1:
            raise ValueError(f"The {name} is not within {low} and {high}.")
        found.update(range(begin, end + 1, stride))
    return found
