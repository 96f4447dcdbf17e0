"""The dishonest: accounts taken over, cards tested, mules, impossible journeys, and thieves who take care.

Each scenario leaves the traces that it leaves in life (new devices, failed sign-ins, bursts, unusual hours and places),
none of them always. Victims fail to report a few.
"""

from collections.abc import Callable
from itertools import accumulate
from random import Random

import msgspec

from payments.facts import Channel, Method, Transaction
from payments.simulator.events import Scenario, SimulatedPayment, SimulatorConfig
from payments.simulator.people import Customer
from payments.simulator.spending import Spender
from payments.simulator.timeline import DAY_MS, HOUR_MS, MINUTE_MS, Timeline, moment
from payments.simulator.world import ABROAD, City, World

NEVER_REPORTED = 0.04
# Incidents a customer and day, and the payments each makes, give about 8 frauds in 1,000 payments.
RATES: tuple[tuple[Scenario, float], ...] = (
    ("takeover", 0.0008),
    ("card_testing", 0.0003),
    ("new_device", 0.0030),
    ("mule", 0.0004),
    ("geo_velocity", 0.0015),
    ("careful_thief", 0.0015),
)
_CUMULATIVE = tuple(accumulate(rate for _, rate in RATES))


class Loot(msgspec.Struct, frozen=True, kw_only=True):
    """One dishonest payment: over the counter at `place`, at a merchant of `category`, or to a stranger."""

    amount: int
    method: Method
    category: str | None = None
    device: str | None = None
    place: City | None = None
    incoming: bool = False


