"""Loops of a process end when they are told to, and begin again after a fault."""

import asyncio

import pytest

from app.background import Background
from core.errors import DatabaseUnavailable


class Loop:
    """Waits. failing: raised once by what it does at its end. faults: starts that fail, before one that does not."""

    def __init__(self, failing: Exception | None, faults: int = 0) -> None:
        self.started = asyncio.Event()
        self.starts = self.ends = 0
        self._failing = failing
        self._faults = faults

    async def run(self) -> None:
        self.starts += 1
        if self.starts <= self._faults:
            raise RuntimeError("It fails as it starts.")
        self.started.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ends += 1
            failing, self._failing = self._failing, None
            if failing is not None:
                raise failing


class Deaf:
    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.unheard = 0

    async def run(self) -> None:
        try:
            self.started.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.unheard += 1
        await asyncio.Event().wait()


@pytest.mark.parametrize("failing", [None, RuntimeError("It broke."), DatabaseUnavailable("It is gone.")])
async def test_one_that_fails_at_its_end_ends(failing: Exception | None) -> None:
    """What it raises replaces the cancellation, which is not made twice."""
    loops = [Loop(failing), Loop(None)]
    background = Background()
    for at, loop in enumerate(loops):
        background.start(f"loop {at}", loop.run)
    for loop in loops:
        await loop.started.wait()
    await ended(background)
    assert [(loop.starts, loop.ends) for loop in loops] == [(1, 1), (1, 1)]


async def test_one_that_breaks_begins_again() -> None:
    loop = Loop(None, faults=2)
    background = Background()
    background.start("loop", loop.run)
    await loop.started.wait()
    await ended(background)
    assert (loop.starts, loop.ends) == (3, 1)


async def test_one_that_does_not_hear_is_told_again() -> None:
    """As after asyncpg's `executemany`, which returns in place of the cancellation."""
    loop = Deaf()
    background = Background(heard_s=0.05)
    background.start("loop", loop.run)
    await loop.started.wait()
    await ended(background)
    assert loop.unheard == 1


async def ended(background: Background) -> None:
    leaving = asyncio.create_task(background.__aexit__(None, None, None))
    done, _ = await asyncio.wait({leaving}, timeout=10)
    assert leaving in done
