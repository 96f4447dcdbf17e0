"""Customers of the simulated stream, who all spend alike, much or little: what their payments say of them after some days."""

from collections import defaultdict
from random import Random

import numpy as np
from numpy.typing import NDArray

from inference.features import segments
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, CustomerHistory
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation

WAY = "everyday"
_DAYS, _FIRST_DAY = 100, 7
_PAYMENTS_MIN = 5


def everyday_customers(seed: int, count: int) -> NDArray[np.float32]:
    """float32[count at most, features of a segment]: each asked about once, at the end of a day of their own."""
    simulation = Simulation(SimulatorConfig(seed=seed, days=_DAYS, customers=count))
    rng = Random(f"{seed}/moments")
    asked: defaultdict[int, list[str]] = defaultdict(list)
    for truth in simulation.truths:
        asked[_FIRST_DAY + int((_DAYS - _FIRST_DAY) * rng.random() ** 2)].append(truth.customer_id)
    paid: defaultdict[str, list[Transaction]] = defaultdict(list)
    found = []
    for day in range(_DAYS):
        events = simulation.day(day)
        for event in events:
            if isinstance(event, SimulatedPayment):
                paid[event.transaction.customer_id].append(event.transaction)
        for customer in asked[day]:
            if len(paid[customer]) >= _PAYMENTS_MIN:
                past = paid[customer][-HISTORY_MAX:]
                history = CustomerHistory(customer_id=customer, currency="INR", transactions=past)
                found.append(segments.rows(history, events[-1].at)[0])
    return np.array(found, np.float32)
