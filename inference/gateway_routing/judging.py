"""A policy judged by logged attempts: learned from the earlier ones, estimated on the later ones. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Sequence

import msgspec

from core.clock import to_micros
from inference.gateway_routing.choosing import Router
from inference.gateway_routing.offline import LoggedTry, OfflineEstimate, evaluate
from inference.gateway_routing.policy import PolicySpec, ToRoute
from payments.attempts.knowledge import Knowledge
from payments.attempts.usual import HALF_LIFE_HOURS, BankSum, Hour, Usual, usual_of
from payments.facts import Method

LEARN_SHARE = 0.5
_HOUR_US = 3_600_000_000


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """One attempt with its result. bank: of the payer, or whatever else tells payments apart; '' for nothing.

    currency: '' where amounts mean nothing. fault: whether it failed by the gateway's own fault. propensity: the chance that the gateway had;
    None where nobody knows. cost_minor: what the try cost, 0 where nobody told.
    """

    at: dt.datetime
    gateway: str
    method: Method
    bank: str
    amount_minor: int
    currency: str
    succeeded: bool
    fault: bool
    payment: Hashable
    propensity: float | None = None
    cost_minor: int = 0


def judge(attempts: Sequence[Attempt], spec: PolicySpec, learn_share: float = LEARN_SHARE) -> OfflineEstimate:
    """Estimate what a policy's success rate and money would have been on the later attempts, had it learned from the earlier ones alone.

    attempts: oldest first. What the policy would have learned meanwhile, and outages that it would have left, are not looked at: such
    an estimate is of the policy as it stands at the cut. Raises: NoGatewayLeft.
    """
    cut = int(len(attempts) * learn_share)
    learned, judged = attempts[:cut], attempts[cut:]
    known = Knowledge(_usual(learned, faults_alone=True), {})
    truths = _usual(learned, faults_alone=False)
    targets = _Targets(Router(spec, known, 0), spec)
    gateways = sorted({each.gateway for each in judged} | {each.gateway for each in spec.gateways})
    expected = _Expected(truths, gateways)
    return evaluate(
        [
            LoggedTry(
                (each.method, each.bank), each.gateway, each.succeeded, each.payment, each.propensity,
                targets.of(each), expected.of(each.method, each.bank), each.currency, each.amount_minor, each.cost_minor,
            )
            for each in judged
        ],
        spec,
    )  # fmt: skip


class _Targets:
    """The policy's chances, kept for payments that it cannot tell apart: amounts count with two digits."""

    def __init__(self, router: Router, spec: PolicySpec) -> None:
        self._router = router
        self._spec = spec
        self._known: dict[tuple[object, ...], dict[str, float]] = {}

    def of(self, attempt: Attempt) -> dict[str, float]:
        payment = ToRoute(
            method=attempt.method,
            bank=attempt.bank,
            amount_minor=attempt.amount_minor,
            currency=attempt.currency,
        )
        matching = tuple(rule.matches(payment) for rule in self._spec.rules)
        key = (attempt.method, attempt.bank, attempt.currency, matching, _two_digits(attempt.amount_minor))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._router.shares(payment)
        return found


class _Expected:
    """What the model expects of each gateway: the success rate of earlier attempts, drawn towards wider groups."""

    def __init__(self, usual: Usual, gateways: Sequence[str]) -> None:
        self._usual = usual
        self._gateways = gateways
        self._known: dict[tuple[str, str], dict[str, float]] = {}

    def of(self, method: str, bank: str) -> dict[str, float]:
        found = self._known.get((method, bank))
        if found is None:
            found = {name: self._success(name, method, bank) for name in self._gateways}
            self._known[method, bank] = found
        return found

    def _success(self, gateway: str, method: str, bank: str) -> float:
        place = (gateway, method, bank) if bank else (gateway, method)
        faulted, worked = self._usual.prior(*place)
        return worked / (faulted + worked)


def _usual(attempts: Sequence[Attempt], *, faults_alone: bool) -> Usual:
    """Sum attempts up as the counts of the service do. faults_alone: as policies see them; else every failure counts."""
    hours: defaultdict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    banks: defaultdict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    now = to_micros(attempts[-1].at) // _HOUR_US if attempts else 0
    for each in attempts:
        failed = each.fault if faults_alone else not each.succeeded
        hour = to_micros(each.at) // _HOUR_US
        hours[hour, each.gateway, each.method][failed] += 1
        if each.bank:
            banks[each.gateway, each.method, each.bank][failed] += 0.5 ** ((now - hour) / HALF_LIFE_HOURS)
    return usual_of(
        [Hour(hour, gateway, method, *sums) for (hour, gateway, method), sums in hours.items()],
        now,
        [BankSum(*key, *sums) for key, sums in banks.items()],
    )


def _two_digits(amount: int) -> int:
    step: int = 10 ** max(0, len(str(amount)) - 2)
    return amount // step * step
