"""Events fall on days, some long after what caused them; each day is then played in order."""

from datetime import UTC, datetime, time, timedelta
from math import exp
from operator import attrgetter
from random import Random

from payments.simulator.events import IST, Event, SimulatorConfig
from payments.simulator.world import CUMULATIVE_HOURS

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
_HOURS = range(24)


class Timeline:
    """Offsets are milliseconds since midnight IST of the first day; what falls after the last day is dropped."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._days = config.days
        self._start = datetime.combine(config.start, time(), IST).astimezone(UTC)
        self._first_weekday = config.start.weekday()
        self._first_day = config.start
        self._pending: dict[int, list[Event]] = {}
        self._numbers = 0
        self._prefix = f"sim{config.seed}"

    def at(self, offset_ms: int) -> datetime:
        return self._start + timedelta(milliseconds=offset_ms)

    def weekday(self, day: int) -> int:
        return (self._first_weekday + day) % 7

    def day_of_month(self, day: int) -> int:
        return (self._first_day + timedelta(days=day)).day

    def next_id(self, letter: str) -> str:
        self._numbers += 1
        return f"{self._prefix}-{letter}{self._numbers:08d}"

    def add(self, offset_ms: int, event: Event) -> None:
        day = offset_ms // DAY_MS
        if day < self._days:
            self._pending.setdefault(day, []).append(event)

    def take(self, day: int) -> list[Event]:
        """The day's events in order of time; those of one instant in the order they were added."""
        events = self._pending.pop(day, [])
        events.sort(key=attrgetter("at"))
        return events


def poisson(rng: Random, mean: float) -> int:
    """Knuth's product of uniforms: exact, and quick for the small means used here."""
    limit = exp(-mean)
    count = 0
    product = rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def moment(rng: Random, day: int, hours: str) -> int:
    """A random offset on a day, by the hours at which such things happen."""
    hour = rng.choices(_HOURS, cum_weights=CUMULATIVE_HOURS[hours])[0]
    return day * DAY_MS + hour * HOUR_MS + int(rng.random() * HOUR_MS)
