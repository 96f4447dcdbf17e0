"""Examples of the use cases about a customer's past: simulated households, asked about at the end of what is known."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from math import log
from operator import attrgetter
from random import Random

import msgspec
import numpy as np

from inference.features import forecasts, leads, life_events
from inference.features.customer_past import past_of
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, CustomerHistory
from payments.simulator.events import IST, SimulatedPayment, SimulatorConfig
from payments.simulator.lives import Life, lives
from payments.simulator.people import STEADY
from payments.simulator.spending import arrives, unevenness
from payments.simulator.stream import Simulation
from training.fit import SHAPES, Shape
from training.starter_events import Examples, Recipe

HOUSEHOLDS, MONTHS = 450, 12
AHEAD = 3
LEAD_HOUSEHOLDS, LEAD_MONTHS = 700, 9
NEAR = timedelta(days=35)
LEVELS = {"log_ratio_p10": 0.1, "log_ratio_p50": 0.5, "log_ratio_p90": 0.9}
SHIFT = 0.05
MONTH = timedelta(days=30)
ORDINARY_DAYS, ORDINARY_CUSTOMERS = 200, 150
ORDINARY_NEVER = frozenset(life_events.KINDS) - {"travel"}


def history_of(life: Life, at: datetime, months: int = AHEAD) -> CustomerHistory:
    """What a tenant would send at one moment: the newest payments up to it."""
    known = [each for each in life.transactions if each.occurred_at <= at][-HISTORY_MAX:]
    return CustomerHistory(customer_id=life.customer_id, currency="INR", transactions=known, months=months)


def play_forecast(seed: int) -> Examples:
    """Rows of one question a household, asked when the last three months are still to come; of some, earlier too."""
    matrix: list[tuple[float, ...]] = []
    target: list[bool] = []
    group: list[int] = []
    values: list[float] = []
    for number, life in enumerate(lives(seed, HOUSEHOLDS, MONTHS)):
        for at in _moments(life, number):
            history = history_of(life, at)
            truth = list(_truth(history, life, at))
            matrix.extend(forecasts.rows(history, at))
            target.extend(spent > base for spent, base in truth)
            values.extend(log(SHIFT + spent / base) if base > 0 else float("nan") for spent, base in truth)
            group.extend([number] * len(truth))
    found = np.array(values)
    return Examples(
        np.array(matrix, np.float32), np.array(target, np.bool_), np.array(group, np.int64), dict.fromkeys(LEVELS, found)
    )  # fmt: skip


def _moments(life: Life, number: int) -> list[datetime]:
    """Two questions a household, after four to nine months."""
    return [life.until - MONTH * (AHEAD + number % 3), life.until - MONTH * (AHEAD + 3 + number % 3)]


def _truth(history: CustomerHistory, life: Life, at: datetime) -> Iterator[tuple[float, float]]:
    """What was then spent, and the mean of three months before, in the order of `forecasts.rows`."""
    past = past_of(history, at)
    kinds = forecasts.categories(past)
    for ahead in range(1, AHEAD + 1):
        later = msgspec.structs.replace(history, transactions=life.transactions)
        spent = past_of(later, at + MONTH * ahead).spent
        yield sum(each[0] for each in spent.values()), forecasts.level(past.total)
        for kind in kinds:
            yield spent.get(kind, [0.0])[0], forecasts.level(past.spent[kind])


SPEND_FORECAST = Recipe(
    use_case="spend-forecast",
    worlds=(601, 602, 603, 604),
    unseen=(941, 942),
    play=play_forecast,
    levels=LEVELS,
    head_shape=Shape("heads", leaves=15, depth=4, trees=0, rate=0.08, rows_per_leaf=60),
    head_trees=80,
    shapes=SHAPES[1:],
    described="Households are asked about twice, for three months ahead. Heads are ln(0.05 + spending over its mean of three months).",
)


def play_leads(seed: int) -> Examples:
    """A row for each product of each household, asked at the end; the target is whether it was taken up then."""
    matrix: list[tuple[float, ...]] = []
    target: list[bool] = []
    group: list[int] = []
    for number, life in enumerate(lives(seed, LEAD_HOUSEHOLDS, LEAD_MONTHS)):
        history = history_of(life, life.until)
        matrix.extend(leads.rows(history, life.until))
        target.extend(product in life.took for product in leads.PRODUCTS)
        group.extend([number] * len(leads.PRODUCTS))
    return Examples(np.array(matrix, np.float32), np.array(target, np.bool_), np.array(group, np.int64), {})


def play_life_events(seed: int) -> Examples:
    """A row for each kind of happening of each household; the target is whether it happened within what is known, and the
    trace begins within 35 days of it. Besides, customers of the stream of payments, of whom nothing happens to most."""
    matrix: list[tuple[float, ...]] = []
    target: list[bool] = []
    group: list[int] = []
    for number, life in enumerate(lives(seed, LEAD_HOUSEHOLDS, LEAD_MONTHS)):
        history = history_of(_paid_unevenly(life), life.until)
        found = life_events.traces(past_of(history, life.until))
        matrix.extend(life_events.rows(history, life.until))
        target.extend(_meant(life, trace) for trace in found)
        group.extend([number] * len(found))
    for number, (history, at) in enumerate(ordinary(seed), LEAD_HOUSEHOLDS):
        rows = zip(life_events.KINDS, life_events.rows(history, at), strict=True)
        matrix.extend(row for kind, row in rows if kind in ORDINARY_NEVER)
        target.extend([False] * len(ORDINARY_NEVER))
        group.extend([number] * len(ORDINARY_NEVER))
    return Examples(np.array(matrix, np.float32), np.array(target, np.bool_), np.array(group, np.int64), {})


def _paid_unevenly(life: Life) -> Life:
    """The same life with salaries that vary and at times fail to come, by how steady its employer is: as in the stream."""
    rng = Random(f"{life.customer_id}/{life.until}/{len(life.transactions)}/salaries")
    stability = rng.betavariate(*STEADY)
    found = []
    for each in life.transactions:
        if each.category != "salary":
            found.append(each)
        elif rng.random() < arrives(stability):
            noise = rng.lognormvariate(0, unevenness(stability))
            found.append(msgspec.structs.replace(each, amount_minor=max(100, int(each.amount_minor * noise))))
    return msgspec.structs.replace(life, transactions=found)


def ordinary(seed: int) -> Iterator[tuple[CustomerHistory, datetime]]:
    """Customers of the stream of payments, each asked about after four months and at the end. They travel, but keep their
    employers, homes and loans; none of them marries or has a child."""
    config = SimulatorConfig(seed=seed, days=ORDINARY_DAYS, customers=ORDINARY_CUSTOMERS)
    known: dict[str, list[Transaction]] = defaultdict(list)
    for event in Simulation(config).events():
        if isinstance(event, SimulatedPayment):
            known[event.transaction.customer_id].append(event.transaction)
    begun = datetime.combine(config.start, time(), IST)
    for customer_id, payments in known.items():
        for days in (120, ORDINARY_DAYS):
            at = begun + timedelta(days=days)
            earlier = sorted(
                (each for each in payments if each.occurred_at <= at), key=attrgetter("occurred_at")
            )
            if earlier:
                newest = earlier[-HISTORY_MAX:]
                yield CustomerHistory(customer_id=customer_id, currency="INR", transactions=newest), at


def _meant(life: Life, trace: life_events.Trace) -> bool:
    began = trace.at
    return began is not None and any(
        each.what == trace.kind and abs(began - each.at) <= NEAR for each in life.happened
    )


LEAD_SCORE = Recipe(
    use_case="lead-score",
    worlds=(651, 652, 653, 654, 655),
    unseen=(951, 952),
    play=play_leads,
    levels={},
    head_shape=SHAPES[0],
    head_trees=0,
    described="Households are asked about once, for every product.",
)
LIFE_EVENTS = Recipe(
    use_case="life-events",
    worlds=(661, 662, 663, 664),
    unseen=(961, 962),
    play=play_life_events,
    levels={},
    head_shape=SHAPES[0],
    head_trees=0,
    shapes=SHAPES[:2],
    described="Households are asked about once, for every kind of happening; beside them ordinary customers of the stream of payments, of whom nothing but travel happens.",
)
