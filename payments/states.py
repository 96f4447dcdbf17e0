"""Reading the running state from the database: many customers in one statement."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from core.database import Transaction
from payments import state_store
from payments.exclusion import OwnPayment, Registers, without
from payments.history import WindowStarts
from payments.movements import minute_end, minute_of
from payments.state import CustomerState, StateQuery
from payments.windows import OWN, Gathered, gather, state_of

RECENT_MAX = 1_000
"""How far back `exclude` looks for another payment at the same merchant or device; beyond it counts as unseen."""
KEEP_MINUTES_DAYS = 3
KEEP_HOURS_DAYS = 40
PRUNE_MAX = 50_000


async def read_many(tx: Transaction, queries: Sequence[StateQuery]) -> list[CustomerState]:
    """Read the states of many queries, of any environments in scope, in one statement and in their order.

    A payment that was ingested before it is scored (`exclude`) costs three more statements.
    """
    return [state_of(query, *known) for query, known in zip(queries, await _read(tx, queries), strict=True)]


async def read_shared(tx: Transaction, queries: Sequence[StateQuery]) -> list[CustomerState]:
    """As `read_many`; queries that differ in nothing but the currency are read once."""
    asked = [replace(query, currency=None) for query in queries]
    distinct = list(dict.fromkeys(asked))
    known = dict(zip(distinct, await _read(tx, distinct), strict=True))
    return [state_of(query, *known[key]) for query, key in zip(queries, asked, strict=True)]


async def _read(tx: Transaction, queries: Sequence[StateQuery]) -> list[tuple[int, Gathered]]:
    """Read what is known of each customer up to a minute, in every currency."""
    if not queries:
        return []
    minutes = [minute_of(query.at) for query in queries]
    columns: tuple[Sequence[object], ...] = (
        range(len(queries)),
        [query.environment_id for query in queries],
        [query.customer for query in queries],
        minutes,
        [query.merchant_key[0] if query.merchant_key else None for query in queries],
        [query.device_key[0] if query.device_key else None for query in queries],
        [query.exclude for query in queries],
    )
    found = []
    for query, minute, row in zip(queries, minutes, await state_store.read(tx, columns), strict=True):
        gathered = gather(row)
        if row[OWN] is not None and row[OWN + 1] == query.customer:
            await _take_out(tx, query, minute, OwnPayment(*row[OWN:]), gathered)
        found.append((minute, gathered))
    return found


async def _take_out(
    tx: Transaction, query: StateQuery, minute: int, own: OwnPayment, found: Gathered
) -> None:
    since = datetime.fromtimestamp(WindowStarts.before(minute).d90 * 60, UTC)
    where = (tx, query.environment_id, query.customer)
    others = await state_store.recent_keys(
        *where, since=since, until=minute_end(minute), other_than=own.id, limit=RECENT_MAX
    )
    first_at = await state_store.first_at(*where, own.id)
    lasts, placed = await state_store.latest(*where, own.id, RECENT_MAX)
    keys = [(other[0], other[1], other[2]) for other in others]
    without(found, own, minute, keys, Registers(first_at, lasts, placed))


async def prune(tx: Transaction, environment_id: UUID) -> int:
    """Delete minutes and hours that no window of a customer's latest days can need, 50,000 at most. Returns: how many.

    Days are counted back from the customer's own last payment, not from today, so a replayed past keeps its windows.
    A payment that arrives more than three days late then finds fewer of the minutes and hours before it.
    """
    return await state_store.prune(tx, environment_id, KEEP_MINUTES_DAYS, KEEP_HOURS_DAYS, PRUNE_MAX)
