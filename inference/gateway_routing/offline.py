"""What a policy would have done with payments that another one routed: estimates from the log, or no answer. Pure.

A log tells only what the chosen gateway did. Three estimators of a policy's success rate on the logged payments, each row weighed by
the chance that the policy gives the logged gateway over the chance that it had (its propensity):

- IPS, the weighed mean; SNIPS, the same divided by the mean weight (Swaminathan and Joachims, NeurIPS 2015);
- DR, a model's estimate corrected by the weighed errors of the model (Dudík, Langford and Li, ICML 2011): right when either the model
  or the propensities are. It is the one that is answered with; its model is learned from earlier attempts than it is used on.

Intervals are normal ones of the sum over payments, whose tries are not independent. The effective sample size is Kish's,
(sum of weights)² / sum of squared weights. Where the policy would send payments to gateways that the log hardly knows for such
payments, no weight can make up for what was never seen: then there is no estimate.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import msgspec
import numpy as np

from inference.gateway_routing.clustered import Floats, OfflineFigure, clusters_of, effective_of, mean, ratio
from inference.gateway_routing.offline_money import OfflineMoney, PricedTry, money_of
from inference.gateway_routing.policy import PolicySpec

PROPENSITY_MIN = 0.01
SEEN_MIN = 20
UNSUPPORTED_MAX = 0.02
EFFECTIVE_MIN = 100
_PULL = 5.0
"""Attempts that the share of a gateway anywhere weighs when its share for such payments is estimated."""
Context = tuple[str, str]


class LoggedTry(msgspec.Struct, frozen=True, gc=False):
    """One attempt that was logged. context: what kind of payment. payment: tries of one are not independent.

    propensity: the chance that the gateway had; None where it is to be estimated. target: the chances that the policy gives.
    expected: what the model expects of each gateway. currency: '' where nobody told amounts. cost_minor: as it was told, 0 where not.
    """

    context: Context
    gateway: str
    succeeded: bool
    payment: Hashable
    propensity: float | None
    target: Mapping[str, float]
    expected: Mapping[str, float]
    currency: str = ""
    amount_minor: int = 0
    cost_minor: int = 0


class OfflineEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of a policy. refused: why there is no estimate; null where there is one.

    tries, payments: that were looked at. logged: the success rate of what was done. effective: sample size after weighing.
    unsupported: the part of the payments that the policy would send where the log has hardly anything. propensities: logged or
    estimated. uplift: doubly robust less what was done, on the same payments. money: the same of values and fees, by currency.
    """

    tries: int
    payments: int
    propensities: str
    logged: OfflineFigure | None
    effective: float
    unsupported: float
    weight_max: float
    ips: OfflineFigure | None
    snips: OfflineFigure | None
    doubly_robust: OfflineFigure | None
    uplift: OfflineFigure | None
    money: list[OfflineMoney]
    refused: str | None


def evaluate(rows: Sequence[LoggedTry], spec: PolicySpec) -> OfflineEstimate:
    """Estimate the success rate and the money of the policy that `target` is of."""
    if not rows:
        return _refused("There are no attempts with a result.", 0, 0)
    propensities, seen = _propensities(rows)
    chances = np.array([row.target.get(row.gateway, 0.0) for row in rows])
    weights = chances / propensities
    truth = np.array([row.succeeded for row in rows], dtype=np.float64)
    unsupported = _unsupported(rows, seen)
    effective = effective_of(weights)
    clusters = clusters_of([row.payment for row in rows])
    count = int(clusters.max()) + 1
    told = OfflineEstimate(
        tries=len(rows), payments=count,
        propensities="logged" if all(row.propensity is not None for row in rows) else "estimated",
        logged=mean(truth, clusters), effective=effective, unsupported=unsupported,
        weight_max=float(weights.max()), ips=None, snips=None, doubly_robust=None, uplift=None,
        money=_money(rows, weights, spec, seen), refused=None,
    )  # fmt: skip
    refused = _why_not(unsupported, effective)
    if refused is not None:
        return msgspec.structs.replace(told, refused=refused)
    robust = _doubly_robust(rows, weights, truth)
    return msgspec.structs.replace(
        told,
        ips=mean(weights * truth, clusters),
        snips=ratio(weights * truth, weights, clusters),
        doubly_robust=mean(robust, clusters),
        uplift=mean(robust - truth, clusters),
    )


