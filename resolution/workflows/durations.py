"""Durations as the DSL writes them: `{hours: 1}` or ISO 8601, `PT1H`; months and years are not of one length and not taken."""

import re

from resolution.workflows.limits import WAIT_MS_MAX

UNITS = {"days": 86_400_000, "hours": 3_600_000, "minutes": 60_000, "seconds": 1_000, "milliseconds": 1}
_ISO = re.compile(
    r"P(?:(?P<days>\d{1,3})D)?(?:T(?=\d)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8}(?:\.\d{1,3})?)S)?)?"
)


class NotADuration(ValueError):
    """The text says how to write one."""


def milliseconds(value: object) -> int:
    """Read a duration. Returns: milliseconds, 0 to a year. Raises: NotADuration."""
    match value:
        case dict() if value:
            total = sum(_unit(name, count) for name, count in value.items())
        case str():
            total = _iso(value)
        case _:
            raise NotADuration("Write a duration as {hours: 1} or as PT1H.")
    if total > WAIT_MS_MAX:
        raise NotADuration("A duration is at most 366 days.")
    return total


def _unit(name: object, count: object) -> int:
    if name not in UNITS or isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise NotADuration(f"Use whole numbers of {', '.join(UNITS)}.")
    return UNITS[str(name)] * count


def _iso(text: str) -> int:
    found = _ISO.fullmatch(text)
    if found is None or len(text) < 3:
        raise NotADuration("Write a duration as {hours: 1} or as PT1H.")
    parts = {name: float(part) for name, part in found.groupdict().items() if part is not None}
    return round(sum(UNITS[name] * count for name, count in parts.items()))
