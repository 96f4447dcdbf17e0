"""What a policy would have brought in money on logged tries, by currency: doubly robust, as success rates are. Pure.

A try brings its amount when it succeeds, and costs its fees. What a lost amount is worth to the tenant is the policy's own
`failure_cost_bps` (its margin), so the net of a try is that part of the amount that succeeded, less fees: what a bandit maximises.
Fees are those that were told with attempts; where none was told, those that the policy declares. In the first case the model prices
other gateways by the declared fees and the weighed errors correct it, so declared fees that are wrong bias nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from inference.gateway_routing.clustered import Floats, Places, clusters_of, effective_of, mean
from inference.gateway_routing.policy import PolicyGateway, PolicySpec

CURRENCIES_MAX = 10
_BPS = 10_000
Costs = Literal["logged", "declared"]


class PricedTry(msgspec.Struct, frozen=True, gc=False):
    """One try as money sees it. cost_minor: as it was told; 0 where it was not."""

    gateway: str
    currency: str
    amount_minor: int
    cost_minor: int
    succeeded: bool
    payment: object
    target: Mapping[str, float]
    expected: Mapping[str, float]


class MoneyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A sum over all tries that were looked at, with its 95 % interval."""

    value_minor: int
    low_minor: int
    high_minor: int


class OfflineMoney(msgspec.Struct, frozen=True, kw_only=True):
    """What the log and the policy come to in one currency.

    tries, amount_minor: that were looked at. costs: whether fees are those that were told with attempts, or the policy's own.
    unpriced: the part of the tries at gateways of which nobody told a fee: they count as free. loss_bps: what an amount that is lost
    costs, the policy's `failure_cost_bps`. logged_value_minor: that succeeded. logged_fees_minor: for it. value, fees: of the policy.
    net_gain: value at `loss_bps` less fees, of the policy less of the log. refused: why there is no estimate.
    """

    currency: str
    tries: int
    amount_minor: int
    costs: Costs
    unpriced: float
    loss_bps: int
    effective: float
    logged_value_minor: int
    logged_fees_minor: int
    value: MoneyFigure | None
    fees: MoneyFigure | None
    net_gain: MoneyFigure | None
    refused: str | None


class Fees:
    """What a try costs at each gateway, by the policy's own table."""

    def __init__(self, gateways: Sequence[PolicyGateway]) -> None:
        self._known = {each.gateway: each for each in gateways}

    def priced(self, gateway: str) -> bool:
        found = self._known.get(gateway)
        return found is not None and bool(found.fee_bps or found.fee_fixed_minor or found.failure_fee_minor)

    def expected(self, gateway: str, amount_minor: int, success: float) -> float:
        """success: 0 or 1 for a try that is known."""
        fixed, rate = self.line(gateway, succeeded=True)
        return (
            success * (fixed + rate * amount_minor) + (1 - success) * self.line(gateway, succeeded=False)[0]
        )

    def line(self, gateway: str, *, succeeded: bool) -> tuple[float, float]:
        """What a try costs whatever its amount, and for each minor unit of it."""
        found = self._known.get(gateway)
        if found is None:
            return 0.0, 0.0
        return (found.fee_fixed_minor, found.fee_bps / _BPS) if succeeded else (found.failure_fee_minor, 0.0)


def money_of(
    rows: Sequence[PricedTry],
    weights: Floats,
    spec: PolicySpec,
    why_not: Callable[[list[int], float], str | None],
) -> list[OfflineMoney]:
    """Estimate each currency by itself, the one of most tries first. weights: float64[rows].

    why_not: says for places of rows, and what they are worth, why there can be no estimate.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        places[row.currency].append(at)
    chosen = sorted(places, key=lambda currency: (-len(places[currency]), currency))[:CURRENCIES_MAX]
    return [
        _of_currency([rows[at] for at in places[each]], weights[places[each]], spec, why_not, places[each])
        for each in chosen
    ]


def _of_currency(
    rows: Sequence[PricedTry],
    weights: Floats,
    spec: PolicySpec,
    why_not: Callable[[list[int], float], str | None],
    places: list[int],
) -> OfflineMoney:
    fees = Fees(spec.gateways)
    told = any(row.cost_minor for row in rows)
    amounts = np.array([row.amount_minor for row in rows], dtype=np.float64)
    value = amounts * np.array([row.succeeded for row in rows])
    paid = np.array(
        [
            float(row.cost_minor)
            if told
            else fees.expected(row.gateway, row.amount_minor, float(row.succeeded))
            for row in rows
        ]
    )
    effective = effective_of(weights)
    refused = why_not(places, effective)
    found = OfflineMoney(
        currency=rows[0].currency, tries=len(rows), amount_minor=round(amounts.sum()),
        costs="logged" if told else "declared",
        unpriced=0.0 if told else sum(not fees.priced(row.gateway) for row in rows) / len(rows),
        loss_bps=spec.failure_cost_bps, effective=effective, logged_value_minor=round(value.sum()),
        logged_fees_minor=round(paid.sum()), value=None, fees=None, net_gain=None, refused=refused,
    )  # fmt: skip
    if refused is not None:
        return found
    robust_value = _robust(
        rows, weights, value, lambda row, gateway: row.amount_minor * row.expected.get(gateway, 0.0)
    )
    robust_fees = _robust(
        rows,
        weights,
        paid,
        lambda row, gateway: fees.expected(gateway, row.amount_minor, row.expected.get(gateway, 0.0)),
    )
    gain = (robust_value - value) * spec.failure_cost_bps / _BPS - (robust_fees - paid)
    clusters = clusters_of([row.payment for row in rows])
    return msgspec.structs.replace(
        found,
        value=_sum(robust_value, clusters),
        fees=_sum(robust_fees, clusters),
        net_gain=_sum(gain, clusters),
    )


def _robust(
    rows: Sequence[PricedTry], weights: Floats, truth: Floats, model: Callable[[PricedTry, str], float]
) -> Floats:
    """The model's estimate under the policy, corrected by the weighed errors of the model."""
    direct = np.array([sum(chance * model(row, name) for name, chance in row.target.items()) for row in rows])
    logged = np.array([model(row, row.gateway) for row in rows])
    return np.asarray(direct + weights * (truth - logged))


def _sum(values: Floats, clusters: Places) -> MoneyFigure:
    found, count = mean(values, clusters), len(values)
    return MoneyFigure(
        value_minor=round(found.value * count),
        low_minor=round(found.low * count),
        high_minor=round(found.high * count),
    )
