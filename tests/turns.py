"""Waiting for what other tasks do, by turns of the event loop instead of by the clock."""

import asyncio


async def turns(count: int = 20) -> None:
    """Let every other task that can go on do so, `count` steps at most."""
    for _ in range(count):
        await asyncio.sleep(0)
