"""Taking one payment back out of a state: for a payment that was ingested first and is scored afterwards.

Sums subtract. A sketch cannot, so a bit stays only if another recent payment or sign-in set it too.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from payments.history import WindowStarts
from payments.movements import minute_of

# Columns of `state_store.READ` that are touched here.
WINDOW_WIDTH = 6
LOG_COUNT = 36
MERCHANTS_H24 = 39
DEVICES = 43
MERCHANT_SEEN = 44
DEVICE_SEEN = 45
FIRST_AT = 48
LAST = 49
PLACED = 50
CURRENCY = 51

Key = tuple[int, int | None, int | None]
"""Minute, merchant bit and device bit of another payment or sign-in."""

Registers = tuple[datetime | None, str | None, str | None]


class OwnPayment(msgspec.Struct, frozen=True):
    """The recorded payment that is being scored: the last columns of `state_store.READ`."""

    id: UUID
    customer: UUID
    content: bytes
    occurred_at: datetime
    amount_minor: int
    direction: str
    currency: str
    method: str
    channel: str | None
    category: str | None
    log_milli: int
    merchant_bit: int | None
    device_bit: int | None


def without(
    row: Sequence[object], own: OwnPayment, minute: int, others: Sequence[Key], registers: Registers
) -> list[object]:
    """Return the columns of a state as they were without `own`.

    others: the customer's other payments and sign-ins of 90 days, as keys. registers: `first_at`, `last` and `placed`
    as the customer's other payments make them.
    """
    values = list(row)
    values[FIRST_AT], values[LAST], values[PLACED] = registers
    at = minute_of(own.occurred_at)
    if at > minute:
        return values
    starts = WindowStarts.before(minute)
    same_currency = own.currency == values[CURRENCY]
    for index, start in enumerate((starts.h1, starts.h24, starts.d7, starts.d30, starts.d90, at)):
        if at >= start:
            _subtract(values, index * WINDOW_WIDTH, own, same_currency=same_currency)
    if own.direction == "debit" and same_currency:
        for offset, part in enumerate((1, own.log_milli, own.log_milli * own.log_milli)):
            values[LOG_COUNT + offset] = _integer(values[LOG_COUNT + offset]) - part
    merchant = own.merchant_bit if own.direction == "debit" else None
    for offset, start in enumerate((starts.h24, starts.d7, starts.d30, starts.d90)):
        if merchant is not None and at >= start and not _set_by(others, 1, merchant, start):
            values[MERCHANTS_H24 + offset] = _integer(values[MERCHANTS_H24 + offset]) - 1
            if start == starts.d90:
                values[MERCHANT_SEEN] = 0
    if own.device_bit is not None and at >= starts.d90 and not _set_by(others, 2, own.device_bit, starts.d90):
        values[DEVICES] = _integer(values[DEVICES]) - 1
        values[DEVICE_SEEN] = 0
    return values


def _subtract(values: list[object], base: int, own: OwnPayment, *, same_currency: bool) -> None:
    debit = own.direction == "debit"
    money = own.amount_minor if same_currency else 0
    parts = (
        int(debit),
        money if debit else 0,
        int(not debit),
        0 if debit else money,
        money if debit and (own.method == "cash" or own.channel == "atm") else 0,
        money if debit and own.category == "emi" else 0,
    )
    for offset, part in enumerate(parts):
        values[base + offset] = _integer(values[base + offset]) - part


def _set_by(others: Sequence[Key], column: int, bit: int, start: int) -> bool:
    return any(other[column] == bit and other[0] >= start for other in others)


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0
