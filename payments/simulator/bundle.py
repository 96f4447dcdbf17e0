"""The payments that come with the product: one day's, with every fraud and error of it, after a month of history."""

from collections.abc import Iterator
from random import Random

from payments.simulator.events import Event, SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation

CONFIG = SimulatorConfig(seed=33, days=31, customers=200, fraud_level=3.0)
BUNDLED = 200


def bundled(config: SimulatorConfig = CONFIG, count: int = BUNDLED) -> list[SimulatedPayment]:
    """Payments of the last day: all that were injected, and ordinary ones up to `count`, in order of time."""
    simulation = Simulation(config)
    last: list[Event] = []
    for day in range(config.days):
        last = simulation.day(day)
    payments = [event for event in last if isinstance(event, SimulatedPayment)]
    injected = [one for one in payments if one.scenario != "ordinary"]
    ordinary = [one for one in payments if one.scenario == "ordinary"]
    wanted = max(0, min(len(ordinary), count - len(injected)))
    chosen = Random(config.seed).sample(ordinary, wanted) + injected
    return sorted(chosen, key=lambda one: one.at)


def history(days: int, config: SimulatorConfig = CONFIG) -> Iterator[Event]:
    """The events of the `days` before the last one: what to feed before the bundled payments are scored."""
    simulation = Simulation(config)
    for day in range(config.days - 1):
        events = simulation.day(day)
        if day >= config.days - 1 - days:
            yield from events
