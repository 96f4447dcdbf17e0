"""Examples of `payout-delay`: payouts of simulated businesses, asked about at random moments while they are on their way."""

from collections import deque
from datetime import timedelta
from random import Random

import numpy as np

from inference.features.payouts import rows
from inference.lessons.payouts import HEADS, asked_at, moments
from payments.payout_facts import PastPayout
from payments.simulator.business import Business
from payments.simulator.events import PayoutStage, SimulatorConfig
from payments.simulator.timeline import Timeline
from training.fit import SHAPES, Shape
from training.starter_events import Examples, Recipe

DAYS, CUSTOMERS = 150, 300
HISTORY = 120
KNOWN = 150  # earlier payouts only serve as history
IST_MINUTES = 330
LEVELS = dict(zip(HEADS, (0.5, 0.9, 0.95), strict=True))


def play(seed: int) -> Examples:
    """Rows of up to three questions a payout; the target is whether 24 hours do not suffice."""
    rng = Random(f"{seed}/payout questions")
    history: deque[PastPayout] = deque(maxlen=HISTORY)
    found: list[tuple[tuple[float, ...], float, int]] = []
    for place, past in enumerate(settled_payouts(seed)):
        if place >= KNOWN:
            for at in moments(past, rng):
                asked = asked_at(past, at, list(history), "INR", IST_MINUTES)
                ahead = [
                    each for each in (past.approved_at, past.sent_at, past.settled_at) if each and each > at
                ]
                for row, reached in zip(rows(asked, at), ahead, strict=True):
                    found.append((row, (reached - at) / timedelta(hours=1), place))
        history.append(past)
    hours = np.array([each[1] for each in found])
    logs = np.log1p(hours)
    return Examples(
        np.array([each[0] for each in found], np.float32),
        hours > 24.0,
        np.array([each[2] for each in found], np.int64),
        dict.fromkeys(LEVELS, logs),
    )


def settled_payouts(seed: int) -> list[PastPayout]:
    """Those of one world that were credited, in order of creation."""
    config = SimulatorConfig(seed=seed, days=DAYS, customers=CUSTOMERS)
    timeline = Timeline(config)
    business = Business(config, timeline)
    reached: dict[str, dict[str, PayoutStage]] = {}
    for day in range(DAYS):
        business.trade(day)
        for event in timeline.take(day):
            if isinstance(event, PayoutStage):
                reached.setdefault(event.payout_id, {})[event.stage] = event
    found = [_past(stages) for stages in reached.values() if "settled" in stages]
    return sorted(found, key=lambda past: past.created_at)


def _past(stages: dict[str, PayoutStage]) -> PastPayout:
    made = stages["created"]
    return PastPayout(
        payee_id=made.payee_id,
        bank=made.bank,
        method="imps" if made.method == "imps" else "rtgs" if made.method == "rtgs" else "neft",
        amount_minor=made.amount_minor,
        created_at=made.at,
        approved_at=stages["approved"].at,
        sent_at=stages["sent"].at,
        settled_at=stages["settled"].at,
    )


PAYOUT_DELAY = Recipe(
    use_case="payout-delay",
    worlds=(401, 402, 403, 404, 405, 406),
    unseen=(921, 922),
    play=play,
    levels=LEVELS,
    head_shape=Shape("heads", leaves=31, depth=6, trees=0, rate=0.08, rows_per_leaf=60),
    head_trees=80,
    shapes=SHAPES[2:],
    described=(
        "Each payout is asked about when it is made and at a random moment of each stage; one row for each stage ahead. "
        "Heads are ln(1 + hours)."
    ),
)
