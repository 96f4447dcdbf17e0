"""Rounds of the worker: all environments are looked at again and again, some hundred in one scope.

Those of one scope have one time: sandboxes whose clock was moved are looked at by themselves, all that were moved as far together.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from core.clock import NOT_AHEAD, ahead
from core.database import Database
from core.moved_clocks import all_ahead

ENVIRONMENTS_MAX = 200
"""In one scope: a transaction names the environments that it may see."""


async def go_round(
    database: Database, look: Callable[[Sequence[UUID]], Awaitable[object]], every_s: float
) -> None:
    """Look at all environments, rest, and begin again, until cancelled. look: at some of them, 200 at most, in their time."""
    while True:
        await look_round(database, look)
        await asyncio.sleep(every_s)


async def look_round(database: Database, look: Callable[[Sequence[UUID]], Awaitable[object]]) -> None:
    """Look at all environments once."""
    for by, group in (await _by_time(database)).items():
        with ahead(by):
            for at in range(0, len(group), ENVIRONMENTS_MAX):
                await look(group[at : at + ENVIRONMENTS_MAX])


async def in_turn(database: Database) -> list[tuple[UUID, dt.timedelta]]:
    """List every environment with how far ahead it is, for who looks at one after the other."""
    groups = await _by_time(database)
    return [(environment_id, by) for by, group in groups.items() for environment_id in group]


async def _by_time(database: Database) -> dict[dt.timedelta, list[UUID]]:
    environments = await database.environments()
    moved = await all_ahead(database)
    if not moved:
        return {NOT_AHEAD: environments}
    groups: dict[dt.timedelta, list[UUID]] = {}
    for environment_id in environments:
        groups.setdefault(moved.get(environment_id, NOT_AHEAD), []).append(environment_id)
    return groups
