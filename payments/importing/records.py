"""Records of a delimited file: lines that belong together, cut into cells. Pure."""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from payments.importing.definition import Separator
from payments.importing.texts import Line

SEPARATORS: dict[Separator, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
CELLS_MAX = 200
_QUOTED_LINES_MAX = 20


class Record(NamedTuple):
    """line: where it begins, 1-based. cells: trimmed. problem: why it cannot be used, where it cannot."""

    line: int
    cells: list[str]
    problem: str | None = None


def records(lines: Iterable[Line], separator: str) -> Iterator[Record]:
    """Cut lines into records. A quote that is never closed costs its own line, not the rest of the file."""
    waiting: list[Line] = []
    for line in lines:
        waiting.append(line)
        while waiting:
            taken = _first(waiting, separator, at_end=False)
            if taken is None:
                break
            record, count = taken
            del waiting[:count]
            yield record
    while waiting:
        taken = _first(waiting, separator, at_end=True)
        if taken is None:
            return
        record, count = taken
        del waiting[:count]
        yield record


def cell_of(text: str) -> str:
    """Trim a cell, and take away Excel's way to say that digits are text: `="0012"`, `'0012`."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    if len(text) > 1 and text[0] == "'" and text[1].isdigit():
        text = text[1:]
    return text


def _first(waiting: list[Line], separator: str, *, at_end: bool) -> tuple[Record, int] | None:
    """Take the first record of some lines. Returns: it and how many lines it has; None when it may go on."""
    first = waiting[0]
    if first.overlong:
        return Record(first.number, [], "The line is too long."), 1
    if "\0" in first.text:
        return Record(first.number, [], "It holds a NUL character."), 1
    open_until = 0
    text = first.text
    while _is_open(text, separator):
        open_until += 1
        if open_until >= _QUOTED_LINES_MAX or (open_until < len(waiting) and waiting[open_until].overlong):
            return Record(first.number, [], "A quote is never closed."), 1
        if open_until >= len(waiting):
            return (Record(first.number, [], "A quote is never closed."), 1) if at_end else None
        text += "\n" + waiting[open_until].text
    return _cut(first.number, text, separator), open_until + 1


def _cut(line: int, text: str, separator: str) -> Record:
    if not text.strip():
        return Record(line, [])
    if "\0" in text:
        return Record(line, [], "It holds a NUL character.")
    try:
        cells = next(
            csv.reader([text] if "\n" not in text else text.splitlines(keepends=True), delimiter=separator),
            [],
        )
    except csv.Error:
        return Record(line, [], "It cannot be cut into fields.")
    if len(cells) > CELLS_MAX:
        return Record(line, [], f"It has more than {CELLS_MAX} fields.")
    return Record(line, [cell_of(cell) for cell in cells])


def _is_open(text: str, separator: str) -> bool:
    """Whether a quote that began a field is not closed."""
    if text.count('"') % 2 == 0:
        return False
    at, end = 0, len(text)
    while at < end:
        if text[at] != '"':  # a bare field: quotes in it mean nothing
            found = text.find(separator, at)
            if found < 0:
                return False
            at = found + 1
            continue
        at += 1
        while True:
            at = text.find('"', at)
            if at < 0:
                return True
            if text[at : at + 2] != '""':
                break
            at += 2
        found = text.find(separator, at)
        if found < 0:
            return False
        at = found + 1
    return False
