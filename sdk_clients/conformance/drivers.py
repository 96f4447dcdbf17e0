"""Driver programs: one for each language, spoken to in lines of JSON."""

import asyncio
import contextlib
import json
import os
import pathlib
import shlex
import sys
from collections.abc import AsyncIterator, Mapping
from typing import cast

import msgspec

from sdk_clients.conformance.case_files import FOLDER
from sdk_clients.conformance.values import Json

ROOT = FOLDER.parent.parent
_LINE_BYTES_MAX = 64 * 1024 * 1024
_END_S = 10.0


class DriverBroken(Exception):
    """The driver ended, or wrote something else than its answer."""


class DriverLine(msgspec.Struct, frozen=True, kw_only=True):
    """How a driver is started. folder: where, from the root of the repository. `{python}` in the command is this Python."""

    command: list[str]
    folder: str = "."
    variables: dict[str, str] = {}


def listed() -> Mapping[str, DriverLine]:
    """Read drivers.json: a driver for each language."""
    return msgspec.json.decode((FOLDER / "drivers.json").read_bytes(), type=dict[str, DriverLine])


def of_text(command: str) -> DriverLine:
    return DriverLine(command=shlex.split(command))


class Driver:
    """A running one. Calls are made one after the other."""

    def __init__(self, process: asyncio.subprocess.Process, log: pathlib.Path) -> None:
        self._process, self._log = process, log
        self._asked = 0

    async def call(self, request: Mapping[str, Json], timeout_s: float) -> dict[str, Json]:
        """Raises: DriverBroken."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked += 1
        line = json.dumps({"id": self._asked, **request}, ensure_ascii=False)
        try:
            self._process.stdin.write(line.encode() + b"\n")
            await self._process.stdin.drain()
            async with asyncio.timeout(timeout_s):
                answer = await self._process.stdout.readline()
        except TimeoutError:
            raise DriverBroken(f"the driver did not answer within {timeout_s:.0f} s") from None
        except OSError as error:
            raise DriverBroken(f"the driver is gone: {error!r}; {self._last()}") from error
        if not answer:
            raise DriverBroken(f"the driver ended; {self._last()}")
        try:
            found = cast("dict[str, Json]", json.loads(answer))
        except ValueError:
            raise DriverBroken(f"the driver wrote {answer[:200]!r}, which is not JSON") from None
        if found.get("id") != self._asked:
            raise DriverBroken(f"the driver answered {answer[:200]!r} to request {self._asked}")
        return found

    @property
    def runs(self) -> bool:
        return self._process.returncode is None

    def _last(self) -> str:
        text = self._log.read_text(errors="replace")[-2_000:] if self._log.exists() else ""
        return f"it wrote last: {text}" if text else "it wrote nothing"


@contextlib.asynccontextmanager
async def running(line: DriverLine, log: pathlib.Path) -> AsyncIterator[Driver]:
    """Run a driver until the block ends. log: where its standard error goes. Raises: DriverBroken where it does not start."""
    command = [sys.executable if part == "{python}" else part for part in line.command]
    with log.open("ab") as output:
        try:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT / line.folder, env=os.environ | line.variables, limit=_LINE_BYTES_MAX,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=output,
            )  # fmt: skip
        except OSError as error:
            raise DriverBroken(f"{command[0]} cannot be started: {error}") from error
    try:
        yield Driver(process, log)
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its input, which ends a driver, and end it where that does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_END_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
