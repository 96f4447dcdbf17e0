"""What was decided lately, for who acts on outcomes behind the decision path: never in it."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from core.database import Transaction
from inference import decided_store
from inference.decided_store import DecidedRow
from inference.experiment_counts import SETTLED_AFTER, floor_of

ROWS_MAX = 1_000
NEWEST = UUID(int=2**128 - 1)
_RECENT = dt.timedelta(seconds=3)
Decided: TypeAlias = DecidedRow


async def decided_between(
    tx: Transaction, environment_id: UUID, after: UUID, until: UUID, outcomes: Sequence[str], rows_max: int
) -> Sequence[Decided]:
    """List decisions with one of the outcomes, oldest first."""
    if after >= until:
        return ()
    return await decided_store.between(tx, environment_id, after, until, outcomes, rows_max)


def settled(now: dt.datetime) -> UUID:
    """Below this id no decision can still be written; above it one may appear behind another that was read."""
    return floor_of(now - SETTLED_AFTER)


def recent(now: dt.datetime) -> UUID:
    """Below this id hardly any decision appears: nearly all are written within three seconds of their id."""
    return floor_of(now - _RECENT)
