"""Days of attempts and of tickets as they might be, made up with a seed; and what goes wrong in them."""

import datetime as dt
from collections.abc import Callable, Iterator
from uuid import UUID

import numpy as np

from payments.failure_hours import Place, Tally, Tried, moment
from resolution.root_causes.period import Period

GATEWAYS, METHODS, BANKS = ("alpha", "beta", "gamma"), ("upi", "card"), ("hdfc", "sbi", "icici", "axis")
RATES = {"insufficient_funds": 0.03, "gateway_timeout": 0.01, "issuer_declined": 0.02, "wrong_pin": 0.015}
CAUSES = {"payout_delayed": 3.0, "refund_missing": 2.0, "how_to": 6.0, "kyc_pending": 1.0, "unexplained": 2.0}
"""Tickets an hour."""
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
Worse = Callable[[int, Place], float]
"""What share of attempts at a place fails more, in an hour (counted back from the end), by the code that the place names."""


def nothing(_hour: int, _place: Place) -> float:
    return 0.0


def attempts(
    period: Period, seed: int, worse: Worse = nothing, tries: int = 40
) -> tuple[list[Tally], list[Tried]]:
    """Attempts of every hour that the period reads."""
    random = np.random.default_rng(seed)
    tallies: list[Tally] = []
    tried: list[Tried] = []
    for hour, block in _hours(period):
        for gateway in GATEWAYS:
            for method in METHODS:
                for bank in BANKS:
                    count = int(random.poisson(tries))
                    tried.append(Tried(Place(gateway, method, bank, ""), block, count))
                    for code, rate in RATES.items():
                        place = Place(gateway, method, bank, code)
                        share = min(rate + worse(period.end - 1 - hour, place), 0.9)
                        failed = int(random.binomial(count, share))
                        if failed:
                            tallies.append(_tally(place, block, hour, failed, "INR"))
    return tallies, tried


def tickets(
    period: Period, seed: int, more: Callable[[int, str], float] = lambda _hour, _cause: 1.0
) -> list[Tally]:
    random = np.random.default_rng(seed)
    return [
        _tally(Place("", "", "", cause), block, hour, count, None)
        for hour, block in _hours(period)
        for cause, rate in CAUSES.items()
        if (count := int(random.poisson(rate * more(period.end - 1 - hour, cause))))
    ]


def _hours(period: Period) -> Iterator[tuple[int, int]]:
    for ago in range(period.end - period.blocks.first):
        if ago % period.stride < period.width:
            yield period.end - 1 - ago, ago // period.stride


def _tally(place: Place, block: int, hour: int, count: int, currency: str | None) -> Tally:
    at = moment(hour)
    return Tally(
        place=place, currency=currency, block=block, count=count, amount_minor=count * 1_000, first_at=at,
        last_at=at + dt.timedelta(minutes=59), example=UUID(int=hour),
    )  # fmt: skip
