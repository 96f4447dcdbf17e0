"""Ordinary life: shopping, salary, rent, instalments, refunds, sign-ins. Strange at times, and honest."""

from itertools import accumulate
from random import Random

from msgspec.structs import replace

from payments.facts import Channel, LoginEvent, Method, Transaction
from payments.simulator.acquiring import Acquiring
from payments.simulator.events import Scenario, SimulatedLogin, SimulatedPayment, SimulatorConfig
from payments.simulator.people import Customer
from payments.simulator.timeline import MINUTE_MS, Timeline, moment, poisson
from payments.simulator.world import ONLINE_CHANNELS, SPENDING, Merchant, Spending, World

NEUTRAL_OVERSPEND = 0.64
FALSELY_REPORTED = 0.0003
WEEKDAY_ACTIVITY = (0.95, 0.93, 0.95, 0.98, 1.08, 1.15, 0.96)
_WEIGHTS = tuple(accumulate(kind.weight for kind in SPENDING))


def arrives(stability: float) -> float:
    """How likely a month's salary comes at all."""
    return 0.55 + 0.45 * stability


def unevenness(stability: float) -> float:
    """By how much salaries vary, as the deviation of their ln."""
    return 0.25 * (1 - stability)


class Spender:
    """Plays one customer's ordinary day onto the timeline. Keeps the last purchase, for the errors that copy it."""

    def __init__(
        self, config: SimulatorConfig, world: World, timeline: Timeline, acquiring: Acquiring
    ) -> None:
        self._rng = Random(f"{config.seed}/spending")
        self._world = world
        self._timeline = timeline
        self._acquiring = acquiring
        self._error_rate = 0.0012 * config.fraud_level

    def live(self, customer: Customer, day: int) -> None:
        rng = self._rng
        customer.travel(rng, self._world, day)
        if rng.random() < 0.003:
            customer.replace_device(rng)
        mean = customer.activity_on(day)
        for _ in range(poisson(rng, mean * WEEKDAY_ACTIVITY[self._timeline.weekday(day)])):
            self._purchase(customer, day)
        self._month(customer, day)
        for _ in range(poisson(rng, 0.25 * mean)):
            self._sign_in(customer, day)

    def _purchase(self, customer: Customer, day: int) -> None:
        rng = self._rng
        kind = rng.choices(SPENDING, cum_weights=_WEIGHTS)[0]
        offset = moment(rng, day, kind.hours)
        scale = customer.scale * customer.overspend / NEUTRAL_OVERSPEND
        amount = max(100, int(kind.median_minor * scale * rng.lognormvariate(0, kind.spread)))
        if rng.random() < 0.01:
            amount *= rng.randint(3, 9)
        if rng.random() < 0.8:
            amount = max(100, round(amount, -2))
        if kind.category == "transfer":
            for burst in range(rng.randint(2, 5) if rng.random() < 0.03 else 1):
                self._transfer(customer, offset + burst * MINUTE_MS, amount)
        else:
            self._shop(customer, kind, offset, amount)

    def _transfer(self, customer: Customer, offset: int, amount: int) -> None:
        rng = self._rng
        method: Method = "upi" if amount < 5_000_000 and rng.random() < 0.8 else rng.choice(("imps", "neft"))
        payee = f"vpa-{customer.id[1:]}-{int(rng.expovariate(0.4))}"
        self.pay(
            offset,
            Transaction(
                id=self._timeline.next_id("T"),
                customer_id=customer.id,
                amount_minor=amount,
                currency="INR",
                occurred_at=self._timeline.at(offset),
                method=method,
                channel="app",
                category="transfer",
                description=f"{method.upper()} TO {payee}",
                device_id=self._device(customer),
                country="IN",
                region=customer.city.name,
                payee_id=payee,
            ),
        )

    def _shop(self, customer: Customer, kind: Spending, offset: int, amount: int) -> None:
        rng = self._rng
        in_person = rng.random() < kind.in_person
        familiar = customer.trip is None and rng.random() < 0.72
        merchant = (
            rng.choice(customer.favourites[kind.category])
            if familiar
            else self._world.any_merchant(rng, kind.category)
        )
        self._settle(customer, merchant, offset, amount, in_person=in_person)

    def _method(self, customer: Customer, *, in_person: bool) -> Method:
        draw = self._rng.random()
        if in_person and draw < customer.cash:
            return "cash"
        if draw < customer.cash + customer.card:
            return "card"
        if draw > 0.97:
            return "netbanking" if not in_person else "wallet"
        return "wallet" if draw > 0.92 else "upi"

    def _settle(
        self, customer: Customer, merchant: Merchant, offset: int, amount: int, *, in_person: bool
    ) -> None:
        """Take a purchase through its gateway, if it has one, and write it down; some are written wrongly."""
        rng = self._rng
        method = self._method(customer, in_person=in_person)
        channel: Channel = "pos" if in_person else rng.choice(ONLINE_CHANNELS)
        here = customer.trip or customer.city
        identity = self._timeline.next_id("T")
        gateway: str | None = None
        if method != "cash":
            passed = self._acquiring.pay(offset, identity, merchant.gateway, method, amount)
            if passed is None:
                return
            offset, gateway = passed
        located = channel == "pos" or rng.random() < 0.5
        purchase = Transaction(
            id=identity,
            customer_id=customer.id,
            amount_minor=amount,
            currency="INR",
            occurred_at=self._timeline.at(offset),
            method=method,
            channel=channel,
            merchant_id=merchant.id,
            category=merchant.category,
            description=merchant.name,
            device_id=None if method in {"cash", "card"} and channel == "pos" else self._device(customer),
            country=here.country,
            region=here.name,
            latitude=round(here.latitude + rng.uniform(-0.15, 0.15), 4) if located else None,
            longitude=round(here.longitude + rng.uniform(-0.15, 0.15), 4) if located else None,
            gateway=gateway,
        )
        if rng.random() < self._error_rate:
            self._write_wrongly(offset, purchase)
        else:
            self.pay(offset, purchase)

    def _write_wrongly(self, offset: int, purchase: Transaction) -> None:
        if self._rng.random() < 0.6:
            self.pay(offset, purchase)
            again = offset + self._rng.randint(1_000, 90_000)
            copy = replace(purchase, id=self._timeline.next_id("T"), occurred_at=self._timeline.at(again))
            self.pay(again, copy, "double_charge")
        else:
            wrong = purchase.amount_minor * self._rng.choice((10, 100))
            self.pay(offset, replace(purchase, amount_minor=wrong), "wrong_amount")

    def _device(self, customer: Customer) -> str:
        devices = customer.devices
        return devices[0] if len(devices) == 1 or self._rng.random() < 0.8 else devices[1]

    def _month(self, customer: Customer, day: int) -> None:
        """Salary, rent, instalments and what flows in besides, by the day of the month."""
        rng = self._rng
        today = self._timeline.day_of_month(day)
        regular = customer.segment in {"salaried", "affluent", "retired"}
        if regular and today == customer.payday and rng.random() < arrives(customer.stability):
            noise = rng.lognormvariate(0, unevenness(customer.stability))
            self._credit(customer, day, int(customer.income_minor * noise), "neft", "salary")
        if not regular and rng.random() < 0.05 + 0.1 * customer.stability:
            share = customer.income_minor / (30 * (0.05 + 0.1 * customer.stability))
            self._credit(customer, day, int(share * rng.lognormvariate(-0.2, 0.6)), "imps", "income")
        if rng.random() < 0.04:
            self._credit(customer, day, rng.randint(50, 4_000) * 100, "upi", "transfer")
        if customer.rent_minor and today == 3:
            self._bill(customer, day, customer.rent_minor, "neft", "rent")
        if customer.emi_minor and today == 5:
            strained = 0.25 * customer.truth.default_probability + (0.10 if customer.truth.defaulted else 0.0)
            if rng.random() >= strained:
                self._bill(customer, day, customer.emi_minor, "netbanking", "emi")

    def _credit(self, customer: Customer, day: int, amount: int, method: Method, category: str) -> None:
        offset = moment(self._rng, day, "office")
        self.pay(
            offset,
            Transaction(
                id=self._timeline.next_id("T"),
                customer_id=customer.id,
                amount_minor=max(100, amount),
                currency="INR",
                occurred_at=self._timeline.at(offset),
                direction="credit",
                method=method,
                category=category,
                description=f"{category.upper()} CREDIT",
            ),
        )

    def _bill(self, customer: Customer, day: int, amount: int, method: Method, category: str) -> None:
        offset = moment(self._rng, day, "office")
        self.pay(
            offset,
            Transaction(
                id=self._timeline.next_id("T"),
                customer_id=customer.id,
                amount_minor=max(100, int(amount)),
                currency="INR",
                occurred_at=self._timeline.at(offset),
                method=method,
                channel="web",
                category=category,
                description=f"{category.upper()} {customer.id}",
                country="IN",
                payee_id=f"{category}-{customer.id}",
            ),
        )

    def _sign_in(self, customer: Customer, day: int) -> None:
        rng = self._rng
        offset = moment(rng, day, "evening")
        device = self._device(customer)
        while rng.random() < 0.05:
            self.sign_in(offset, customer, device, succeeded=False)
            offset += rng.randint(3_000, 40_000)
        self.sign_in(offset, customer, device, succeeded=True)

    def sign_in(
        self, offset: int, customer: Customer, device: str, *, succeeded: bool, country: str = "IN"
    ) -> None:
        at = self._timeline.at(offset)
        event = LoginEvent(
            id=self._timeline.next_id("L"),
            customer_id=customer.id,
            occurred_at=at,
            succeeded=succeeded,
            channel="app",
            device_id=device,
            country=country,
        )
        self._timeline.add(offset, SimulatedLogin(at, event))

    def pay(self, offset: int, payment: Transaction, scenario: Scenario = "ordinary") -> None:
        """Write an honest payment down. A few customers deny what they bought."""
        denied = self._rng.random() < FALSELY_REPORTED
        self._timeline.add(offset, SimulatedPayment(payment.occurred_at, payment, scenario, denied))
