"""The child of `rules.spreadsheets.workbooks`: gives everything up, reads one workbook, writes one report, and ends."""

import datetime as dt
import io
import logging
import re
import sys
import zipfile
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias
from xml.sax.saxutils import unescape

import msgspec
import python_calamine

from core import sandbox
from core.sandboxed_child import READY
from rules.limits import COLUMNS_MAX, NODES_MAX, ROWS_MAX
from rules.spreadsheets import xlsx_file
from rules.spreadsheets.grid import Cell, Sheet, letters
from rules.spreadsheets.workbooks import BookReport

MEMORY_BYTES_MAX = 1 << 29
CPU_S_MAX = 10
UNPACKED_BYTES_MAX = 64 << 20
PARTS_MAX = 500
SHEETS_MAX = NODES_MAX + 8
_ROWS_MAX = ROWS_MAX + 100
_COLUMNS_MAX = COLUMNS_MAX + 32
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bt=["']e["'][^>]*)>""")
_PATTERNS: tuple[tuple[Literal["error", "formula"], re.Pattern[bytes]], ...] = (
    ("error", _ERROR),
    ("formula", _FORMULA),
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
Marked: TypeAlias = Mapping[str, Mapping[str, Cell]]
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def main() -> None:
    logging.disable(logging.CRITICAL)
    _rehearse()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    sandbox.enter(memory_bytes=MEMORY_BYTES_MAX, cpu_s=CPU_S_MAX)
    report = report_on(sys.stdin.buffer.read())
    sys.stdout.buffer.write(msgspec.msgpack.encode(report))
    sys.stdout.buffer.flush()


def _rehearse() -> None:
    """Read a small workbook of our own first: what is loaded on first use can only be loaded now."""
    if report_on(xlsx_file.write({"S": [["a"], ["1"]]})).sheets is None:
        raise SystemExit(1)


def report_on(data: bytes) -> BookReport:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
                reason = f"The workbook holds more than {UNPACKED_BYTES_MAX >> 20} MB or {PARTS_MAX} parts."
                return BookReport(None, reason)
            marked = _marked(archive)
        return _sheets(data, marked)
    except (MemoryError, RecursionError):
        return BookReport(None, "The workbook takes more memory than allowed.")
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError):
        return BookReport(None, "The file is no XLSX workbook that can be read, without a password.")


def _marked(archive: zipfile.ZipFile) -> Marked:
    """Say which cells hold a formula or an error, by sheet and address: the library gives their last values alone."""
    relations = {
        each["Id"]: each.get("Target", "")
        for each in _attributes(_RELATION, archive.read("xl/_rels/workbook.xml.rels"))
        if "Id" in each
    }
    found: dict[str, dict[str, Cell]] = {}
    for each in _attributes(_SHEET, archive.read("xl/workbook.xml")):
        target = relations.get(next((each[key] for key in each if key.endswith(":id")), ""), "")
        if target:
            xml = archive.read(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")
            found[each.get("name", "")] = {
                cell.get("r", ""): Cell(kind, "")
                for kind, pattern in _PATTERNS
                for cell in _attributes(pattern, xml)
            }
    return found


def _attributes(pattern: re.Pattern[bytes], xml: bytes) -> list[dict[str, str]]:
    return [
        {
            name.decode(): unescape((double or single).decode(), {"&quot;": '"', "&apos;": "'"})
            for name, double, single in _ATTRIBUTE.findall(inside)
        }
        for inside in pattern.findall(xml)
    ]


def _sheets(data: bytes, marked: Marked) -> BookReport:
    sheets = []
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        if len(book.sheet_names) > SHEETS_MAX:
            return BookReport(None, f"The workbook has more than {SHEETS_MAX} sheets.")
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            last_row, last_column = sheet.end or (0, 0)
            if last_row >= _ROWS_MAX or last_column >= _COLUMNS_MAX:
                reason = f'The sheet "{name}" reaches to {letters(last_column)}{last_row + 1}'
                return BookReport(None, f"{reason}; {ROWS_MAX} rows and {COLUMNS_MAX} columns are allowed.")
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(name, _cells(rows, marked.get(name, {}))))
    return BookReport(tuple(sheets))


def _cells(rows: Sequence[Sequence[object]], marked: Mapping[str, Cell]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(marked.get(f"{letters(at)}{number}") or _cell(value) for at, value in enumerate(row))
        for number, row in enumerate(rows, 1)
    )


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return Cell("flag", str(value).lower())
        case int() | float():
            whole = float(value).is_integer() and abs(value) < 1e15
            return Cell("number", str(int(value)) if whole else repr(float(value)))
        case dt.datetime() | dt.date() | dt.time():
            return Cell("moment", value.isoformat())
        case dt.timedelta():
            return Cell("moment", str(value))
        case _:
            return Cell("text", str(value))


if __name__ == "__main__":
    main()
