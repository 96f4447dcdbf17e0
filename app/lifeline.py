"""How a child of the supervisor learns that it must end: a signal, or the end of its standard input."""

import asyncio
import contextlib
import os
import signal
import stat


def stop_event() -> asyncio.Event:
    """Return an event that is set on SIGTERM, on SIGINT, or when the supervisor's pipe closes."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        loop.add_reader(0, _at_end, loop, stopping)
    return stopping


def _at_end(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    with contextlib.suppress(BlockingIOError):
        if not os.read(0, 1024):
            loop.remove_reader(0)
            stopping.set()
