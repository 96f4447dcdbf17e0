"""The wait that an answer asks for: RFC 9110 section 10.2.3, as seconds or as a date."""

from __future__ import annotations

import datetime as dt
import email.utils
import math
import time
from collections.abc import Mapping

LONGEST_S = 60.0
"""Who asks for a longer wait is not waited for: the error is told at once, with the wait."""


def asked_s(headers: Mapping[str, str]) -> float | None:
    """Return how long a wait is asked for, however long, or nothing where it is not told, or not to be understood.

    A date is judged by the answer's own `Date` where it has one, so that a clock that is set wrong here does no harm.
    """
    told = headers.get("retry-after")
    if told is None:
        return None
    wait = _number(told)
    if wait is None:
        wait = _until(told, headers.get("date"))
    return wait


def _number(text: str) -> float | None:
    try:
        wait = float(text)
    except ValueError:
        return None
    return wait if math.isfinite(wait) and wait >= 0 else None


def _until(text: str, date: str | None) -> float | None:
    then = _time(text)
    if then is None:
        return None
    now = _time(date) if date is not None else None
    return max(0.0, then - (time.time() if now is None else now))


def _time(text: str) -> float | None:
    try:
        read = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    if read.tzinfo is None:
        read = read.replace(tzinfo=dt.UTC)
    return read.timestamp()
