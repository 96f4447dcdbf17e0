"""The whole world, day by day, as one stream in order of time."""

from collections.abc import Iterator

from payments.simulator.acquiring import Acquiring
from payments.simulator.business import Business
from payments.simulator.events import CustomerTruth, Event, SimulatorConfig
from payments.simulator.frauds import Crime
from payments.simulator.people import people
from payments.simulator.spending import Spender
from payments.simulator.timeline import Timeline
from payments.simulator.world import World


class Simulation:
    """One run: `truths` is known from the start, the days can be played once."""

    def __init__(self, config: SimulatorConfig) -> None:
        self.config = config
        self._world = World(config.seed)
        self._customers = people(config, self._world)
        self._timeline = Timeline(config)
        acquiring = Acquiring(config, self._timeline)
        self._spender = Spender(config, self._world, self._timeline, acquiring)
        self._crime = Crime(config, self._world, self._timeline, self._spender)
        self._business = Business(config, self._timeline)

    @property
    def truths(self) -> list[CustomerTruth]:
        return [customer.truth for customer in self._customers]

    def day(self, day: int) -> list[Event]:
        """Play the next day and return its events, ordered by `at`. Days are played once each, from 0 upwards."""
        for customer in self._customers:
            self._spender.live(customer, day)
            self._crime.strike(customer, day)
        self._business.trade(day)
        return self._timeline.take(day)

    def events(self) -> Iterator[Event]:
        """Yield every event of the configured days, ordered by `at`. Memory is that of one day's events."""
        for day in range(self.config.days):
            yield from self.day(day)


def simulate(config: SimulatorConfig) -> Iterator[Event]:
    """Yield the events of a fresh simulation. Same config, same events."""
    return Simulation(config).events()
