"""From the sums of `state_store.READ` to a state: adding up by window, and reading the registers of the lifetime."""

from datetime import datetime

import asyncpg
import msgspec

from core.clock import from_micros
from payments.facts import Direction
from payments.movements import minute_of
from payments.sketches import ESTIMATES
from payments.state import CustomerState, StateQuery, Window

OWN = 12
"""Where the columns about the scored payment itself begin."""
WINDOW_WIDTH = 6
LIFETIME = 5 * WINDOW_WIDTH

# The bits of a mask are places of windows: h1, h24, d7, d30, d90, lifetime; bit 64 is what lies after the moment asked for.
_H24_BIT, _LIFETIME_BIT, _AFTER_BIT = 2, 32, 64
_BASES = tuple(
    tuple(place * WINDOW_WIDTH for place in range(6) if mask >> place & 1) for mask in range(_AFTER_BIT)
)
_MICROS_PER_MINUTE = 60_000_000


class Gathered(msgspec.Struct):
    """A state in the making. sums: six numbers of each of h1, h24, d7, d30, d90 and lifetime, as in `Window`.

    merchants: bits set of h24, d7, d30, d90. last, placed: registers as `state_store` writes them.
    """

    sums: list[int]
    log_count: int
    log_sum: int
    log_square_sum: int
    logins: int
    failed: int
    merchants: list[int]
    devices: int
    merchant_seen: bool
    device_seen: bool
    first_at: datetime | None
    last: str | None
    placed: str | None
    currency: str | None


def gather(row: asyncpg.Record) -> Gathered:
    """Add the sums of a row, which are apart by mask, up by window."""
    groups, h24, d7, d30, d90, devices, merchant_seen, device_seen, first_at, last, placed, currency = row[
        :OWN
    ]
    sums = [0] * (6 * WINDOW_WIDTH)
    log_count = log_sum = log_square_sum = logins = failed = 0
    for mask, debits, debit, credit_count, credit, cash, emi, own, log, square, login, failure in (
        groups or ()
    ):
        if mask == _AFTER_BIT:
            parts = (debits, debit, credit_count, credit, cash, emi)
            sums[LIFETIME:] = [total - part for total, part in zip(sums[LIFETIME:], parts, strict=True)]
            log_count, log_sum, log_square_sum = log_count - own, log_sum - log, log_square_sum - square
            continue
        for base in _BASES[mask]:
            sums[base] += debits
            sums[base + 1] += debit
            sums[base + 2] += credit_count
            sums[base + 3] += credit
            sums[base + 4] += cash
            sums[base + 5] += emi
        if mask & _H24_BIT:
            logins += login
            failed += failure
        elif mask == _LIFETIME_BIT:
            log_count, log_sum, log_square_sum = log_count + own, log_sum + log, log_square_sum + square
    merchants = [h24 or 0, d7 or 0, d30 or 0, d90 or 0]
    return Gathered(
        sums, log_count, log_sum, log_square_sum, logins, failed,
        merchants, devices or 0, merchant_seen == 1, device_seen == 1, first_at, last, placed, currency,
    )  # fmt: skip


def state_of(query: StateQuery, minute: int, found: Gathered) -> CustomerState:
    """minute: that of `query.at`, counted from 1970."""
    last_at, last_amount, last_direction, last_currency = _last(found.last, minute)
    placed_at, country, latitude, longitude = _placed(found.placed, minute)
    sums = found.sums
    first_at = found.first_at
    h24, d7, d30, d90 = found.merchants
    return CustomerState(
        at=query.at,
        currency=found.currency,
        first_at=first_at if first_at is not None and minute_of(first_at) <= minute else None,
        last_at=last_at,
        lifetime=Window(*sums[LIFETIME:]),
        h1=Window(*sums[0:6]),
        h24=Window(*sums[6:12]),
        d7=Window(*sums[12:18]),
        d30=Window(*sums[18:24]),
        d90=Window(*sums[24:30]),
        log_count=found.log_count,
        log_sum=found.log_sum,
        log_square_sum=found.log_square_sum,
        merchants_h24=ESTIMATES[h24],
        merchants_d7=ESTIMATES[d7],
        merchants_d30=ESTIMATES[d30],
        merchants_d90=ESTIMATES[d90],
        devices_d90=ESTIMATES[found.devices],
        merchant_seen=None if query.merchant_key is None else found.merchant_seen,
        device_seen=None if query.device_key is None else found.device_seen,
        logins_h24=found.logins,
        failed_logins_h24=found.failed,
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
    return from_micros(micros), int(text[52:]), "debit" if text[48] == "d" else "credit", text[49:52]


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
