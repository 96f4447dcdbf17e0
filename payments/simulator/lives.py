"""Households month by month: how people of several ways of life earn and spend, what happens to them, what they take up.

A world of its own beside the stream of payments: years of few payments each, with the truth of what happened and when.
"""

from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random
from typing import Literal

import msgspec

from payments.facts import Channel, Method, Transaction
from payments.simulator.timeline import poisson

START = datetime(2025, 1, 1, tzinfo=UTC)
MONTH_DAYS = 30
Happening = Literal[
    "salary_raise", "salary_cut", "rent_started", "moved", "emi_started", "travel", "marriage", "new_child"
]  # fmt: skip
HAPPENINGS: tuple[Happening, ...] = (
    "salary_raise", "salary_cut", "rent_started", "moved", "emi_started", "travel", "marriage", "new_child",
)  # fmt: skip
PRODUCTS = ("credit-card", "personal-loan", "home-loan", "mutual-fund", "insurance", "travel-card")


class WayOfLife(msgspec.Struct, frozen=True):
    """payments_a_day: of ordinary ones. saves: share of income that is left. mix: of spending, by category. online: share."""

    name: str
    weight: int
    income_minor: int
    payments_a_day: float
    saves: float
    online: float
    mix: dict[str, float]


WAYS = (
    WayOfLife("saver", 20, 6_000_000, 0.9, 0.45, 0.3, {"groceries": 5, "transport": 2, "utilities": 2, "pharmacy": 1, "food": 1}),
    WayOfLife("foodie", 18, 5_500_000, 2.2, 0.12, 0.6, {"food": 9, "entertainment": 3, "groceries": 2, "transport": 2, "shopping": 1}),
    WayOfLife("traveller", 12, 9_500_000, 1.3, 0.15, 0.7, {"travel": 6, "food": 3, "fuel": 2, "shopping": 2, "groceries": 2}),
    WayOfLife("family", 25, 8_000_000, 1.7, 0.15, 0.35, {"groceries": 7, "education": 4, "fuel": 2, "pharmacy": 2, "utilities": 2, "shopping": 2}),
    WayOfLife("digital", 13, 4_500_000, 2.0, 0.10, 0.9, {"gaming": 5, "electronics": 3, "shopping": 4, "food": 3, "entertainment": 3}),
    WayOfLife("cash", 12, 2_500_000, 0.7, 0.20, 0.05, {"cash": 6, "groceries": 3, "transport": 2, "pharmacy": 1}),
)  # fmt: skip
_TICKET = {  # of a middle income, in minor units
    "groceries": 60_000, "food": 35_000, "transport": 18_000, "fuel": 120_000, "shopping": 150_000, "pharmacy": 50_000,
    "entertainment": 60_000, "education": 450_000, "travel": 500_000, "electronics": 600_000, "gaming": 30_000,
    "utilities": 150_000, "cash": 300_000, "jewellery": 4_000_000, "events": 2_500_000, "baby": 120_000,
    "hospital": 1_500_000, "insurance": 400_000, "investment": 800_000,
}  # fmt: skip


class Happened(msgspec.Struct, frozen=True):
    what: Happening
    at: datetime


class Life(msgspec.Struct, frozen=True):
    """One household: its payments in order of time, how it lives, what happened, and what it took up afterwards."""

    customer_id: str
    way: str
    transactions: list[Transaction]
    happened: list[Happened]
    took: frozenset[str]
    until: datetime


def lives(seed: int, households: int, months: int) -> list[Life]:
    """Play households for so many months of 30 days. Same arguments, same lives."""
    return [
        _Household(Random(f"{seed}/life/{number}"), f"L{number:05d}", months).live()
        for number in range(households)
    ]