def _money(
    rows: Sequence[LoggedTry],
    weights: Floats,
    spec: PolicySpec,
    seen: Mapping[tuple[Context, str], tuple[int, float]],
) -> list[OfflineMoney]:
    """What is told in amounts, by currency, each as well supported by the log as success rates must be."""
    places = [at for at, row in enumerate(rows) if row.currency]
    priced = [
        PricedTry(
            row.gateway, row.currency, row.amount_minor, row.cost_minor, row.succeeded, row.payment, row.target, row.expected
        )
        for row in (rows[at] for at in places)
    ]  # fmt: skip

    def why_not(chosen: list[int], effective: float) -> str | None:
        return _why_not(_unsupported([rows[places[at]] for at in chosen], seen), effective)

    return money_of(priced, weights[places], spec, why_not)


def _why_not(unsupported: float, effective: float) -> str | None:
    if unsupported > UNSUPPORTED_MAX:
        return (
            f"The policy would send {unsupported:.1%} of these payments to gateways that the log hardly knows for them: fewer than "
            f"{SEEN_MIN} tries, or less than {PROPENSITY_MIN:.0%} of them. Let a share explore, and ask again."
        )
    if effective < EFFECTIVE_MIN:
        return (
            f"The log is worth {effective:.0f} attempts of this policy; at least {EFFECTIVE_MIN} are needed."
        )
    return None


def _refused(why: str, tries: int, payments: int) -> OfflineEstimate:
    return OfflineEstimate(
        tries=tries, payments=payments, propensities="estimated", logged=None, effective=0.0, unsupported=1.0,
        weight_max=0.0, ips=None, snips=None, doubly_robust=None, uplift=None, money=[], refused=why,
    )  # fmt: skip


def _propensities(rows: Sequence[LoggedTry]) -> tuple[Floats, dict[tuple[Context, str], tuple[int, float]]]:
    """float64[rows], logged where it is and estimated elsewhere; and of each gateway for each context how often and which share."""
    of_context: defaultdict[Context, int] = defaultdict(int)
    of_pair: defaultdict[tuple[Context, str], int] = defaultdict(int)
    of_gateway: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        of_context[row.context] += 1
        of_pair[row.context, row.gateway] += 1
        of_gateway[row.gateway] += 1
    shares = {
        pair: (number + _PULL * of_gateway[pair[1]] / len(rows)) / (of_context[pair[0]] + _PULL)
        for pair, number in of_pair.items()
    }
    found = [shares[row.context, row.gateway] if row.propensity is None else row.propensity for row in rows]
    return np.maximum(np.array(found), 1e-6), {
        pair: (number, number / of_context[pair[0]]) for pair, number in of_pair.items()
    }


def _unsupported(rows: Sequence[LoggedTry], seen: Mapping[tuple[Context, str], tuple[int, float]]) -> float:
    total = 0.0
    for row in rows:
        for gateway, chance in row.target.items():
            number, share = seen.get((row.context, gateway), (0, 0.0))
            if number < SEEN_MIN or share < PROPENSITY_MIN:
                total += chance
    return total / len(rows)


def _doubly_robust(rows: Sequence[LoggedTry], weights: Floats, truth: Floats) -> Floats:
    direct = np.array([sum(p * row.expected.get(g, 0.0) for g, p in row.target.items()) for row in rows])
    logged = np.array([row.expected.get(row.gateway, 0.0) for row in rows])
    return np.asarray(direct + weights * (truth - logged))
