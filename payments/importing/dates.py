"""Dates as statements write them: named formats, and those that a column can only mean. Pure."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable

from core.errors import FieldError, InvalidRequest

NOON = dt.time(12)

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
} | {"sept": 9}
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MMMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{1,2})",
    "hh": r"(?P<half>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?",
    "A": r"(?P<noon>[AaPp]\.?[Mm]\.?)",
    "Z": r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})",
}
_SPLIT = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)) + r"|[ T,./:'-]|.")
_LITERALS = frozenset(" T,./:'-")

_TIMES = ("", " HH:mm:ss", " HH:mm", " hh:mm:ss A", " hh:mm A", ", hh:mm A", ", HH:mm", ", HH:mm:ss")
_DAYS = (
    "YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "M-D-YYYY", "D.M.YYYY",
    "D/M/YY", "M/D/YY", "D-M-YY", "M-D-YY", "D.M.YY", "D MMM YYYY", "D-MMM-YYYY", "D/MMM/YYYY", "D MMM YY", "D-MMM-YY",
    "D/MMM/YY", "MMM D, YYYY", "D MMM, YYYY",
)  # fmt: skip
CANDIDATES: tuple[str, ...] = (
    *(day + time for day in _DAYS for time in _TIMES),
    "YYYY-MM-DDTHH:mm:ss",
    "YYYY-MM-DDTHH:mm:ssZ",
)
"""What is tried when no format is told. `D` and `M` take one digit or two."""

UNAMBIGUOUS = ("YYYY-MM-DD", "YYYY-MM-DDTHH:mm:ss", "YYYY-MM-DDTHH:mm:ssZ")
"""What can only be meant one way, and how a workbook's own dates are written; taken beside any format."""
_EVERYWHERE = ("YYYY-MM-DD", "YYYY-MM-DDTHH:mm:ss", "YYYY-MM-DD HH:mm:ss")


class DateUnreadable(Exception):
    """args[0]: why."""


Moment = tuple[dt.date, dt.time | None, dt.timezone | None]
"""A day, the time of day if the text has one, and its offset if it names one."""


@functools.lru_cache(maxsize=512)
def reader(form: str) -> Callable[[str], Moment | None]:
    """Compile a format. Returns: a function that reads a text, or says None. Raises: InvalidRequest for a format that is none."""
    pattern, seen = "", set()
    for part in _SPLIT.findall(form):
        if part in _TOKENS:
            found = _TOKENS[part]
            name = found[4 : found.index(">")]
            if name in seen:
                raise _refused("It names a part twice.")
            seen.add(name)
            pattern += found
        elif part in _LITERALS:
            pattern += " +" if part == " " else re.escape(part)
        else:
            raise _refused("It holds something that is no part of a date.")
    whole = {"year", "short"} & seen and {"month", "name"} & seen and "day" in seen
    if not whole or ({"year", "short"} <= seen) or ({"month", "name"} <= seen):
        raise _refused("It names no whole day: year, month and day, each once.")
    if (
        ("half" in seen) != ("noon" in seen)
        or {"hour", "half"} <= seen
        or ("minute" in seen) != bool({"hour", "half"} & seen)
    ):
        raise _refused("It names no whole time of day.")
    compiled = re.compile(pattern)
    return lambda text: _read(compiled, text)


def read_moment(form: str, text: str) -> Moment:
    """Read by one format; ISO 8601 is always understood. Raises: DateUnreadable."""
    text = " ".join(text.split())
    for each in (form, *_EVERYWHERE):
        found = reader(each)(text)
        if found is not None:
            return found
    raise DateUnreadable("It is no date of the form that the mapping names.")


def read_time(text: str) -> dt.time:
    """Read a time of day that stands apart: `18:43:26`, `6:43 PM`. Raises: DateUnreadable."""
    for form in (" HH:mm:ss", " HH:mm", " hh:mm:ss A", " hh:mm A"):
        found = reader("YYYY-MM-DD" + form)("2000-01-01 " + " ".join(text.split()))
        if found is not None and found[1] is not None:
            return found[1]
    raise DateUnreadable("It is no time of day.")


def survivors(forms: Iterable[str], text: str) -> list[str]:
    """Those formats that can read a text too."""
    text = " ".join(text.split())
    return [form for form in forms if reader(form)(text) is not None]


def apart(forms: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Of formats that can all read these texts, one for each way to read them."""
    kept: dict[tuple[Moment | None, ...], str] = {}
    sample = [" ".join(text.split()) for text in texts]
    for form in forms:
        kept.setdefault(tuple(reader(form)(text) for text in sample), form)
    return list(kept.values())


def _read(pattern: re.Pattern[str], text: str) -> Moment | None:
    found = pattern.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    month = _month(parts.get("name")) if parts.get("name") else int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
    try:
        day = dt.date(year, month, int(parts["day"]))
        return day, _time(parts), _zone(parts.get("zone"))
    except ValueError:
        return None


def _time(parts: dict[str, str | None]) -> dt.time | None:
    """Raises: ValueError."""
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    if parts.get("hour") is not None:
        return dt.time(int(parts["hour"] or 0), minute, second)
    if parts.get("half") is None:
        return None
    half = int(parts["half"] or 0)
    if not 1 <= half <= 12:
        raise ValueError
    return dt.time(half % 12 + (12 if (parts["noon"] or "").lower().startswith("p") else 0), minute, second)


def _month(name: str | None) -> int:
    """Take a month's name or its beginning, 0 for any other word."""
    word = (name or "").lower()
    return _MONTHS.get(word if word == "sept" else word[:3], 0) if len(word) <= 4 or word in _LONG else 0


_LONG = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _zone(text: str | None) -> dt.timezone | None:
    if text is None:
        return None
    if text == "Z":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return dt.timezone(sign * dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _refused(reason: str) -> InvalidRequest:
    fix = "Write it of YYYY or YY, MMM, MM or M, DD or D, HH, hh, mm, ss, A and Z, such as DD/MM/YYYY HH:mm."
    return InvalidRequest("The date format was refused.", fields=[FieldError("date_format", reason, fix)])
