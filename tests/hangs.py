"""What a test that hangs, or ends its process, was doing: told with its failure.

`faulthandler` alone shows where threads are, and of a loop that waits only that it waits; and it tells a worker's own standard
error, apart from the failure. Here the tasks come first, each with what it awaits.
"""

import asyncio
import faulthandler
import gc
import os
import reprlib
import tempfile
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from types import AsyncGeneratorType, CoroutineType
from typing import TextIO

import pytest

TOLD_AFTER_S = 840.0
"""Longer than any test takes, also the race of ten minutes, on a machine however busy."""
ENDS_AFTER_S = TOLD_AFTER_S + 60.0


class Hangs:
    """Of one process that runs tests. told: where a worker's parent finds what to tell; else standard error."""

    def __init__(self, told: TextIO) -> None:
        self._told = told

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        timer = threading.Timer(TOLD_AFTER_S, self.tell)
        timer.daemon = True
        timer.start()
        faulthandler.dump_traceback_later(ENDS_AFTER_S, exit=True, file=self._told)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()
            timer.cancel()

    def tell(self) -> None:
        for task in _tasks():
            self._told.writelines([f"waits: {task.get_name()}\n", *_awaited(task)])
            self._told.flush()


@pytest.hookimpl(trylast=True)  # after pytest's own, which has crashes told to standard error
def pytest_configure(config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    told = _place(os.getppid(), worker).open("w") if worker else os.fdopen(os.dup(2), "w")
    faulthandler.enable(file=told)
    config.pluginmanager.register(Hangs(told))


def pytest_unconfigure() -> None:
    """A worker that ends as it should has nothing to tell."""
    _place(os.getppid(), os.environ.get("PYTEST_XDIST_WORKER", "")).unlink(missing_ok=True)


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(report: pytest.TestReport) -> None:
    """Add what the worker told before it ended; with none there are no crashes to tell of."""
    told = _place(os.getpid(), report.node.gateway.id)
    if told.is_file():
        report.longrepr = f"{report.longrepr}\n\n{told.read_text()}"
        told.unlink()


def _place(run: int, worker: str) -> Path:
    """Of a worker, whose parent tells of the failure."""
    return Path(tempfile.gettempdir()) / f"countermark-hang-{run}-{worker}.txt"


def _tasks() -> list[asyncio.Task[object]]:
    """Of every loop, as seen from another thread. By type: some objects raise when they are asked for their class."""
    return [each for each in gc.get_objects() if issubclass(type(each), asyncio.Task) and not each.done()]


def _awaited(task: asyncio.Task[object]) -> Iterator[str]:
    """The chain of awaits, outermost first: `Task.get_stack` has its first alone."""
    at: object = task.get_coro()
    while isinstance(at, CoroutineType | AsyncGeneratorType):
        frame = at.cr_frame if isinstance(at, CoroutineType) else at.ag_frame
        if frame is not None:
            yield f"  {frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}\n"
        awaited = at.cr_await if isinstance(at, CoroutineType) else at.ag_await
        # What an async generator is asked by names it to the collector alone.
        at = next(
            (each for each in gc.get_referents(awaited) if isinstance(each, AsyncGeneratorType)), awaited
        )
    yield f"  {reprlib.repr(at)}\n"
