"""Workbooks (XLSX) turned into sheets of cells by a child process that can neither read, reach nor outlive anything.

The same bounds as for statements (`payments.importing.sheets`), smaller: a ruleset is no archive. One library reads all.
"""

import msgspec

from core.sandboxed_child import SandboxedChild
from rules.spreadsheets.grid import Sheet, SpreadsheetRefused

WORKBOOK_BYTES_MAX = 4 << 20
READ_S_MAX = 20.0
MAGIC = b"PK\x03\x04"


class BookReport(msgspec.Struct, frozen=True):
    """sheets: None with why there are none."""

    sheets: tuple[Sheet, ...] | None
    refused: str = ""


class Workbooks:
    """Runs one child at a time; a crowd is sent away."""

    def __init__(self, *, read_s_max: float = READ_S_MAX) -> None:
        self._read_s_max = read_s_max
        self._child = SandboxedChild("rules.spreadsheets.workbook_child", read_s_max=read_s_max)

    async def sheets(self, data: bytes) -> tuple[Sheet, ...]:
        """Raises: SpreadsheetRefused, ReaderUnavailable, Overloaded."""
        if len(data) > WORKBOOK_BYTES_MAX:
            raise SpreadsheetRefused(f"A workbook may have {WORKBOOK_BYTES_MAX >> 20} MB.")
        if not data.startswith(MAGIC):
            raise SpreadsheetRefused("The file is no XLSX workbook.", fix="Save it as .xlsx or .csv.")
        try:
            written = await self._child.answer(data)
        except TimeoutError as error:
            raise SpreadsheetRefused(
                f"The workbook could not be read within {self._read_s_max:g} s."
            ) from error
        try:
            report = msgspec.msgpack.decode(written, type=BookReport)
        except msgspec.DecodeError as error:
            raise SpreadsheetRefused("The workbook takes more memory or time than allowed.") from error
        if report.sheets is None:
            raise SpreadsheetRefused(report.refused)
        return report.sheets
