"""Dates of a row as numbers: their parts, and how far they lie from another date."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from inference.pasts.order import DAY_MS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_MS = float(DAY_MS)


class DateColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """parts: of `hour`, `weekday`, `day of the month`, `month`, `date`. against: days from that column's date to this one's.
    ahead: whether it may lie after it. form: how the training table wrote it, read beside ISO 8601."""

    name: str
    parts: tuple[str, ...] = ()
    against: str = ""
    ahead: bool = False
    form: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What is made of it."""
        parts = (f"{self.name}: {part}" for part in self.parts)
        return (*parts, f"{self.name}: days from {self.against}") if self.against else tuple(parts)


def milliseconds_of(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 date or time, UTC where it names no zone. Raises: ValueError."""
    found = datetime.fromisoformat(text.strip())
    at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    span = at - _EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000 + span.microseconds // 1_000


def numbers_of(columns: Sequence[DateColumn], times: Mapping[str, int]) -> dict[str, float]:
    """The numbers of one row's dates, by name; those of a missing date are left out. times: in milliseconds."""
    found: dict[str, float] = {}
    for column in columns:
        own = times.get(column.name)
        if own is None:
            continue
        found |= {f"{column.name}: {part}": _part(own, part) for part in column.parts}
        other = times.get(column.against)
        if column.against and other is not None:
            days = own / _DAY_MS - other / _DAY_MS
            if column.ahead or days <= 0:
                found[f"{column.name}: days from {column.against}"] = days
    return found


def _part(milliseconds: int, part: str) -> float:
    minutes, day = milliseconds // 60_000, milliseconds // DAY_MS
    if part == "hour":
        return minutes // 60 % 24 + minutes % 60 / 60
    if part == "weekday":
        return float((day + 3) % 7 + 1)
    if part == "date":
        return float(day)
    date = datetime.fromtimestamp(day * 86_400, UTC)
    return float(date.month if part == "month" else date.day)
