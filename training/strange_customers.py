"""Customers who live like nobody that a segment is made of: scraps, single purposes, businesses, wild mixtures.

What segments learn of them is when to say that a customer is near none.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray

from inference.features import segments
from payments.facts import Channel, Method, Transaction
from payments.history_facts import CustomerHistory

AT = datetime(2026, 6, 1, tzinfo=UTC)
_CATEGORIES = (
    *(name for names in segments.SHARES for name in names),
    "other", "transfer", "pets", "donations", "fees", "tax", "wages", "stock", "jewellery", "betting",
)  # fmt: skip
_METHODS: Sequence[Method] = ("upi", "card", "cash", "neft", "netbanking", "wallet", "imps")
_CHANNELS: Sequence[Channel] = ("app", "web", "pos", "atm")
_PAYMENTS_MAX = 400


def strangers(seed: int, count: int) -> NDArray[np.float32]:
    """One row a customer: float32[count, features of a segment]."""
    rng = Random(f"{seed}/strangers")
    return np.array([segments.rows(stranger(rng), AT)[0] for _ in range(count)], np.float32)


def stranger(rng: Random) -> CustomerHistory:
    """Draw how the customer is strange, and then the payments."""
    draw = rng.random()
    if draw < 0.2:  # scraps: hardly anything is known
        return _played(rng, rng.uniform(0.01, 0.1), _mix(rng, rng.randint(1, 3)), 30)
    if draw < 0.45:  # a single purpose
        return _played(rng, rng.lognormvariate(-1.0, 1.2), _mix(rng, 1), rng.randint(30, 240))
    if draw < 0.6:  # a business
        return _played(rng, rng.uniform(4, 40), _mix(rng, rng.randint(1, 4)), rng.randint(10, 60), size=3.0)
    return _played(rng, rng.lognormvariate(0.2, 1.2), _mix(rng, rng.randint(2, 8)), rng.randint(30, 240))


def _mix(rng: Random, count: int) -> dict[str, float]:
    return {name: rng.expovariate(1.0) for name in rng.sample(_CATEGORIES, count)}


def _played(
    rng: Random, a_day: float, mix: dict[str, float], days: int, *, size: float = 0.0
) -> CustomerHistory:
    """size: ln by which amounts are larger than usual, about which they are spread far."""
    count = min(_PAYMENTS_MAX, max(1, round(a_day * days)))
    ticket, spread = rng.gauss(10.8 + size, 1.5), abs(rng.gauss(0, 0.8))
    methods, channels = rng.sample(_METHODS, rng.randint(1, 3)), rng.sample(_CHANNELS, rng.randint(1, 2))
    merchants, names, weights = rng.randint(1, 60), list(mix), list(mix.values())
    paid = [
        Transaction(
            customer_id="stranger",
            amount_minor=_amount(rng.gauss(ticket, spread)),
            currency="INR",
            occurred_at=AT - timedelta(days=rng.uniform(0, days)),
            method=rng.choice(methods),
            channel=rng.choice(channels),
            category=rng.choices(names, weights)[0],
            merchant_id=f"m-{rng.randrange(merchants)}",
        )
        for _ in range(count)
    ]
    if rng.random() < 0.6:
        paid += [_earned(rng, sum(each.amount_minor for each in paid)) for _ in range(rng.randint(1, 6))]
    return CustomerHistory(customer_id="stranger", currency="INR", transactions=paid)


def _earned(rng: Random, spent: int) -> Transaction:
    return Transaction(
        customer_id="stranger",
        amount_minor=_amount(np.log(spent) + rng.gauss(-1.0, 1.5)),
        currency="INR",
        occurred_at=AT - timedelta(days=rng.uniform(0, 60)),
        direction="credit",
        method="neft",
        category="income",
    )


def _amount(log_amount: float) -> int:
    return max(100, min(10**12, round(float(np.exp(log_amount)))))
