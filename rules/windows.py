"""Rows for a while: `_from` and `_until` beside the cells of a row say from when and until when it may hit.

They are read as one more input column, on the moment of the decision, so that all that is true of rows is true of these: they are
priced, checked, traced and replayed alike. Source: docs/decisions/0042.
"""

import datetime as dt
import re
from collections.abc import Mapping

FROM, UNTIL = "_from", "_until"
COLUMN = "valid-from-until"
FIELD = "decided_at"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NoMoment(ValueError):
    """A text that names no moment."""


def moment(text: str) -> dt.datetime:
    """Read a date (its beginning in UTC) or an RFC 3339 moment with its time zone. Raises: NoMoment."""
    written = text.strip()
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError as error:
        raise NoMoment(text) from error
    if _DATE.fullmatch(written):
        return found.replace(tzinfo=dt.UTC)
    if found.tzinfo is None:
        raise NoMoment(text)
    return found.astimezone(dt.UTC)


def window_of(row: Mapping[str, str | None]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return from when and until when a row may hit; None without a limit. Raises: NoMoment."""
    start, end = ((row.get(name) or "").strip() for name in (FROM, UNTIL))
    return moment(start) if start else None, moment(end) if end else None


def cell_of(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Write a window as an input cell on the moment of the decision: its end is no part of it."""
    if start is not None and end is not None:
        return f"[{_seconds(start)}..{_seconds(end)})"
    if start is not None:
        return f">= {_seconds(start)}"
    return "" if end is None else f"< {_seconds(end)}"


def _seconds(at: dt.datetime) -> int:
    """Whole seconds, as the fact has them: a limit between two of them counts from the next."""
    return -(-round(at.timestamp() * 1_000_000) // 1_000_000)
