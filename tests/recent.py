"""Examples of the documents, asked on the day they were written: what they tell is as long ago as it was then."""

import datetime as dt
import re
from typing import TypeVar

import msgspec

Example = TypeVar("Example")

WRITTEN = dt.date(2026, 11, 21)
_DAY = re.compile(rb'"(\d{4}-\d{2}-\d{2})(?=T\d{2}:\d{2})')


def recent(example: Example) -> Example:
    """Return a copy of a JSON value with each moment in it as many days later as the example is old."""
    passed = dt.datetime.now(dt.UTC).date() - WRITTEN

    def later(found: re.Match[bytes]) -> bytes:
        return b'"%s' % str(dt.date.fromisoformat(found[1].decode()) + passed).encode()

    return msgspec.json.decode(_DAY.sub(later, msgspec.json.encode(example)), type=type(example))
