"""What payments keep about a person, and in which bulks their facts came."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from core.clock import to_micros
from core.database import Transaction
from payments.holdings_store import BULKS, HOLDINGS

__all__ = ["HOLDINGS", "bulks_of"]

_BEFORE = dt.timedelta(seconds=10)
_AFTER = dt.timedelta(minutes=2)


async def bulks_of(
    tx: Transaction, environment_id: UUID, facts: Sequence[tuple[UUID, dt.datetime]]
) -> list[UUID]:
    """Return the eids of the bulks that brought facts, found by their ids and times; what came alone is in none."""
    ids = [fact_id for fact_id, _ in facts]
    earliest = [_bound(at - _BEFORE, 0) for _, at in facts]
    latest = [_bound(at + _AFTER, (1 << 80) - 1) for _, at in facts]
    return [row[0] for row in await tx.fetch(BULKS, environment_id, ids, earliest, latest)]


def _bound(at: dt.datetime, rest: int) -> UUID:
    """The least or greatest UUIDv7 of a millisecond, by the time in its first 48 bits (RFC 9562)."""
    return UUID(int=(to_micros(at) // 1000) << 80 | rest)
