"""A child process that reads a stranger's bytes, seen from the parent: one at a time, with a greeting, a limit, and an end.

The child (`python -I -m MODULE`) rehearses, writes READY, gives everything up (`core.sandbox`), reads all of its input, and
writes one answer. What the answer means is the caller's.
"""

import asyncio
import contextlib
import sys

from core.errors import ErrorKind, Overloaded, PlatformError

READY = b"ready\n"
START_S_MAX = 20.0
_AT_ONCE = 1
_WAITING_MAX = 4


class ReaderUnavailable(PlatformError):
    """The child could not be started: nothing is known of the file."""

    kind = ErrorKind.UNAVAILABLE
    code = "workbook_reader_unavailable"
    fix = "Send the file again."


class SandboxedChild:
    """Runs one child at a time; a crowd is sent away."""

    def __init__(self, module: str, *, read_s_max: float) -> None:
        self._module = module
        self._read_s_max = read_s_max
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def answer(self, data: bytes) -> bytes:
        """Return what the child wrote; nothing, when it ended before that.

        Raises: TimeoutError, ReaderUnavailable, Overloaded.
        """
        if self._waiting >= _WAITING_MAX:
            raise Overloaded("Too many workbooks are being read.", retry_after_s=5)
        self._waiting += 1
        try:
            async with self._turns:
                return await self._run(data)
        finally:
            self._waiting -= 1

    async def _run(self, data: bytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", self._module,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env={},
        )  # fmt: skip
        try:
            return await self._talk(process, data)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def _talk(self, process: asyncio.subprocess.Process, data: bytes) -> bytes:
        if process.stdout is None:
            raise ReaderUnavailable("The workbook could not be read.")
        try:
            async with asyncio.timeout(START_S_MAX):
                greeting = await process.stdout.readline()
        except TimeoutError as error:
            raise ReaderUnavailable("The workbook could not be read.", internal="start timed out") from error
        if greeting != READY:
            raise ReaderUnavailable("The workbook could not be read.", internal=f"{process.returncode=}")
        async with asyncio.timeout(self._read_s_max):
            written, _ = await process.communicate(data)
        return written
