"""Where a CSV may be cut: behind a line end that is not inside quotes (RFC 4180).

A quoted field begins right behind a separator or a line end and reaches to its closing quote, so quotes in the middle
of an unquoted field mean nothing here. A quote that is never closed would swallow the rest of the file: a record that
grows beyond the limit is cut behind its first line, and reading goes on with the next.
"""

import functools
import re
from collections.abc import Iterator

from inference.batch.entities import ROW_BYTES_MAX

NEWLINE, QUOTE = b"\n", b'"'


class RecordTooLong(Exception):
    """The first record has outgrown the limit, and its line does not end within it."""


@functools.cache
def quoted_field(separator: bytes) -> re.Pattern[bytes]:
    """Match a quoted field, or from its opening quote to the end where it is never closed."""
    sep = re.escape(separator)
    return re.compile(rb"(?:(?<=[\n" + sep + rb'])|\A)"[^"]*+(?:""[^"]*+)*+(?P<closed>")?')


def cut(data: bytes, separator: bytes, *, at_end: bool, row_bytes_max: int = ROW_BYTES_MAX) -> int:
    """Return how many bytes of `data`, which begins with a record, are whole records; 0 where none is yet.

    at_end: nothing follows, so what is left is a record too.
    Raises: RecordTooLong.
    """
    last = open_from = 0
    if QUOTE in data:
        for field in quoted_field(separator).finditer(data):
            last = max(last, data.rfind(NEWLINE, open_from, field.start()) + 1)
            open_from = field.end()
            if field["closed"] is None:
                return last or _first_line(data, at_end=at_end, row_bytes_max=row_bytes_max)
    if at_end:
        return len(data)
    last = max(last, data.rfind(NEWLINE, open_from) + 1)
    if not last and len(data) > row_bytes_max:
        raise RecordTooLong
    return last


def _first_line(data: bytes, *, at_end: bool, row_bytes_max: int) -> int:
    """Give up on a record whose quote is not closed within the limit: behind its first line the next one begins."""
    if not at_end and len(data) <= row_bytes_max:
        return 0
    first = data.find(NEWLINE) + 1
    if first:
        return first
    if at_end:
        return len(data)
    raise RecordTooLong


def records(data: bytes, separator: bytes) -> Iterator[bytes]:
    """Give the records of a piece that `cut` made, each with its line end."""
    start = scanned = 0
    if QUOTE in data:
        for field in quoted_field(separator).finditer(data):
            while (end := data.find(NEWLINE, scanned, field.start()) + 1) > 0:
                yield data[start:end]
                start = scanned = end
            scanned = field.end()
    while (end := data.find(NEWLINE, scanned) + 1) > 0:
        yield data[start:end]
        start = scanned = end
    if start < len(data):
        yield data[start:]
