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
Decided: TypeAlias = DecidedRow


async def decided_since(
    tx: Transaction, environment_id: UUID, after: UUID, outcomes: Sequence[str]
) -> Sequence[Decided]:
    """List decisions with one of the outcomes, oldest first, at most 1,000."""
    return await decided_store.since(tx, environment_id, after, outcomes, ROWS_MAX)


def settled(now: dt.datetime) -> UUID:
    """Below this id no decision can still be written; above it one may appear behind another that was read."""
    return floor_of(now - SETTLED_AFTER)
