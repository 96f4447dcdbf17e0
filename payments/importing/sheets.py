"""Workbooks (XLSX, XLS, ODS) turned into CSV by a child process that can neither read, reach nor outlive anything.

A workbook is an archive of XML, and its reader is native code: both are a stranger's bytes. The child bounds what the
archive says it holds, gives everything up (`core.sandbox`), and only then reads. A formula is its last value, never computed.
"""

import asyncio
import contextlib
import sys

import msgspec

from core.errors import ErrorKind, Overloaded, PlatformError
from payments.importing.failures import ImportRefused

WORKBOOK_BYTES_MAX = 32 << 20
START_S_MAX = 20.0
READ_S_MAX = 30.0
READY = b"ready\n"
_AT_ONCE = 1
_WAITING_MAX = 4

MAGICS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class WorkbookReaderUnavailable(PlatformError):
    """The child could not be started: nothing is known of the file."""

    kind = ErrorKind.UNAVAILABLE
    code = "workbook_reader_unavailable"
    fix = "Send the file again."


class SheetReport(msgspec.Struct, frozen=True):
    """csv: the first sheet that is not empty, a row a line; None with why there is none."""

    csv: bytes | None
    refused: str = ""


class Workbooks:
    """Runs one child at a time; a crowd is sent away."""

    def __init__(self, *, read_s_max: float = READ_S_MAX) -> None:
        self._read_s_max = read_s_max
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def as_csv(self, data: bytes) -> bytes:
        """Raises: ImportRefused, WorkbookReaderUnavailable, Overloaded."""
        if len(data) > WORKBOOK_BYTES_MAX:
            raise ImportRefused(f"A workbook may have {WORKBOOK_BYTES_MAX >> 20} MB; save it as CSV.")
        if not data.startswith(MAGICS):
            raise ImportRefused("The file is no workbook.")
        if self._waiting >= _WAITING_MAX:
            raise Overloaded("Too many workbooks are being read.", retry_after_s=5)
        self._waiting += 1
        try:
            async with self._turns:
                report = await self._run(data)
        finally:
            self._waiting -= 1
        if report.csv is None:
            raise ImportRefused(report.refused)
        return report.csv

    async def _run(self, data: bytes) -> SheetReport:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "payments.importing.sheet_child",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env={},
        )  # fmt: skip
        try:
            return await self._talk(process, data)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def _talk(self, process: asyncio.subprocess.Process, data: bytes) -> SheetReport:
        if process.stdout is None:
            raise WorkbookReaderUnavailable("The workbook could not be read.")
        try:
            async with asyncio.timeout(START_S_MAX):
                greeting = await process.stdout.readline()
        except TimeoutError as error:
            raise WorkbookReaderUnavailable(
                "The workbook could not be read.", internal="start timed out"
            ) from error
        if greeting != READY:
            raise WorkbookReaderUnavailable(
                "The workbook could not be read.", internal=f"{process.returncode=}"
            )
        try:
            async with asyncio.timeout(self._read_s_max):
                written, _ = await process.communicate(data)
        except TimeoutError:
            return SheetReport(None, f"The workbook could not be read within {self._read_s_max:g} s.")
        try:
            return msgspec.msgpack.decode(written, type=SheetReport)
        except msgspec.DecodeError:
            return SheetReport(None, "The workbook takes more memory or time than allowed.")
