"""How far ahead of the installation's time environments are: sandboxes whose clock was moved, and no others.

The table has no row-level security, since a round over all environments begins with it; it holds an id, a span and a moment.
"""

import datetime as dt
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from core.clock import NOT_AHEAD
from core.database import Database, Transaction

_ALL = "SELECT environment_id, ahead FROM sandbox_clock WHERE ahead > interval '0'"
_ONE = "SELECT ahead FROM sandbox_clock WHERE environment_id = $1"


async def all_ahead(database: Database) -> Mapping[UUID, dt.timedelta]:
    """Read every environment that is ahead, in a transaction of its own."""
    async with database.unscoped() as tx:
        return {row["environment_id"]: row["ahead"] for row in await tx.fetch(_ALL)}


async def ahead_of(tx: Transaction, environment_id: UUID) -> dt.timedelta:
    """Read how far ahead one environment is; nothing for all that were never moved."""
    found = cast("dt.timedelta | None", await tx.fetchval(_ONE, environment_id))
    return NOT_AHEAD if found is None else found


async def read_ahead(database: Database, environment_id: UUID) -> dt.timedelta:
    """The same in a transaction of its own."""
    async with database.unscoped() as tx:
        return await ahead_of(tx, environment_id)
