"""Waiting for what others do: by turns of the event loop, or until it is so, and never for a time that should do."""

import asyncio
from collections.abc import Awaitable, Callable

HANGS_S = 60.0
"""Longer than anything takes that is still going on, on a machine however busy."""


async def turns(count: int = 20) -> None:
    """Let every other task that can go on do so, `count` steps at most."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(
    holds: Callable[[], Awaitable[bool]], *, limit_s: float = HANGS_S, every_s: float = 0.05
) -> None:
    """Ask again and again until it is so. Raises: TimeoutError, where it hangs."""
    async with asyncio.timeout(limit_s):
        while not await holds():  # noqa: ASYNC110  what is waited for may be another process's
            await asyncio.sleep(every_s)