class _Household:
    """Mutable while it lives: income, rent and instalments change as things happen."""

    def __init__(self, rng: Random, customer_id: str, months: int) -> None:
        self._rng = rng
        self._id = customer_id
        self._months = months
        self._way = rng.choices(WAYS, [way.weight for way in WAYS])[0]
        self._income = self._way.income_minor * rng.lognormvariate(0, 0.3)
        self._scale = (self._income / 6_000_000) ** 0.5
        self._mix = {name: rng.gammavariate(2 * share, 0.5) for name, share in self._way.mix.items()}
        self._drift = {name: rng.gauss(0, 0.03) for name in self._mix}
        self._pace = self._way.payments_a_day * rng.lognormvariate(0, 0.25)
        self._payday = rng.choice((1, 1, 2, 5, 25, 28))
        self._rent = self._income * rng.uniform(0.15, 0.35) if rng.random() < 0.4 else 0.0
        self._emi = self._income * rng.uniform(0.08, 0.3) if rng.random() < 0.25 else 0.0
        self._invests = rng.random() < 2 * self._way.saves - 0.2
        self._child = False
        self._found: list[Transaction] = []
        self._happened: list[Happened] = []

    def live(self) -> Life:
        due = self._fates()
        for month in range(self._months):
            for what, at in due.get(month, ()):
                self._happen(what, at)
            self._fixed(month)
            self._ordinary(month)
        until = START + timedelta(days=MONTH_DAYS * self._months)
        found = sorted(
            (each for each in self._found if each.occurred_at < until), key=lambda each: each.occurred_at
        )
        return Life(self._id, self._way.name, found, self._happened, self._takes(), until)

    def _fates(self) -> dict[int, list[tuple[Happening, datetime]]]:
        """Draw what will happen and when: none of it in the first three months, which show how things were."""
        due: dict[int, list[tuple[Happening, datetime]]] = {}
        for what in HAPPENINGS:
            if self._rng.random() < 0.13:
                month = self._rng.randrange(3, self._months)
                at = START + timedelta(days=MONTH_DAYS * month, hours=self._rng.uniform(0, 240))
                due.setdefault(month, []).append((what, at))
        return due

    def _happen(self, what: Happening, at: datetime) -> None:
        rng = self._rng
        match what:
            case "salary_raise":
                self._income *= rng.uniform(1.12, 1.6)
            case "salary_cut":
                self._income *= rng.uniform(0.5, 0.85)
            case "rent_started" if not self._rent:
                self._rent = self._income * rng.uniform(0.15, 0.35)
            case "moved" if self._rent:
                self._rent *= rng.choice((rng.uniform(0.5, 0.8), rng.uniform(1.25, 1.9)))
            case "emi_started":
                self._emi += self._income * rng.uniform(0.08, 0.3)
            case "travel":
                self._cluster(
                    at,
                    10,
                    (("travel", 6), ("food", 5), ("shopping", 3)),
                    "AE" if rng.random() < 0.5 else "IN",
                )
            case "marriage":
                self._cluster(at, 45, (("jewellery", 3), ("events", 4), ("shopping", 6), ("travel", 3)), "IN")
            case "new_child":
                self._child = True
                self._cluster(at, 20, (("hospital", 3), ("pharmacy", 5), ("baby", 4)), "IN")
            case _:
                return
        self._happened.append(Happened(what, at))

    def _cluster(self, at: datetime, days: int, parts: tuple[tuple[str, int], ...], country: str) -> None:
        for category, mean in parts:
            for _ in range(max(1, poisson(self._rng, mean))):
                when = at + timedelta(days=self._rng.uniform(0, days))
                away = country if category in {"travel", "food", "shopping"} else "IN"
                self._pay(when, category, self._ticket(category), country=away)

    def _fixed(self, month: int) -> None:
        first = START + timedelta(days=MONTH_DAYS * month)
        payday = first + timedelta(days=self._payday, hours=self._rng.uniform(4, 9))
        self._pay(payday, "salary", self._income * self._rng.lognormvariate(0, 0.015), credit=True)
        if self._rent:
            self._pay(first + timedelta(days=4, hours=7), "rent", self._rent)
        if self._emi:
            self._pay(first + timedelta(days=6, hours=5), "emi", self._emi)
        if self._invests and self._rng.random() < 0.9:
            self._pay(first + timedelta(days=8, hours=6), "investment", self._income * 0.12)
        self._pay(
            first + timedelta(days=10, hours=self._rng.uniform(4, 14)), "utilities", self._ticket("utilities")
        )

    def _ordinary(self, month: int) -> None:
        names = list(self._mix)
        season = 1.0 + 0.25 * (month % 12 in {9, 10})
        weights = [self._mix[name] * exp(self._drift[name] * month) for name in names]
        for day in range(MONTH_DAYS):
            for _ in range(poisson(self._rng, self._pace * season)):
                at = START + timedelta(days=MONTH_DAYS * month + day, hours=self._rng.uniform(3, 17))
                category = self._rng.choices(names, weights)[0]
                self._pay(at, category, self._ticket(category))
            if self._child and self._rng.random() < 0.15:
                self._pay(
                    START + timedelta(days=MONTH_DAYS * month + day, hours=8), "baby", self._ticket("baby")
                )

    def _ticket(self, category: str) -> float:
        usual: float = _TICKET[category] * self._scale
        return usual * self._rng.lognormvariate(0, 0.5)

    def _pay(
        self, at: datetime, category: str, amount: float, *, credit: bool = False, country: str = "IN"
    ) -> None:
        method: Method = "upi"
        channel: Channel = "app" if self._rng.random() < self._way.online else "pos"
        if category == "cash":
            method, channel = "cash", "atm"
        elif credit or category in {"rent", "emi", "investment"}:
            method, channel = "neft", "web"
        elif self._rng.random() < 0.3:
            method = "card"
        self._found.append(
            Transaction(
                customer_id=self._id,
                amount_minor=max(100, 100 * round(amount / 100)),
                currency="INR",
                occurred_at=at,
                direction="credit" if credit else "debit",
                method=method,
                channel=channel,
                category=category,
                merchant_id=f"m-{category}-{self._rng.randrange(12)}",
                country=country,
            )
        )

    def _takes(self) -> frozenset[str]:
        """Draw what the household takes up in the next three months, by how it lives now."""
        happened = {each.what for each in self._happened}
        rent, emi = self._rent / self._income, self._emi / self._income
        rich = log(self._income / 6_000_000)
        strain = {
            "credit-card": -2.2 + 2.6 * self._way.online + 0.6 * rich,
            "personal-loan": -2.6
            + 5.0 * (0.25 - self._way.saves)
            + 1.5 * ("marriage" in happened)
            - 2.0 * emi,
            "home-loan": -3.4 + 7.0 * rent + 1.0 * rich + 1.2 * ("marriage" in happened) - 3.0 * emi,
            "mutual-fund": -2.8 + 6.0 * self._way.saves + 0.8 * rich + 1.0 * ("salary_raise" in happened),
            "insurance": -2.6 + 2.6 * ("new_child" in happened) + 1.2 * ("marriage" in happened),
            "travel-card": -3.0 + 4.0 * (self._way.name == "traveller") + 1.2 * ("travel" in happened),
        }
        return frozenset(name for name, x in strain.items() if self._rng.random() < 1 / (1 + exp(-x)))
