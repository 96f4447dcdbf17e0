"""Gateways at work: ordinary failures, outages, and the retries of people and machines."""

from collections import defaultdict
from itertools import accumulate
from random import Random

import msgspec

from payments.facts import Method
from payments.simulator.events import GatewayAttempt, SimulatorConfig
from payments.simulator.timeline import DAY_MS, HOUR_MS, MINUTE_MS, Timeline
from payments.simulator.world import FAILURE_CODES, GATEWAYS, Gateway

OUTAGE_FAILURE = 0.85
OUTAGE_EVERY_DAYS = 9
ATTEMPTS_MAX = 3


class Outage(msgspec.Struct, frozen=True):
    starts: int
    ends: int
    method: Method | None
    """None: every method."""


class Acquiring:
    """Takes an online payment through gateways until one accepts it or the payer gives up."""

    def __init__(self, config: SimulatorConfig, timeline: Timeline) -> None:
        self._timeline = timeline
        self._rng = Random(f"{config.seed}/acquiring")
        self._gateways = {gateway.name: gateway for gateway in GATEWAYS}
        self._weights = tuple(accumulate(gateway.weight for gateway in GATEWAYS))
        self._outages = outages(Random(f"{config.seed}/outages"), config.days)

    def pay(
        self, offset: int, transaction_id: str, first: str, method: Method, amount_minor: int
    ) -> tuple[int, str] | None:
        """Returns: when and where the payment went through, or None when it did not."""
        rng = self._rng
        gateway = self._gateways[first]
        for attempt in range(1, ATTEMPTS_MAX + 1):
            failed = rng.random() < self._failure(gateway, method, offset)
            latency_ms = round(gateway.latency_ms * rng.lognormvariate(0, 0.45) * (4 if failed else 1))
            code = rng.choice(FAILURE_CODES[method]) if failed else None
            self._timeline.add(
                offset,
                GatewayAttempt(
                    self._timeline.at(offset),
                    f"{transaction_id}-{attempt}",
                    transaction_id,
                    attempt,
                    gateway.name,
                    method,
                    amount_minor,
                    "INR",
                    not failed,
                    code,
                    latency_ms,
                ),
            )
            if not failed:
                return offset + latency_ms, gateway.name
            if rng.random() < 0.3:
                return None
            offset += latency_ms + int(rng.expovariate(1 / 12_000))
            if rng.random() < 0.6:
                gateway = rng.choices(GATEWAYS, cum_weights=self._weights)[0]
        return None

    def _failure(self, gateway: Gateway, method: Method, offset: int) -> float:
        for outage in self._outages.get((gateway.name, offset // DAY_MS), ()):
            if outage.starts <= offset < outage.ends and outage.method in {None, method}:
                return OUTAGE_FAILURE
        evening = 1.5 if 19 * HOUR_MS <= offset % DAY_MS < 22 * HOUR_MS else 1.0
        return gateway.failure[method] * evening


def outages(rng: Random, days: int) -> dict[tuple[str, int], list[Outage]]:
    """Draw each gateway's outages; one that crosses midnight is listed under both days."""
    found: dict[tuple[str, int], list[Outage]] = defaultdict(list)
    for gateway in GATEWAYS:
        starts = 0
        while (starts := starts + int(rng.expovariate(1 / (OUTAGE_EVERY_DAYS * DAY_MS)))) < days * DAY_MS:
            ends = starts + int(rng.uniform(10, 120) * MINUTE_MS)
            method = rng.choice((None, *gateway.failure))
            for day in range(starts // DAY_MS, ends // DAY_MS + 1):
                found[gateway.name, day].append(Outage(starts, ends, method))
            starts = ends
    return found
