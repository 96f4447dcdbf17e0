"""Cells, where they stand, and what is wrong with them."""

import re
from typing import Literal

import msgspec

from core.errors import ErrorKind, FieldError, PlatformError
from rules.limits import FINDINGS_MAX

Kind = Literal["text", "number", "flag", "moment", "formula", "error"]

_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class SpreadsheetRefused(PlatformError):
    """The file is no ruleset that can be read; `fields` names sheets and cells, as `Thresholds!B7`."""

    kind = ErrorKind.INVALID
    code = "spreadsheet_refused"
    fix = "Correct the named cells, and send the file again; `rules export` writes one to begin with."


class Cell(msgspec.Struct, frozen=True):
    """kind: what the file says that it is. text: how it reads; of a moment, ISO 8601; of a formula, nothing."""

    kind: Kind
    text: str


EMPTY = Cell("text", "")


class Sheet(msgspec.Struct, frozen=True):
    """name: empty for CSV. rows: of cells, from the first row and column on; rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int) -> Cell:
        """0-based; what is not there is empty."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else EMPTY

    def trimmed(self) -> "Sheet":
        """Without empty rows and columns at the end: programs leave them behind."""
        rows = [_without_empty_end(row) for row in self.rows]
        while rows and not rows[-1]:
            rows.pop()
        return Sheet(self.name, tuple(rows))


def _without_empty_end(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(row)
    while end and row[end - 1].kind == "text" and not row[end - 1].text.strip():
        end -= 1
    return row[:end]


class Spot(msgspec.Struct, frozen=True):
    """A cell. row, column: 0-based."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As a person finds it: `B7`."""
        return f"{letters(self.column)}{self.row + 1}"

    @property
    def field(self) -> str:
        return f"{self.sheet}!{self.address}" if self.sheet else self.address

    @property
    def words(self) -> str:
        sheet = f'sheet "{self.sheet}", ' if self.sheet else ""
        return f"{sheet}row {self.row + 1}, cell {self.address}"


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class SheetFindings:
    """Collects what is wrong, so that an author sees all of it at once."""

    def __init__(self) -> None:
        self._found: dict[FieldError, None] = {}

    def add(self, spot: Spot, reason: str, fix: str) -> None:
        self._found[FieldError(spot.field, f"{capital(spot.words)}: {reason}", fix)] = None

    def refuse(self) -> None:
        """Raises: SpreadsheetRefused, when anything was found."""
        if self._found:
            fields = tuple(self._found)
            message = f"The file is refused for {len(fields)} cell{'s' if len(fields) > 1 else ''}."
            raise SpreadsheetRefused(message, fields=fields[:FINDINGS_MAX])


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shown(value: object) -> str:
    """Return a text as a cell can hold it: without what no spreadsheet can, and one kind of line break."""
    if not isinstance(value, str):
        return ""
    return _UNSHOWABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
