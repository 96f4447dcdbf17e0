"""The customers: segments, habits, what drives them to default or to leave, and what becomes of them."""

from datetime import timedelta
from itertools import accumulate
from math import exp, log
from random import Random

import msgspec

from payments.simulator.events import CustomerTruth, SimulatorConfig
from payments.simulator.world import ABROAD, City, Merchant, World

FAVOURITES_PER_CATEGORY = 3
NEVER = 1 << 30
STEADY = (6, 2)  # of the beta law of how steadily an employee or a pensioner is paid


class Segment(msgspec.Struct, frozen=True):
    """income_minor: median of a month. payments_a_day: mean. emi: probability of having a loan."""

    name: str
    weight: int
    income_minor: int
    payments_a_day: float
    card: float
    emi: float


SEGMENTS = (
    Segment("student", 18, 1_800_000, 2.2, 0.10, 0.05),
    Segment("salaried", 42, 6_500_000, 2.8, 0.35, 0.40),
    Segment("self_employed", 22, 7_500_000, 2.4, 0.25, 0.45),
    Segment("affluent", 8, 24_000_000, 3.6, 0.60, 0.50),
    Segment("retired", 10, 3_500_000, 1.2, 0.20, 0.10),
)


class Customer:
    """One customer's habits. Mutable: devices are replaced and trips begin as the days go by."""

    __slots__ = (
        "activity",
        "activity_sum",
        "card",
        "cash",
        "city",
        "decline_day",
        "decline_to",
        "devices",
        "emi_minor",
        "favourites",
        "id",
        "income_minor",
        "joined_on",
        "overspend",
        "payday",
        "rent_minor",
        "scale",
        "segment",
        "stability",
        "trip",
        "trip_until",
        "truth",
    )

    def __init__(self, number: int, rng: Random, world: World, config: SimulatorConfig) -> None:
        segment = rng.choices(SEGMENTS, cum_weights=_SEGMENT_WEIGHTS)[0]
        self.id = f"C{number:06d}"
        self.segment = segment.name
        self.city: City = rng.choices(world.cities, cum_weights=world.city_weights)[0]
        self.income_minor = 100 * round(segment.income_minor * rng.lognormvariate(0, 0.35) / 100)
        self.scale = (self.income_minor / 6_500_000) ** 0.6
        self.activity = segment.payments_a_day * rng.lognormvariate(0, 0.35)
        self.card = min(0.9, segment.card * rng.uniform(0.5, 1.5))
        self.cash = rng.betavariate(1.2, 9)
        self.stability = (
            rng.betavariate(*STEADY) if segment.name in {"salaried", "retired"} else rng.betavariate(3, 3)
        )
        self.overspend = rng.lognormvariate(-0.45, 0.35)
        self.payday = rng.choices((1, 1, 7, 25, 28, 30), k=1)[0]
        has_loan = rng.random() < segment.emi
        self.emi_minor = (
            10_000 * round(self.income_minor * rng.uniform(0.08, 0.55) / 10_000) if has_loan else 0
        )
        self.rent_minor = (
            10_000 * round(self.income_minor * rng.uniform(0.15, 0.35) / 10_000) if rng.random() < 0.45 else 0
        )
        self.joined_on = config.start - timedelta(days=round(rng.expovariate(1 / 500)))
        self.devices = [f"dev-{rng.getrandbits(40):010x}" for _ in range(1 + (rng.random() < 0.3))]
        self.favourites = _favourites(rng, world, self.city)
        self.trip: City | None = None
        self.trip_until = 0
        self.truth = self._fate(rng, config)

    def _fate(self, rng: Random, config: SimulatorConfig) -> CustomerTruth:
        """Draw what becomes of the customer, and the decline in activity that often, not always, announces leaving."""
        burden = self.emi_minor / self.income_minor
        unobserved = rng.gauss(0, 0.6)
        strain = (
            5.0 * burden + 2.2 * log(self.overspend / 0.64) + 3.0 * (0.6 - self.stability) + 3.0 * self.cash
        )
        default = _logistic(-3.6 + strain + unobserved)
        tenure_days = (config.start - self.joined_on).days
        restless = rng.gauss(0, 1)
        churn = _logistic(
            -2.6 + 1.3 * restless - 0.25 * log(1 + tenure_days / 90) - 0.35 * (self.activity - 2.5)
        )
        churned = rng.random() < churn
        announced = rng.random() < (0.75 if churned else 0.07)
        self.decline_day = config.days - round(rng.uniform(15, 55)) if announced else NEVER
        self.decline_to = rng.uniform(0.1, 0.55)
        return CustomerTruth(
            self.id, self.segment, self.joined_on, rng.random() < default, default, churned, churn
        )

    def activity_on(self, day: int) -> float:
        """Mean number of ordinary payments on one day."""
        if day < self.decline_day:
            return self.activity
        settled = min(1.0, (day - self.decline_day) / 12)
        return self.activity * (1 - settled * (1 - self.decline_to))

    def travel(self, rng: Random, world: World, day: int) -> None:
        """Begin or end a journey: real customers do turn up abroad, with the phone they always had."""
        if self.trip is not None and day >= self.trip_until:
            self.trip = None
        if self.trip is None and rng.random() < 0.012:
            abroad = rng.random() < 0.25
            self.trip = (
                rng.choice(ABROAD) if abroad else rng.choices(world.cities, cum_weights=world.city_weights)[0]
            )
            self.trip_until = day + 1 + int(rng.expovariate(1 / 4))

    def replace_device(self, rng: Random) -> None:
        self.devices[0] = f"dev-{rng.getrandbits(40):010x}"


def people(config: SimulatorConfig, world: World) -> list[Customer]:
    rng = Random(f"{config.seed}/people")
    return [Customer(number, rng, world, config) for number in range(1, config.customers + 1)]


def _favourites(rng: Random, world: World, city: City) -> dict[str, tuple[Merchant, ...]]:
    """Most people go to a few places: for each category some merchants, those of their own city first."""
    chosen: dict[str, tuple[Merchant, ...]] = {}
    for category, merchants in world.merchants.items():
        if merchants:
            near = [merchant for merchant in merchants if merchant.city is city] or list(merchants)
            count = min(len(near), rng.randint(1, FAVOURITES_PER_CATEGORY))
            chosen[category] = tuple(rng.sample(near, count))
    return chosen


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


_SEGMENT_WEIGHTS = tuple(accumulate(segment.weight for segment in SEGMENTS))
