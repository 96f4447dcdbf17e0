"""A trial of routing in money: what each policy's first tries brought and cost, and whose net is higher. Pure.

The net of a payment is not bounded, so the test for rates does not apply. Here stands an asymptotic confidence sequence for the mean
(Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
Statistics 2024, theorem 2.2): with the running mean and deviation of t values it holds for all t from some number of payments on,
which is taken to be `JUDGED_MIN` in each arm; before, nothing is said. Each arm has half of alpha (Bonferroni).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import log, sqrt
from uuid import UUID

import msgspec

from inference.experiments import ALPHA, Verdict
from inference.gateway_routing.offline_money import Costs, Fees
from inference.gateway_routing.policy import PolicySpec

JUDGED_MIN = 100
TUNED_FOR = 2_000
"""Judged payments of an arm at which the sequence is narrowest."""
_BPS = 10_000
_STEPS = 60


class MoneyRow(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over judged first tries of one policy, currency, gateway and result. *_2: of squares; amount_cost: of products."""

    policy_id: UUID
    currency: str
    gateway: str
    succeeded: bool
    count: int
    amount: float
    amount_2: float
    cost: float
    cost_2: float
    amount_cost: float


class ArmMoney(msgspec.Struct, frozen=True, kw_only=True):
    """What first tries of one policy came to. net_minor: value at `loss_bps` less fees."""

    judged: int
    amount_minor: int
    value_minor: int
    fees_minor: int
    net_minor: int


class NetDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Net a payment, in minor units: challenger minus champion. All null until both have enough judged payments."""

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    verdict: Verdict


class TrialMoney(msgspec.Struct, frozen=True, kw_only=True):
    """Both policies in one currency.

    loss_bps: what an amount that is lost costs, the champion's `failure_cost_bps`. costs: whether fees are those that were told with
    attempts, or those that the policies declare.
    """

    currency: str
    loss_bps: int
    costs: Costs
    champion: ArmMoney
    challenger: ArmMoney
    net: NetDifference


class _Sums(msgspec.Struct):
    judged: int = 0
    amount: float = 0.0
    value: float = 0.0
    fees: float = 0.0
    net: float = 0.0
    net_2: float = 0.0


def compare(
    rows: Sequence[MoneyRow], champion: tuple[UUID, PolicySpec], challenger: tuple[UUID, PolicySpec]
) -> list[TrialMoney]:
    """Each currency by itself, the one of most payments first."""
    by_currency: defaultdict[str, list[MoneyRow]] = defaultdict(list)
    for row in rows:
        by_currency[row.currency].append(row)
    found = [_of_currency(each, champion, challenger) for each in by_currency.values()]
    return sorted(found, key=lambda each: (-each.champion.judged - each.challenger.judged, each.currency))


def _of_currency(
    rows: Sequence[MoneyRow], champion: tuple[UUID, PolicySpec], challenger: tuple[UUID, PolicySpec]
) -> TrialMoney:
    told = any(row.cost for row in rows)
    loss = champion[1].failure_cost_bps
    named = {each.gateway: each for spec in (challenger[1], champion[1]) for each in spec.gateways}
    fees = Fees(list(named.values()))
    arms: dict[UUID, _Sums] = {champion[0]: _Sums(), challenger[0]: _Sums()}
    for row in rows:
        if row.policy_id in arms:
            _add(arms[row.policy_id], row, loss / _BPS, None if told else fees)
    a, b = arms[champion[0]], arms[challenger[0]]
    return TrialMoney(
        currency=rows[0].currency,
        loss_bps=loss,
        costs="logged" if told else "declared",
        champion=_money(a),
        challenger=_money(b),
        net=_difference(a, b),
    )


def _add(arm: _Sums, row: MoneyRow, loss: float, fees: Fees | None) -> None:
    """The net of a try is linear in its amount and cost, so sums and sums of squares are those of the row's own.

    fees: None where costs were told.
    """
    part = loss if row.succeeded else 0.0
    arm.judged += row.count
    arm.amount += row.amount
    arm.value += row.amount if row.succeeded else 0.0
    if fees is None:
        arm.fees += row.cost
        arm.net += part * row.amount - row.cost
        arm.net_2 += part**2 * row.amount_2 - 2 * part * row.amount_cost + row.cost_2
        return
    fixed, rate = fees.line(row.gateway, succeeded=row.succeeded)
    slope = part - rate
    arm.fees += fixed * row.count + rate * row.amount
    arm.net += slope * row.amount - fixed * row.count
    arm.net_2 += slope**2 * row.amount_2 - 2 * slope * fixed * row.amount + fixed**2 * row.count


def _money(arm: _Sums) -> ArmMoney:
    return ArmMoney(
        judged=arm.judged,
        amount_minor=round(arm.amount),
        value_minor=round(arm.value),
        fees_minor=round(arm.fees),
        net_minor=round(arm.net),
    )


def _difference(a: _Sums, b: _Sums) -> NetDifference:
    if min(a.judged, b.judged) < JUDGED_MIN:
        return NetDifference(difference=None, low=None, high=None, p_value=None, verdict="undecided")
    seen = b.net / b.judged - a.net / a.judged

    def spread(alpha: float) -> float:
        return _half(a, alpha / 2) + _half(b, alpha / 2)

    low, high = seen - spread(ALPHA), seen + spread(ALPHA)
    verdict: Verdict = "higher" if low > 0 else "lower" if high < 0 else "undecided"
    return NetDifference(
        difference=seen, low=low, high=high, p_value=_p_value(spread, abs(seen)), verdict=verdict
    )


def _p_value(spread: Callable[[float], float], seen: float) -> float:
    """The least alpha at which no difference is refused, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if spread(middle) < seen else (middle, high)
    return high


def _half(arm: _Sums, alpha: float) -> float:
    """Half the width of one arm's sequence at its present number of payments."""
    count = arm.judged
    mean = arm.net / count
    variance = max(arm.net_2 / count - mean**2, 0.0)
    squared = (2 * log(1 / ALPHA) + log(2 * log(1 / ALPHA) + 1)) / TUNED_FOR
    spread = count * squared + 1
    return sqrt(variance * 2 * spread / (count**2 * squared) * log(sqrt(spread) / alpha))
