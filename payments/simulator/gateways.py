"""Payments that are to be routed, and what each gateway would have done with each: only a simulation knows that.

The gateways, their failure rates, evenings and outages are those of `acquiring`. Its failures are split in two: what fails at
the best gateway for a method fails anywhere, by the customer's or the bank's doing; what a gateway fails beyond that, and what fails
in its outages, is its own fault. One number drawn for each payment and cause decides at all gateways alike (common random numbers),
so two policies differ by what they chose and by nothing else.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from random import Random

import msgspec

from payments.facts import Method
from payments.simulator.acquiring import OUTAGE_FAILURE, Outage, outages
from payments.simulator.timeline import DAY_MS, HOUR_MS, MINUTE_MS
from payments.simulator.world import CUMULATIVE_HOURS, GATEWAYS, Gateway

METHODS: tuple[tuple[Method, int], ...] = (("upi", 50), ("card", 30), ("netbanking", 12), ("wallet", 8))
OTHERS_CODES: dict[Method, tuple[str, ...]] = {
    "upi": ("payer_bank_down", "collect_expired", "limit_exceeded", "wrong_pin"),
    "card": ("issuer_declined", "3ds_failed", "insufficient_funds", "expired_card"),
    "wallet": ("insufficient_funds", "wallet_locked"),
    "netbanking": ("bank_down", "session_expired", "user_cancelled"),
}
FAULT_CODES = ("gateway_timeout", "gateway_error", "http_502", "processing_error")
OUTAGE_CODES = ("gateway_down", "gateway_timeout", "http_503")
LATE_SHARE = 0.05
"""Of results that come minutes late, as notices of gateways do; the others come within seconds."""


class Trial(msgspec.Struct, frozen=True, gc=False):
    """What one gateway would have done with a payment. error_code: None where it succeeds. known_after_ms: until the result is told."""

    error_code: str | None
    fault: bool
    known_after_ms: int


class PaymentToRoute(msgspec.Struct, frozen=True, gc=False):
    """offset: milliseconds since the first midnight. trials: by gateway."""

    id: str
    offset: int
    method: Method
    amount_minor: int
    trials: dict[str, Trial]


class RoutedPayments:
    """A seeded stream of payments in order of time."""

    def __init__(self, seed: int, days: int, payments_per_day: int) -> None:
        self._rng = Random(f"{seed}/routed")
        self._days = days
        self._per_day = payments_per_day
        self._outages = outages(Random(f"{seed}/outages"), days)

    def __iter__(self) -> Iterator[PaymentToRoute]:
        for day in range(self._days):
            for number, offset in enumerate(self._times(day)):
                yield self._payment(f"p{day}-{number}", offset)

    def _times(self, day: int) -> list[int]:
        rng, hours = self._rng, CUMULATIVE_HOURS["evening"]
        return sorted(
            day * DAY_MS
            + bisect_right(hours, rng.random() * hours[-1]) * HOUR_MS
            + int(rng.random() * HOUR_MS)
            for _ in range(self._per_day)
        )

    def _payment(self, name: str, offset: int) -> PaymentToRoute:
        rng = self._rng
        method = rng.choices([each for each, _ in METHODS], cum_weights=_METHOD_WEIGHTS)[0]
        amount = max(100, round(60_000 * rng.lognormvariate(0, 1.0)))
        others, fault, delay = rng.random(), rng.random(), rng.expovariate(1)
        late = rng.random() < LATE_SHARE
        known_after = int(delay * 10 * MINUTE_MS) if late else 1_000 + int(delay * 4_000)
        code = rng.random()
        trials = {
            each.name: self._trial(each, method, offset, (others, fault, code), known_after)
            for each in GATEWAYS
        }
        return PaymentToRoute(name, offset, method, amount, trials)

    def _trial(
        self,
        gateway: Gateway,
        method: Method,
        offset: int,
        drawn: tuple[float, float, float],
        known_after: int,
    ) -> Trial:
        others, fault, code = drawn
        if others < common_failure(method, offset):
            return Trial(_one_of(OTHERS_CODES[method], code), fault=False, known_after_ms=known_after)
        down = self._is_down(gateway.name, method, offset)
        if fault < own_failure(gateway, method, offset, down=down):
            codes = OUTAGE_CODES if down else FAULT_CODES
            return Trial(_one_of(codes, code), fault=True, known_after_ms=known_after)
        return Trial(None, fault=False, known_after_ms=known_after)

    def _is_down(self, gateway: str, method: Method, offset: int) -> bool:
        found = self._outages.get((gateway, offset // DAY_MS), ())
        return any(_covers(outage, method, offset) for outage in found)


def common_failure(method: Method, offset: int) -> float:
    """The chance that a payment fails at any gateway."""
    return min(each.failure[method] for each in GATEWAYS) * evening(offset)


def own_failure(gateway: Gateway, method: Method, offset: int, *, down: bool) -> float:
    """The chance that a gateway fails what the customer and the bank would have let through."""
    total = OUTAGE_FAILURE if down else gateway.failure[method] * evening(offset)
    common = common_failure(method, offset)
    return (total - common) / (1 - common)


def evening(offset: int) -> float:
    return 1.5 if 19 * HOUR_MS <= offset % DAY_MS < 22 * HOUR_MS else 1.0


def _covers(outage: Outage, method: Method, offset: int) -> bool:
    return outage.starts <= offset < outage.ends and outage.method in {None, method}


def _one_of(codes: tuple[str, ...], place: float) -> str:
    return codes[int(place * len(codes))]


_METHOD_WEIGHTS = tuple(accumulate(weight for _, weight in METHODS))
