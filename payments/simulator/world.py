"""The places of the simulated world: cities, categories of spending, merchants and gateways."""

from itertools import accumulate
from random import Random

import msgspec

from payments.facts import Channel, Method

HOURS = {  # weight of each hour of the day, midnight to 23, for the kinds of spending
    "day": (1, 0, 0, 0, 0, 1, 3, 6, 9, 11, 12, 12, 13, 12, 10, 10, 11, 13, 15, 15, 12, 8, 4, 2),
    "meal": (2, 1, 0, 0, 0, 0, 1, 4, 7, 6, 4, 6, 14, 13, 6, 4, 5, 6, 8, 15, 17, 12, 6, 3),
    "evening": (5, 3, 1, 1, 0, 0, 1, 2, 4, 5, 6, 6, 7, 7, 6, 6, 7, 9, 12, 14, 16, 15, 12, 8),
    "office": (0, 0, 0, 0, 0, 0, 1, 2, 6, 14, 16, 14, 10, 8, 11, 13, 12, 8, 4, 2, 1, 1, 0, 0),
}
CUMULATIVE_HOURS = {name: tuple(accumulate(weights)) for name, weights in HOURS.items()}


class City(msgspec.Struct, frozen=True):
    name: str
    country: str
    latitude: float
    longitude: float
    weight: int


CITIES = (
    City("Mumbai", "IN", 19.08, 72.88, 20),
    City("Delhi", "IN", 28.61, 77.21, 20),
    City("Bengaluru", "IN", 12.97, 77.59, 16),
    City("Hyderabad", "IN", 17.39, 78.49, 11),
    City("Chennai", "IN", 13.08, 80.27, 10),
    City("Kolkata", "IN", 22.57, 88.36, 9),
    City("Pune", "IN", 18.52, 73.86, 8),
    City("Jaipur", "IN", 26.91, 75.79, 4),
    City("Kochi", "IN", 9.93, 76.27, 3),
    City("Indore", "IN", 22.72, 75.86, 3),
)
ABROAD = (
    City("Dubai", "AE", 25.20, 55.27, 5),
    City("Singapore", "SG", 1.35, 103.82, 4),
    City("London", "GB", 51.51, -0.13, 3),
    City("Bangkok", "TH", 13.76, 100.50, 3),
    City("Lagos", "NG", 6.52, 3.38, 1),
    City("Sao Paulo", "BR", -23.55, -46.63, 1),
)


class Spending(msgspec.Struct, frozen=True):
    """One category: how often and how much, how it is paid.

    weight: share of ordinary payments. median_minor: of a customer of middle income. spread: sigma of the log.
    in_person: probability of a terminal or a counter rather than a screen.
    """

    category: str
    weight: int
    median_minor: int
    spread: float
    hours: str
    in_person: float
    merchants: int


SPENDING = (
    Spending("groceries", 24, 42_000, 0.7, "day", 0.75, 120),
    Spending("food", 22, 28_000, 0.6, "meal", 0.45, 160),
    Spending("transport", 14, 14_000, 0.7, "day", 0.35, 40),
    Spending("fuel", 6, 80_000, 0.5, "day", 1.0, 60),
    Spending("shopping", 10, 120_000, 0.9, "evening", 0.35, 140),
    Spending("pharmacy", 6, 35_000, 0.7, "day", 0.8, 70),
    Spending("entertainment", 5, 40_000, 0.6, "evening", 0.2, 40),
    Spending("education", 2, 350_000, 0.8, "office", 0.1, 30),
    Spending("travel", 2, 420_000, 0.9, "evening", 0.1, 30),
    Spending("electronics", 2, 700_000, 1.0, "evening", 0.4, 40),
    Spending("gaming", 3, 25_000, 1.0, "evening", 0.0, 20),
    Spending("transfer", 10, 150_000, 1.1, "day", 0.0, 0),
)


class Merchant(msgspec.Struct, frozen=True):
    id: str
    name: str
    category: str
    city: City
    gateway: str


class Gateway(msgspec.Struct, frozen=True):
    """failure: ordinary failure rate of each method. latency_ms: median."""

    name: str
    weight: int
    failure: dict[Method, float]
    latency_ms: int


GATEWAYS = (
    Gateway("gw-alpha", 40, {"upi": 0.03, "card": 0.06, "wallet": 0.02, "netbanking": 0.09}, 420),
    Gateway("gw-bravo", 30, {"upi": 0.05, "card": 0.04, "wallet": 0.03, "netbanking": 0.12}, 610),
    Gateway("gw-cedar", 20, {"upi": 0.02, "card": 0.10, "wallet": 0.04, "netbanking": 0.07}, 350),
    Gateway("gw-delta", 10, {"upi": 0.09, "card": 0.08, "wallet": 0.05, "netbanking": 0.15}, 900),
)
FAILURE_CODES: dict[Method, tuple[str, ...]] = {
    "upi": ("payer_bank_down", "collect_expired", "limit_exceeded", "wrong_pin"),
    "card": ("issuer_declined", "3ds_failed", "insufficient_funds", "expired_card"),
    "wallet": ("insufficient_funds", "wallet_locked"),
    "netbanking": ("bank_down", "session_expired", "user_cancelled"),
}
ONLINE_METHODS: tuple[Method, ...] = ("upi", "card", "wallet", "netbanking")
ONLINE_CHANNELS: tuple[Channel, ...] = ("app", "web")


class World:
    """Merchants of every category with their popularity, and quick weighted choices."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"{seed}/world")
        self.cities = tuple(CITIES)
        self.city_weights = tuple(accumulate(city.weight for city in CITIES))
        self.spending = SPENDING
        self.gateway_weights = tuple(accumulate(gateway.weight for gateway in GATEWAYS))
        self.merchants: dict[str, tuple[Merchant, ...]] = {}
        self.popularity: dict[str, tuple[float, ...]] = {}
        for kind in SPENDING:
            self.merchants[kind.category] = tuple(self._merchant(rng, kind, n) for n in range(kind.merchants))
            # Popularity falls as 1/rank (Zipf), which is what card data looks like.
            self.popularity[kind.category] = tuple(accumulate(1 / (n + 1.5) for n in range(kind.merchants)))

    def _merchant(self, rng: Random, kind: Spending, number: int) -> Merchant:
        city = rng.choices(self.cities, cum_weights=self.city_weights)[0]
        gateway = rng.choices(GATEWAYS, cum_weights=self.gateway_weights)[0]
        name = f"{kind.category.upper()} {city.name.upper()} {number:03d}"
        return Merchant(f"mer-{kind.category}-{number:03d}", name, kind.category, city, gateway.name)

    def any_merchant(self, rng: Random, category: str) -> Merchant:
        return rng.choices(self.merchants[category], cum_weights=self.popularity[category])[0]
