"""Which currency a customer is asked about in, where no payment and no question names one (docs/decisions/0035).

That of most of their payments of 90 days, so that it follows them when they move, and one payment does not change it; of all
their payments where those days hold too few to tell. Ties go to the latest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from core.clock import to_micros
from payments.facts import Transaction
from payments.movements import MINUTES_PER_DAY, minute_end, minute_of

RECENT_DAYS = 90
RECENT_MIN = 5
"""Payments of 90 days below which they say less than those of a lifetime."""


class Tally(NamedTuple):
    """What a customer paid and received in one currency up to a minute.

    recent: payments of 90 days. ever: of a lifetime. last: microseconds since 1970 of the latest payment; 0 where it is not
    known, or lies after the minute.
    """

    recent: int
    ever: int
    last: int


def usual(tallies: Mapping[str, Tally]) -> str | None:
    """Return the currency of most payments; None without any. tallies: by currency."""
    told = sum(tally.recent for tally in tallies.values()) >= RECENT_MIN
    best: tuple[int, int, str] | None = None
    for currency, tally in tallies.items():
        rank = (-(tally.recent if told else tally.ever), -tally.last, currency)
        if tally.ever > 0 and (best is None or rank < best):
            best = rank
    return None if best is None else best[2]


def usual_of(payments: Iterable[Transaction], at: datetime) -> str | None:
    """The same of payments at hand, as of a moment."""
    minute = minute_of(at)
    end, since = minute_end(minute), (minute // MINUTES_PER_DAY - RECENT_DAYS + 1) * MINUTES_PER_DAY
    recent, ever = Counter[str](), Counter[str]()
    last: dict[str, datetime] = {}
    for payment in payments:
        currency, occurred_at = payment.currency, payment.occurred_at
        last[currency] = max(occurred_at, last.get(currency, occurred_at))
        if occurred_at < end:
            ever[currency] += 1
            recent[currency] += minute_of(occurred_at) >= since
    return usual(
        {
            each: Tally(recent[each], ever[each], to_micros(latest) if latest < end else 0)
            for each, latest in last.items()
        }
    )
