"""The child of `payments.importing.sheets`: gives everything up, reads one workbook, writes one report, and ends."""

import csv
import datetime as dt
import io
import logging
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import python_calamine

from core import sandbox
from core.sandboxed_child import READY
from payments.importing.sheets import SheetReport

MEMORY_BYTES_MAX = 1 << 30
CPU_S_MAX = 20
UNPACKED_BYTES_MAX = 256 << 20
PARTS_MAX = 2_000
_ROWS_MAX = 1_000_000
_REHEARSAL = Path(__file__).with_name("rehearsal.xlsx")


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
    if report_on(_REHEARSAL.read_bytes()).csv is None:
        raise SystemExit(1)


def report_on(data: bytes) -> SheetReport:
    try:
        refused = _too_much(data)
        return SheetReport(None, refused) if refused else _first_sheet(data)
    except (MemoryError, RecursionError):
        return SheetReport(None, "The workbook takes more memory than allowed.")
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return SheetReport(
            None, "The file is no workbook that can be read (XLSX, XLS or ODS, without a password)."
        )


def _too_much(data: bytes) -> str:
    """Add up what the archive says it holds; what it holds beyond that, the limits of this process end."""
    if not data.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
            return f"The workbook holds more than {UNPACKED_BYTES_MAX >> 20} MB or {PARTS_MAX:,} parts."
    return ""


def _first_sheet(data: bytes) -> SheetReport:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows[:_ROWS_MAX]):
                return SheetReport(_written(rows))
    return SheetReport(None, "The workbook has no sheet with anything in it.")


def _written(rows: Sequence[Sequence[object]]) -> bytes:
    if len(rows) > _ROWS_MAX:
        raise ValueError
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        # An empty row is a line too, so that a line's number is the row's.
        writer.writerow([_cell(cell) for cell in row] or [""])
    return text.getvalue().encode()


def _cell(value: object) -> str:
    """Write a cell as its kind says: a number without exponent, a day as ISO 8601."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return (
                str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10f}".rstrip("0")
            )
        case dt.datetime():
            return (
                value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec="seconds")
            )
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return " ".join(str(value).split()).replace("\0", "\ufffd")


if __name__ == "__main__":
    main()
