"""Days of attempts and of tickets as they might be, made up with a seed; and what goes wrong in them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

import numpy as np

from payments.failure_hours import Counted, Place, Tally, Tried, moment
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
    period: Period, seed: int, worse: Worse = nothing, tries: Callable[[int], int] = lambda _block: 40
) -> Counted:
    """Attempts of every hour that the period reads. tries: of an hour at a place, by block."""
    random = np.random.default_rng(seed)
    failed: list[tuple[Tally, int]] = []
    tried: list[tuple[Tried, int]] = []
    places = [(gateway, method, bank) for gateway in GATEWAYS for method in METHODS for bank in BANKS]
    for hour, block in _hours(period):
        for named in places:
            count = int(random.poisson(tries(block)))
            tried.append((Tried(Place(*named, ""), block >= period.now, count), block))
            for code, rate in RATES.items():
                place = Place(*named, code)
                share = min(rate + worse(period.end - 1 - hour, place), 0.9)
                if found := int(random.binomial(count, share)):
                    failed.append((_tally(place, hour, found, "INR", past=block >= period.now), block))
    return _counted(failed, tried)


def tickets(
    period: Period, seed: int, more: Callable[[int, str], float] = lambda _hour, _cause: 1.0
) -> Counted:
    random = np.random.default_rng(seed)
    found = [
        (_tally(Place("", "", "", cause), hour, count, None, past=block >= period.now), block)
        for hour, block in _hours(period)
        for cause, rate in CAUSES.items()
        if (count := int(random.poisson(rate * more(period.end - 1 - hour, cause))))
    ]
    return _counted(found, None)


def only_now(counted: Counted, period: Period) -> Counted:
    """The same where nothing was ever before."""
    return Counted(
        tallies=[each for each in counted.tallies if not each.past],
        tried=None if counted.tried is None else [each for each in counted.tried if not each.past],
        courses={code: _till(each, period.now) for code, each in counted.courses.items()},
        tries=None if counted.tries is None else _till(counted.tries, period.now),
    )


def _till(course: Mapping[int, int], end: int) -> dict[int, int]:
    return {block: count for block, count in course.items() if block < end}


def _counted(failed: list[tuple[Tally, int]], tried: list[tuple[Tried, int]] | None) -> Counted:
    courses: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for tally, block in failed:
        courses[tally.place.code][block] += tally.count
    tries: Counter[int] = Counter()
    for each, block in tried or ():
        tries[block] += each.tries
    return Counted(
        tallies=[tally for tally, _ in failed],
        tried=None if tried is None else [each for each, _ in tried],
        courses=courses,
        tries=None if tried is None else tries,
    )


def _hours(period: Period) -> Iterator[tuple[int, int]]:
    for ago in range(period.end - period.blocks.first):
        if ago % period.stride < period.width:
            yield period.end - 1 - ago, ago // period.stride


def _tally(place: Place, hour: int, count: int, currency: str | None, *, past: bool) -> Tally:
    at = moment(hour)
    return Tally(
        place=place, currency=currency, past=past, count=count, amount_minor=count * 1_000, first_at=at,
        last_at=at + dt.timedelta(minutes=59), example=UUID(int=hour),
    )  # fmt: skip
