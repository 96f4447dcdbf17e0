"""Examples of `gateway-route`: online payments of a simulated day after day, each sent through a gateway drawn by chance.

Chance matters: of payments that a router chose for, only the chosen gateway's outcome is known, and a model of them would
learn the router. Here every gateway is tried in every state, its outages included.
"""

from collections import deque
from datetime import timedelta
from random import Random

import numpy as np

from inference.features.gateways import rows
from payments.facts import Method
from payments.gateway_facts import GatewayAttempt, GatewayCandidate, Routing
from payments.simulator.acquiring import Acquiring
from payments.simulator.events import GatewayAttempt as SimulatedAttempt
from payments.simulator.events import SimulatorConfig
from payments.simulator.timeline import Timeline, moment, poisson
from payments.simulator.world import GATEWAYS, ONLINE_METHODS
from training.fit import Shape
from training.starter_events import Examples, Recipe

DAYS = 45
PAYMENTS_A_DAY = 500
HISTORY = 400
EVERY = 3  # one question in so many attempts: neighbours say the same
IST_MINUTES = 330
SHAPES = (
    Shape("medium", leaves=15, depth=4, trees=200, rate=0.05, rows_per_leaf=60),
    Shape("large", leaves=31, depth=6, trees=100, rate=0.08, rows_per_leaf=100),
)


def play(seed: int) -> Examples:
    """One row an attempt: of the gateway that was tried, as things were just before."""
    history: deque[GatewayAttempt] = deque(maxlen=HISTORY)
    found: list[tuple[tuple[float, ...], bool, int]] = []
    tried: dict[str, list[GatewayAttempt]] = {}
    for place, event in enumerate(attempts(seed)):
        attempt = _attempt(event)
        earlier = tried.setdefault(event.transaction_id, [])
        if place >= HISTORY and place % EVERY == 0:
            asked = Routing(
                method=attempt.method,
                amount_minor=event.amount_minor,
                currency=event.currency,
                candidates=[GatewayCandidate(gateway=attempt.gateway)],
                attempts=list(history),
                tried=list(earlier),
                utc_offset_minutes=IST_MINUTES,
            )
            before = attempt.at - timedelta(milliseconds=1)
            found.append((tuple(rows(asked, before)[0]), attempt.succeeded, place // 2_000))
        history.append(attempt)
        earlier.append(attempt)
    return Examples(
        np.array([each[0] for each in found], np.float32),
        np.array([each[1] for each in found], np.bool_),
        np.array([each[2] for each in found], np.int64),
        {},
    )


def attempts(seed: int) -> list[SimulatedAttempt]:
    """Every attempt of one world, in order of time."""
    config = SimulatorConfig(seed=seed, days=DAYS, customers=1)
    timeline = Timeline(config)
    acquiring = Acquiring(config, timeline)
    rng = Random(f"{seed}/online payments")
    found: list[SimulatedAttempt] = []
    for day in range(DAYS):
        for number in range(sum(poisson(rng, 50) for _ in range(PAYMENTS_A_DAY // 50))):
            method: Method = rng.choices(ONLINE_METHODS, (60, 25, 8, 7))[0]
            amount = 100 * max(1, round(rng.lognormvariate(6.5, 1.1)))
            first = rng.choice(GATEWAYS).name
            acquiring.pay(moment(rng, day, "evening"), f"{day}-{number}", first, method, amount)
        found.extend(event for event in timeline.take(day) if isinstance(event, SimulatedAttempt))
    return found


def _attempt(event: SimulatedAttempt) -> GatewayAttempt:
    method = next(each for each in ONLINE_METHODS if each == event.method)
    return GatewayAttempt(
        gateway=event.gateway,
        method=method,
        at=event.at,
        succeeded=event.succeeded,
        failure_code=event.failure_code,
        latency_ms=event.latency_ms,
    )


GATEWAY_ROUTE = Recipe(
    use_case="gateway-route",
    worlds=(501, 502, 503, 504, 505, 506),
    unseen=(931, 932),
    play=play,
    levels={},
    head_shape=SHAPES[0],
    head_trees=0,
    shapes=SHAPES,
    described="Every payment goes first through a gateway drawn by chance.",
)
