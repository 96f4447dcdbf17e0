"""One sheet as CSV, both ways, as Excel writes and reads it: a byte order mark, semicolons in some countries."""

import codecs
import csv
import io
from collections.abc import Sequence

from rules.limits import COLUMNS_MAX, ROWS_MAX
from rules.spreadsheets.grid import Cell, Sheet, SheetFindings, Spot, SpreadsheetRefused
from rules.spreadsheets.habits import guarded

_SEPARATORS = ",;\t"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a compound file begins: `.xls`, and a workbook with a password."""
_ROWS_MAX = ROWS_MAX + 100
_CELLS_MAX = COLUMNS_MAX + 32


def write(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def read(data: bytes) -> Sheet:
    """Raises: SpreadsheetRefused."""
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in reader:
            rows.append(tuple(Cell("text", cell) for cell in row))
            if len(rows) > _ROWS_MAX or (len(row) > _CELLS_MAX and any(map(str.strip, row[_CELLS_MAX:]))):
                raise SpreadsheetRefused(f"A table has at most {ROWS_MAX} rows and {COLUMNS_MAX} columns.")
    except csv.Error as error:
        raise SpreadsheetRefused(f"Line {reader.line_num} is not CSV: {error}.") from error
    sheet = Sheet("", tuple(rows)).trimmed()
    if not sheet.rows:
        findings = SheetFindings()
        findings.add(Spot("", 0, 0), "The file is empty.", "Export a table to begin with.")
        findings.refuse()
    return sheet


def _decoded(data: bytes) -> str:
    if data.startswith(_OLD_EXCEL):
        raise SpreadsheetRefused(
            "The file is of Excel before 2007, or has a password.",
            fix="Save it as an Excel workbook (.xlsx) without one.",
        )
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\0", "\ufffd")
    except UnicodeDecodeError as error:
        raise SpreadsheetRefused(
            "The file is not UTF-8.", fix="Save it as `CSV UTF-8 (Comma delimited)`."
        ) from error


def _separator(text: str) -> str:
    """Take what cuts the first line into most cells; what stands in quotes does not count."""
    line = next(csv.reader(io.StringIO(text), delimiter="\x1f", quoting=csv.QUOTE_NONE), [""])
    first = "".join(line)
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)