class Crime:
    """Decides each day who becomes a victim, and of what."""

    def __init__(self, config: SimulatorConfig, world: World, timeline: Timeline, spender: Spender) -> None:
        self._rng = Random(f"{config.seed}/frauds")
        self._world = world
        self._timeline = timeline
        self._spender = spender
        self._level = config.fraud_level
        self._scenarios: dict[Scenario, Callable[[Customer, int], None]] = {
            "takeover": self._takeover,
            "card_testing": self._card_testing,
            "new_device": self._new_device,
            "mule": self._mule,
            "geo_velocity": self._geo_velocity,
            "careful_thief": self._careful_thief,
        }

    def strike(self, customer: Customer, day: int) -> None:
        draw = self._rng.random() / self._level if self._level else 1.0
        if draw >= _CUMULATIVE[-1]:
            return
        for (scenario, _), limit in zip(RATES, _CUMULATIVE, strict=True):
            if draw < limit:
                self._scenarios[scenario](customer, day)
                return

    def _takeover(self, customer: Customer, day: int) -> None:
        """Guessed or phished credentials, then the account is emptied to fresh payees within the hour."""
        rng = self._rng
        offset = self._dark_moment(day)
        device = self._strange_device()
        country = "IN" if rng.random() < 0.7 else rng.choice(ABROAD).country
        for _ in range(rng.randint(0, 6)):
            self._spender.sign_in(offset, customer, device, succeeded=False, country=country)
            offset += rng.randint(4_000, 60_000)
        self._spender.sign_in(offset, customer, device, succeeded=True, country=country)
        for _ in range(rng.randint(2, 8)):
            offset += int(rng.expovariate(1 / (4 * MINUTE_MS)))
            amount = int(customer.income_minor * rng.uniform(0.05, 0.4))
            method: Method = "imps" if rng.random() < 0.5 else "upi"
            self._steal("takeover", customer, offset, Loot(amount=amount, method=method, device=device))

    def _card_testing(self, customer: Customer, day: int) -> None:
        """A list of stolen numbers is tried with small amounts; the card that works buys something dear."""
        rng = self._rng
        offset = self._dark_moment(day)
        device = self._strange_device()
        for _ in range(rng.randint(6, 22)):
            offset += rng.randint(5_000, 60_000)
            small = Loot(amount=rng.randint(1, 60) * 100, method="card", category="gaming", device=device)
            self._steal("card_testing", customer, offset, small)
        if rng.random() < 0.6:
            offset += rng.randint(1, 60) * MINUTE_MS
            dear = Loot(amount=self._dear(customer), method="card", category="electronics", device=device)
            self._steal("card_testing", customer, offset, dear)

    def _new_device(self, customer: Customer, day: int) -> None:
        offset = moment(self._rng, day, "evening")
        device = self._strange_device()
        if self._rng.random() < 0.7:
            self._spender.sign_in(offset, customer, device, succeeded=True)
            offset += 2 * MINUTE_MS
        category = self._rng.choice(("electronics", "shopping", "gaming", None))
        method: Method = "card" if category else "upi"
        loot = Loot(amount=self._dear(customer), method=method, category=category, device=device)
        self._steal("new_device", customer, offset, loot)

    def _mule(self, customer: Customer, day: int) -> None:
        """Other people's money comes in by many hands and leaves within minutes."""
        rng = self._rng
        offset = moment(rng, day, "day")
        for _ in range(rng.randint(2, 5)):
            amount = rng.randint(2_000, 49_000) * 100
            self._steal("mule", customer, offset, Loot(amount=amount, method="imps", incoming=True))
            offset += rng.randint(2, 30) * MINUTE_MS
            if rng.random() < 0.85:
                passed_on = int(amount * rng.uniform(0.9, 0.99))
                loot = Loot(amount=passed_on, method="imps", device=customer.devices[0])
                self._steal("mule", customer, offset, loot)
            offset += rng.randint(1, 40) * MINUTE_MS

    def _geo_velocity(self, customer: Customer, day: int) -> None:
        """A cloned card is used far away while its owner shops at home."""
        rng = self._rng
        offset = moment(rng, day, "evening")
        place = rng.choice(ABROAD) if rng.random() < 0.7 else rng.choice(self._world.cities)
        for _ in range(rng.randint(1, 3)):
            loot = Loot(amount=self._dear(customer), method="card", category="shopping", place=place)
            self._steal("geo_velocity", customer, offset, loot)
            offset += rng.randint(2, 40) * MINUTE_MS

    def _careful_thief(self, customer: Customer, day: int) -> None:
        """Ordinary amounts in ordinary hours: what makes an honest model miss some."""
        rng = self._rng
        for _ in range(rng.randint(1, 3)):
            category = rng.choice(("groceries", "food", "shopping", "entertainment"))
            amount = int(60_000 * customer.scale * rng.lognormvariate(0.3, 0.7)) + 100
            loot = Loot(amount=amount, method="card", category=category)
            self._steal("careful_thief", customer, moment(rng, day, "day"), loot)

    def _steal(self, scenario: Scenario, customer: Customer, offset: int, loot: Loot) -> None:
        rng = self._rng
        merchant = self._world.any_merchant(rng, loot.category) if loot.category else None
        here = loot.place or customer.city
        located = loot.place is not None or rng.random() < 0.3
        channel: Channel = "pos" if loot.place else ("web" if merchant else "app")
        counterparty = f"vpa-x{rng.getrandbits(28):07x}"
        payment = Transaction(
            id=self._timeline.next_id("T"),
            customer_id=customer.id,
            amount_minor=max(100, loot.amount),
            currency="INR",
            occurred_at=self._timeline.at(offset),
            direction="credit" if loot.incoming else "debit",
            method=loot.method,
            channel=channel,
            merchant_id=merchant.id if merchant else None,
            category=merchant.category if merchant else "transfer",
            description=merchant.name if merchant else f"{loot.method.upper()} {counterparty}",
            device_id=loot.device,
            country=here.country,
            region=here.name,
            latitude=round(here.latitude + rng.uniform(-0.2, 0.2), 4) if located else None,
            longitude=round(here.longitude + rng.uniform(-0.2, 0.2), 4) if located else None,
            gateway=merchant.gateway if merchant else None,
            payee_id=None if merchant or loot.incoming else counterparty,
        )
        reported = rng.random() >= NEVER_REPORTED
        self._timeline.add(offset, SimulatedPayment(payment.occurred_at, payment, scenario, reported))

    def _dark_moment(self, day: int) -> int:
        """More often at night, when the owner sleeps."""
        if self._rng.random() < 0.5:
            return moment(self._rng, day, "evening")
        return day * DAY_MS + int(self._rng.random() * 5 * HOUR_MS)

    def _strange_device(self) -> str:
        return f"dev-{self._rng.getrandbits(40):010x}"

    def _dear(self, customer: Customer) -> int:
        return int(customer.income_minor * self._rng.lognormvariate(-2.0, 0.7))
