"""From the sums of `state_store.READ` to a state: adding up by window, and reading the registers of the lifetime."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from core.clock import from_micros
from payments.currencies import Tally, usual
from payments.facts import Direction
from payments.movements import minute_of
from payments.sketches import ESTIMATES
from payments.state import CustomerState, StateQuery, Window

OWN = 12
"""Where the columns about the scored payment itself begin."""
WINDOW_WIDTH = 8
LIFETIME = 5 * WINDOW_WIDTH

# The bits of a mask are places of windows: h1, h24, d7, d30, d90, lifetime; bit 64 is what lies after the moment asked for.
_H24_BIT, _D90_BIT, LIFETIME_BIT, _AFTER_BIT = 2, 16, 32, 64
_BASES = (
    *(tuple(place * WINDOW_WIDTH for place in range(6) if mask >> place & 1) for mask in range(_AFTER_BIT)),
    (LIFETIME,),
)
_MICROS_PER_MINUTE = 60_000_000

Sums = Sequence[int]
"""Of one currency and one mask: mask, debits and their sum, credits and theirs, sums of cash and instalments, sum and sum of
squares of the debits' logarithms, sign-ins, failed ones."""


class Gathered(msgspec.Struct):
    """What is known of a customer, of every currency, before one is asked for.

    sums, currencies: side by side; sign-ins are of the currency ''. merchants: bits set of h24, d7, d30, d90. lasts: registers
    of the latest payment, one a currency, and placed, as `state_store` writes them.
    """

    sums: list[Sums]
    currencies: list[str]
    merchants: list[int]
    devices: int
    merchant_seen: bool
    device_seen: bool
    first_at: datetime | None
    lasts: list[str]
    placed: str | None

    def usual_currency(self, minute: int) -> str | None:
        """Return the currency of most of the customer's payments up to a minute."""
        names = {*self.currencies, ""}
        if len(names) == 2 and self.first_at is not None and minute_of(self.first_at) <= minute:
            return max(names)  # the only one; what is the rule among several is worked out below
        recent, ever = dict.fromkeys(self.currencies, 0), dict.fromkeys(self.currencies, 0)
        for currency, sums in zip(self.currencies, self.sums, strict=True):
            mask, count = sums[0], sums[1] + sums[3]
            if mask & _D90_BIT:
                recent[currency] += count
            if mask & LIFETIME_BIT:
                ever[currency] += count
            elif mask == _AFTER_BIT:
                ever[currency] -= count
        last = {currency_of(text): int(text[:16]) for text in self.lasts}
        end = (minute + 1) * _MICROS_PER_MINUTE
        return usual(
            {
                each: Tally(recent[each], count, last[each] if last.get(each, end) < end else 0)
                for each, count in ever.items()
            }
        )


def gather(row: asyncpg.Record) -> Gathered:
    sums, currencies, h24, d7, d30, d90, devices, merchant_seen, device_seen, first_at, lasts, placed = row[
        :OWN
    ]
    return Gathered(
        sums or [], currencies or [], [h24 or 0, d7 or 0, d30 or 0, d90 or 0], devices or 0,
        merchant_seen == 1, device_seen == 1, first_at, lasts or [], placed,
    )  # fmt: skip


class _Totals(msgspec.Struct):
    """windows: the numbers of h1, h24, d7, d30, d90 and lifetime, as in `Window`."""

    windows: list[int]
    log_count: int
    log_sum: int
    log_square_sum: int
    logins: int
    failed: int


def _totals_of(found: Gathered, money: str | None) -> _Totals:
    """Add the sums, which are apart by mask, up by window. money: the currency; other ones are counted only."""
    windows = [0] * (6 * WINDOW_WIDTH)
    log_count = log_sum = log_square_sum = logins = failed = 0
    for currency, sums in zip(found.currencies, found.sums, strict=True):
        mask = sums[0]  # what is after the moment is in the lifetime, and is taken out of it
        numbers = sums if mask != _AFTER_BIT else [-number for number in sums]
        _, debits, debit, credit_count, credit, cash, emi, log, square, login, failure = numbers
        if mask & _H24_BIT:
            logins += login
            failed += failure
        if currency == money:
            for base in _BASES[mask]:
                windows[base] += debits
                windows[base + 1] += debit
                windows[base + 2] += credit_count
                windows[base + 3] += credit
                windows[base + 4] += cash
                windows[base + 5] += emi
            if mask & (LIFETIME_BIT | _AFTER_BIT):
                log_count += debits
                log_sum += log
                log_square_sum += square
        elif currency:
            for base in _BASES[mask]:
                windows[base + 6] += debits
                windows[base + 7] += credit_count
    return _Totals(windows, log_count, log_sum, log_square_sum, logins, failed)


def state_of(query: StateQuery, minute: int, found: Gathered) -> CustomerState:
    """minute: that of `query.at`, counted from 1970."""
    money = query.currency or found.usual_currency(minute)
    totals = _totals_of(found, money)
    last_at, last_amount, last_direction, last_currency = _last(max(found.lasts, default=None), minute)
    placed_at, country, latitude, longitude = _placed(found.placed, minute)
    sums = totals.windows
    first_at = found.first_at
    h24, d7, d30, d90 = found.merchants
    return CustomerState(
        at=query.at,
        currency=money,
        first_at=first_at if first_at is not None and minute_of(first_at) <= minute else None,
        last_at=last_at,
        lifetime=Window(*sums[LIFETIME:]),
        h1=Window(*sums[0:8]),
        h24=Window(*sums[8:16]),
        d7=Window(*sums[16:24]),
        d30=Window(*sums[24:32]),
        d90=Window(*sums[32:40]),
        log_count=totals.log_count,
        log_sum=totals.log_sum,
        log_square_sum=totals.log_square_sum,
        merchants_h24=ESTIMATES[h24],
        merchants_d7=ESTIMATES[d7],
        merchants_d30=ESTIMATES[d30],
        merchants_d90=ESTIMATES[d90],
        devices_d90=ESTIMATES[found.devices],
        merchant_seen=None if query.merchant_key is None else found.merchant_seen,
        device_seen=None if query.device_key is None else found.device_seen,
        logins_h24=totals.logins,
        failed_logins_h24=totals.failed,
        last_amount_minor=last_amount,
        last_direction=last_direction,
        last_currency=last_currency,
        placed_at=placed_at,
        placed_country=country,
        placed_latitude=latitude,
        placed_longitude=longitude,
    )


def _last(
    text: str | None, minute: int
) -> tuple[datetime, int, Direction, str] | tuple[None, None, None, None]:
    """Read the register of the latest payment (`state_store.LAST`): nothing if it lies after the minute."""
    if text is None or (micros := int(text[:16])) >= (minute + 1) * _MICROS_PER_MINUTE:
        return None, None, None, None
    return from_micros(micros), int(text[52:]), "debit" if text[48] == "d" else "credit", currency_of(text)


def currency_of(last: str) -> str:
    """Read the currency out of a register of the latest payment."""
    return last[49:52]


def _placed(
    text: str | None, minute: int
) -> tuple[datetime, str, float | None, float | None] | tuple[None, None, None, None]:
    """Read the register of the latest payment with a country (`state_store.PLACED`)."""
    if text is None or (micros := int(text[:16])) >= (minute + 1) * _MICROS_PER_MINUTE:
        return None, None, None, None
    country, latitude, longitude = text[48:].split(":")
    return from_micros(micros), country, _degrees(latitude), _degrees(longitude)


def _degrees(tenths: str) -> float | None:
    return int(tenths) / 10 if tenths else None
