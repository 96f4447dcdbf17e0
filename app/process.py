"""The frame of every process of ours: settings, logs, one event loop, and an exit status for each way of going wrong."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Coroutine

import uvloop

from app import settings as settings_module
from app.settings import Settings
from core import logs
from core.errors import PlatformError

CHILD_STOP_GRACE_S = 4.0


def run(
    name: str,
    work: Callable[[Settings], Coroutine[None, None, None]],
    *,
    prepare: Callable[[], object] | None = None,
) -> None:
    """Do a process's work until it ends. name: of its log. prepare: before the event loop begins.

    Exits with 2 for settings that cannot be used, and with 1 where the work cannot go on.
    """
    try:
        settings = settings_module.from_environment()
    except settings_module.SettingInvalid as error:
        sys.stderr.write(f"A setting cannot be used. {error}\n")
        sys.exit(2)
    logs.configure(settings.log_level)
    if prepare is not None:
        prepare()
    _log = logging.getLogger(name)
    try:
        uvloop.run(work(settings))
    except PlatformError as error:
        _log.error("The process cannot go on.", extra={"code": error.code, "internal": error.internal})
        sys.exit(1)


async def stop_child(process: asyncio.subprocess.Process) -> None:
    """Ask a child to end, and end it where it does not."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(CHILD_STOP_GRACE_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
