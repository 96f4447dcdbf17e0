"""Where the table begins in a statement, and which cell of a row is which field. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from payments.importing.definition import Columns, MappingDefinition
from payments.importing.failures import ImportRefused
from payments.importing.records import Record

HEADER_LINES_MAX = 200
_SPACES = re.compile(r"[\s_]+")


class Header(msgspec.Struct, frozen=True):
    """names: of the columns, each once, in order. line: where it stands; 0 for a file without one."""

    line: int
    names: tuple[str, ...]

    def is_again(self, record: Record) -> bool:
        """Whether the header is repeated, as on every page of a printed statement."""
        return bool(self.line) and tuple(unique(record.cells)) == self.names


Positions = Mapping[str, int]
"""Which cell is which field of `Columns`."""


def same_name(name: str) -> str:
    """A column's name without what differs between exports: case, spaces, underscores."""
    return _SPACES.sub(" ", name).strip().casefold()


def unique(cells: Sequence[str]) -> list[str]:
    """Tell the second column of one name from the first: `Amount`, `Amount #2`."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        name = same_name(cell)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return names


def wanted(columns: Columns) -> dict[str, str]:
    """The fields that a mapping names a column for."""
    return {
        name: value for name in columns.__struct_fields__ if (value := getattr(columns, name)) is not None
    }


def open_table(
    records: Iterable[Record], definition: MappingDefinition
) -> tuple[Header, Positions, Iterator[Record]]:
    """Find the header. Returns: it, where the fields are, and the records behind it.

    Raises: ImportRefused naming the columns that are missing from the line that fits best.
    """
    rows = iter(records)
    fields = {name: same_name(column) for name, column in wanted(definition.columns).items()}
    if not definition.header:
        return Header(0, ()), _numbered(fields), rows
    best: set[str] = set(fields.values())
    for _, record in zip(range(HEADER_LINES_MAX), rows, strict=False):
        names = unique(record.cells)
        missing = set(fields.values()) - set(names)
        if not missing:
            return (
                Header(record.line, tuple(names)),
                {name: names.index(column) for name, column in fields.items()},
                rows,
            )
        if len(missing) < len(best):
            best = missing
    lacking = ", ".join(sorted(name for name, column in fields.items() if column in best))
    raise ImportRefused(f"No line of the file is the header: there is no column for {lacking}.")


def _numbered(fields: Mapping[str, str]) -> dict[str, int]:
    positions = {}
    for name, column in fields.items():
        if not column.isdecimal() or not 1 <= int(column) <= 200:
            raise ImportRefused(f"Without a header, the column for {name} is a number from 1.")
        positions[name] = int(column) - 1
    return positions
