"""Rounds of the worker: all environments are looked at again and again, some hundred in one scope."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from core.database import Database

ENVIRONMENTS_MAX = 200
"""In one scope: a transaction names the environments that it may see."""


async def go_round(
    database: Database, look: Callable[[Sequence[UUID]], Awaitable[object]], every_s: float
) -> None:
    """Look at all environments, rest, and begin again, until cancelled. look: at some of them, 200 at most."""
    while True:
        environments = await database.environments()
        for at in range(0, len(environments), ENVIRONMENTS_MAX):
            await look(environments[at : at + ENVIRONMENTS_MAX])
        await asyncio.sleep(every_s)
