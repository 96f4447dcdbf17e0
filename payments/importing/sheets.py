"""Workbooks (XLSX, XLS, ODS) turned into CSV by a child process that can neither read, reach nor outlive anything.

A workbook is an archive of XML, and its reader is native code: both are a stranger's bytes. The child bounds what the
archive says it holds, gives everything up (`core.sandbox`), and only then reads. A formula is its last value, never computed.
"""

import msgspec

from core.sandboxed_child import SandboxedChild
from payments.importing.failures import ImportRefused

WORKBOOK_BYTES_MAX = 32 << 20
READ_S_MAX = 30.0

MAGICS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class SheetReport(msgspec.Struct, frozen=True):
    """csv: the first sheet that is not empty, a row a line; None with why there is none."""

    csv: bytes | None
    refused: str = ""


class Workbooks:
    """Runs one child at a time; a crowd is sent away."""

    def __init__(self, *, read_s_max: float = READ_S_MAX) -> None:
        self._read_s_max = read_s_max
        self._child = SandboxedChild("payments.importing.sheet_child", read_s_max=read_s_max)

    async def as_csv(self, data: bytes) -> bytes:
        """Raises: ImportRefused, ReaderUnavailable, Overloaded."""
        if len(data) > WORKBOOK_BYTES_MAX:
            raise ImportRefused(f"A workbook may have {WORKBOOK_BYTES_MAX >> 20} MB; save it as CSV.")
        if not data.startswith(MAGICS):
            raise ImportRefused("The file is no workbook.")
        report = await self._report(data)
        if report.csv is None:
            raise ImportRefused(report.refused)
        return report.csv

    async def _report(self, data: bytes) -> SheetReport:
        try:
            written = await self._child.answer(data)
        except TimeoutError:
            return SheetReport(None, f"The workbook could not be read within {self._read_s_max:g} s.")
        try:
            return msgspec.msgpack.decode(written, type=SheetReport)
        except msgspec.DecodeError:
            return SheetReport(None, "The workbook takes more memory or time than allowed.")
