"""Reading the running state from the database: many customers in one statement."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from core.clock import from_micros
from core.database import Transaction
from payments import state_store
from payments.exclusion import OwnPayment, without
from payments.history import WindowStarts
from payments.movements import minute_end, minute_of
from payments.sketches import ESTIMATES
from payments.state import CustomerState, StateQuery, Window

RECENT_MAX = 1_000
"""How far back `exclude` looks for another payment at the same merchant or device; beyond it counts as unseen."""
KEEP_MINUTES_DAYS = 3
KEEP_HOURS_DAYS = 40

# Columns of `state_store.READ`: six for each of six windows, then these.
_LOGS = 36
_OWN = 52


async def read_many(tx: Transaction, queries: Sequence[StateQuery]) -> list[CustomerState]:
    """Read the states of many queries, of any environments in scope, in one statement and in their order.

    A payment that was ingested before it is scored (`exclude`) costs three more statements.
    """
    if not queries:
        return []
    minutes = [minute_of(query.at) for query in queries]
    columns: tuple[Sequence[object], ...] = (
        range(len(queries)),
        [query.environment_id for query in queries],
        [query.customer for query in queries],
        minutes,
        [query.currency for query in queries],
        [query.merchant_key[0] if query.merchant_key else None for query in queries],
        [query.device_key[0] if query.device_key else None for query in queries],
        [query.exclude for query in queries],
    )
    rows = await state_store.read(tx, columns)
    found = []
    for query, minute, row in zip(queries, minutes, rows, strict=True):
        if row[_OWN] is None or row[_OWN + 1] != query.customer:
            found.append(_state(query, minute, row))
        else:
            found.append(_state(query, minute, await _without_own(tx, query, minute, row)))
    return found


def _state(query: StateQuery, minute: int, row: asyncpg.Record) -> CustomerState:
    (
        log_count, log_sum, log_square_sum,
        merchants_h24, merchants_d7, merchants_d30, merchants_d90, devices_d90, merchant_seen, device_seen,
        logins, failed, first_at, last, placed, money,
    ) = row[_LOGS:_OWN]  # fmt: skip
    last_at, last_amount, last_direction, last_currency = _last(last, minute) if last else _NO_LAST
    placed_at, country, latitude, longitude = _placed(placed, minute) if placed else _NOT_PLACED
    return CustomerState(
        at=query.at,
        currency=money,
        first_at=first_at if first_at is not None and minute_of(first_at) <= minute else None,
        last_at=last_at,
        lifetime=Window(*row[30:36]),
        h1=Window(*row[0:6]),
        h24=Window(*row[6:12]),
        d7=Window(*row[12:18]),
        d30=Window(*row[18:24]),
        d90=Window(*row[24:30]),
        log_count=log_count,
        log_sum=log_sum,
        log_square_sum=log_square_sum,
        merchants_h24=ESTIMATES[merchants_h24 or 0],
        merchants_d7=ESTIMATES[merchants_d7 or 0],
        merchants_d30=ESTIMATES[merchants_d30 or 0],
        merchants_d90=ESTIMATES[merchants_d90 or 0],
        devices_d90=ESTIMATES[devices_d90 or 0],
        merchant_seen=None if query.merchant_key is None else merchant_seen == 1,
        device_seen=None if query.device_key is None else device_seen == 1,
        logins_h24=logins,
        failed_logins_h24=failed,
        last_amount_minor=last_amount,
        last_direction=last_direction,
        last_currency=last_currency,
        placed_at=placed_at,
        placed_country=country,
        placed_latitude=latitude,
        placed_longitude=longitude,
    )


_NO_LAST = (None, None, None, None)
_NOT_PLACED = (None, None, None, None)
_MICROS_PER_MINUTE = 60_000_000


def _last(text: str, minute: int) -> tuple[datetime, int, str, str] | tuple[None, None, None, None]:
    """Read the register of the latest payment (`state_store.LAST`): nothing if it lies after the minute."""
    micros = int(text[:16])
    if micros >= (minute + 1) * _MICROS_PER_MINUTE:
        return _NO_LAST
    return from_micros(micros), int(text[52:]), "debit" if text[48] == "d" else "credit", text[49:52]


def _placed(
    text: str, minute: int
) -> tuple[datetime, str, float | None, float | None] | tuple[None, None, None, None]:
    """Read the register of the latest payment with a country (`state_store.PLACED`)."""
    micros = int(text[:16])
    if micros >= (minute + 1) * _MICROS_PER_MINUTE:
        return _NOT_PLACED
    country, latitude, longitude = text[48:].split(":")
    return (
        from_micros(micros),
        country,
        int(latitude) / 10 if latitude else None,
        int(longitude) / 10 if longitude else None,
    )


async def _without_own(tx: Transaction, query: StateQuery, minute: int, row: asyncpg.Record) -> list[object]:
    own = OwnPayment(*row[_OWN:])
    since = datetime.fromtimestamp(WindowStarts.before(minute).d90 * 60, UTC)
    until = minute_end(minute)
    where = (tx, query.environment_id, query.customer)
    others = await state_store.recent_keys(
        *where, since=since, until=until, other_than=own.id, limit=RECENT_MAX
    )
    first_at = await state_store.first_at(*where, own.id)
    last, placed = await state_store.latest(*where, own.id, RECENT_MAX)
    keys = [(other[0], other[1], other[2]) for other in others]
    return without(row[:_OWN], own, minute, keys, (first_at, last, placed))


async def prune(tx: Transaction, environment_id: UUID) -> int:
    """Delete minutes and hours that no window of a customer's latest days can need. Returns: rows deleted.

    Days are counted back from the customer's own last payment, not from today, so a replayed past keeps its windows.
    A payment that arrives more than three days late then finds fewer of the minutes and hours before it.
    """
    return await state_store.prune(tx, environment_id, KEEP_MINUTES_DAYS, KEEP_HOURS_DAYS)
