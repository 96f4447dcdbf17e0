"""Taking one payment back out of a state: for a payment that was ingested first and is scored afterwards.

Sums subtract. A sketch cannot, so a bit stays only if another recent payment or sign-in set it too.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from payments.history import WindowStarts
from payments.movements import minute_of
from payments.windows import LIFETIME_BIT, Gathered

Key = tuple[int, int | None, int | None]
"""Minute, merchant bit and device bit of another payment or sign-in."""


class Registers(msgspec.Struct, frozen=True):
    """What the customer's other payments leave behind; the texts are those of `state_store`."""

    first_at: datetime | None
    lasts: list[str]
    placed: str | None


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

    @property
    def is_debit(self) -> bool:
        return self.direction == "debit"


def without(
    found: Gathered, own: OwnPayment, minute: int, others: Sequence[Key], registers: Registers
) -> None:
    """Make `found` the state without `own`. others: the customer's other payments and sign-ins of 90 days."""
    found.first_at, found.lasts, found.placed = registers.first_at, registers.lasts, registers.placed
    at = minute_of(own.occurred_at)
    if at > minute:
        return
    starts = WindowStarts.before(minute)
    windows = (starts.h1, starts.h24, starts.d7, starts.d30, starts.d90)
    mask = sum(1 << place for place, start in enumerate(windows) if at >= start)
    parts = [-part for part in _parts(own)]
    found.sums += [(mask, *parts, 0, 0), (LIFETIME_BIT, *parts, 0, 0)]
    found.currencies += [own.currency, own.currency]
    _take_merchant(found, own, at, starts, others)
    if own.device_bit is not None and at >= starts.d90 and not _set_by(others, 2, own.device_bit, starts.d90):
        found.devices -= 1
        found.device_seen = False


def _parts(own: OwnPayment) -> tuple[int, ...]:
    """What the payment added to its buckets, in the order of `windows.Sums`, between mask and sign-ins."""
    money = own.amount_minor
    if not own.is_debit:
        return (0, 0, 1, money, 0, 0, 0, 0)
    cash = money if own.method == "cash" or own.channel == "atm" else 0
    emi = money if own.category == "emi" else 0
    return (1, money, 0, 0, cash, emi, own.log_milli, own.log_milli * own.log_milli)


def _take_merchant(
    found: Gathered, own: OwnPayment, at: int, starts: WindowStarts, others: Sequence[Key]
) -> None:
    if own.merchant_bit is None or not own.is_debit:
        return
    for place, start in enumerate((starts.h24, starts.d7, starts.d30, starts.d90)):
        if at >= start and not _set_by(others, 1, own.merchant_bit, start):
            found.merchants[place] -= 1
            if start == starts.d90:
                found.merchant_seen = False


def _set_by(others: Sequence[Key], column: int, bit: int, start: int) -> bool:
    return any(other[column] == bit and other[0] >= start for other in others)
