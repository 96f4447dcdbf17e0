"""One payment, one policy, what is known: the chance of each gateway, and the gateway that the payment gets. Pure.

The gateway is drawn by a place from 0 to 1 that is a keyed hash of the payment and its try: asked again, the same is chosen, and
the chance that it had is exactly the one that is logged, which is what makes judging other policies by the log honest.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.errors import ErrorKind, PlatformError
from inference.gateway_routing import shares
from inference.gateway_routing.bandit import ELIMINATED, Beliefs, believe, least
from inference.gateway_routing.policy import PolicyGateway, PolicySpec, ToRoute
from payments.attempts.knowledge import Knowledge

_CACHED_MAX = 4_096


class NoGatewayLeft(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "no_gateway_left"
    fix = "The policy's rules and the gateways that were tried leave none. Change the rules, or stop trying."


class GatewayOption(msgspec.Struct, frozen=True, kw_only=True):
    """One gateway that could be chosen.

    gateway: as a slug.
    share: the chance that it had.
    works: how often it is expected to work now, 0 to 1; failures of customers and banks are nobody's here.
    failing: how surely it fails by its own fault now, 0 to 1.
    cost_minor: what is to be expected to be paid and lost there.
    """

    gateway: str
    share: float
    works: float
    failing: float
    cost_minor: int


class Chosen(msgspec.Struct, frozen=True):
    gateway: str
    propensity: float
    options: list[GatewayOption]
    by_rule: bool


class Router:
    """A policy with what is known at a moment. Draws are kept for each method and bank, so a choice costs a comparison of them."""

    def __init__(self, spec: PolicySpec, known: Knowledge, seed: int) -> None:
        self._spec = spec
        self._known = known
        self._seed = seed
        self._names = [each.gateway for each in spec.gateways]
        self._drawn: dict[tuple[str, str], Beliefs] = {}

    def choose(self, payment: ToRoute, place: float) -> Chosen:
        """place: of the payment, from 0 to 1. Raises: NoGatewayLeft."""
        left, by_rule = eligible(self._spec, payment)
        beliefs = self._beliefs(payment)
        options = self._options(payment, left, beliefs)
        at = shares.pick([each.share for each in options], place)
        return Chosen(options[at].gateway, options[at].share, options, by_rule)

    def shares(self, payment: ToRoute) -> dict[str, float]:
        """The chance of each gateway that may be chosen. Raises: NoGatewayLeft."""
        left, _ = eligible(self._spec, payment)
        chances = self._chances(payment, left, self._beliefs(payment))
        return {self._names[at]: chance for at, chance in zip(left, chances, strict=True)}

    def _options(self, payment: ToRoute, left: list[int], beliefs: Beliefs) -> list[GatewayOption]:
        chances = self._chances(payment, left, beliefs)
        found = []
        for at, chance in zip(left, chances, strict=True):
            paid, lost = self._costs(self._spec.gateways[at], payment.amount_minor)
            works = beliefs.expected[at]
            found.append(
                GatewayOption(
                    gateway=self._names[at],
                    share=chance,
                    works=works,
                    failing=beliefs.failing[at],
                    cost_minor=round(works * paid + (1 - works) * lost),
                )
            )
        return found

    def _chances(self, payment: ToRoute, left: list[int], beliefs: Beliefs) -> list[float]:
        if len(left) == 1:
            return [1.0]
        if self._spec.kind == "shares":
            return self._learned(payment, left, beliefs)
        gateways = [self._spec.gateways[at] for at in left]
        well = [beliefs.failing[at] < ELIMINATED for at in left]
        high = [each.max_share_percent / 100 for each in gateways]
        chances = shares.explored(self._capped(payment, left, beliefs, high), well, self._spec.explore_share)
        low = [
            each.min_share_percent / 100 if fine else 0.0 for each, fine in zip(gateways, well, strict=True)
        ]
        if not any(low) and all(bound >= 1 for bound in high):
            return chances
        return shares.within(chances, low, high)

    def _capped(
        self, payment: ToRoute, left: list[int], beliefs: Beliefs, high: Sequence[float]
    ) -> list[float]:
        """What was learned; of what is above its greatest share, the rest goes where it does best without it."""
        found, open_, rest = [0.0] * len(left), list(range(len(left))), 1.0
        while open_:
            learned = self._learned(payment, [left[at] for at in open_], beliefs)
            parts = {at: share * rest for at, share in zip(open_, learned, strict=True)}
            over = [at for at in open_ if parts[at] > high[at]]
            for at in over or open_:
                found[at] = high[at] if over else parts[at]
            if not over:
                break
            rest -= sum(high[at] for at in over)
            open_ = [at for at in open_ if at not in over]
        return found

    def _learned(self, payment: ToRoute, left: list[int], beliefs: Beliefs) -> list[float]:
        """The shares of these alone, before exploration and bounds."""
        gateways = [self._spec.gateways[at] for at in left]
        if self._spec.kind == "shares":
            total = sum(each.share_percent for each in gateways)
            return [each.share_percent / total if total else 1 / len(left) for each in gateways]
        if self._spec.kind == "priority":
            first = next((place for place, at in enumerate(left) if beliefs.failing[at] < ELIMINATED), 0)
            return [float(place == first) for place in range(len(left))]
        paid, lost = zip(*(self._costs(each, payment.amount_minor) for each in gateways), strict=True)
        return [float(each) for each in least(beliefs.works[:, left], paid, lost)]

    def _costs(self, gateway: PolicyGateway, amount_minor: int) -> tuple[float, float]:
        """What a success costs there, and what a failure does."""
        paid = gateway.fee_fixed_minor + gateway.fee_bps * amount_minor / 10_000
        lost = gateway.failure_fee_minor + self._spec.failure_cost_bps * amount_minor / 10_000
        return paid, lost

    def _beliefs(self, payment: ToRoute) -> Beliefs:
        context = (payment.method, payment.bank)
        found = self._drawn.get(context)
        if found is None:
            if len(self._drawn) >= _CACHED_MAX:
                self._drawn.clear()
            seed = _hashed(f"{self._seed}|{payment.method}|{payment.bank}".encode())
            found = believe(self._known, self._names, payment.method, payment.bank, seed)
            self._drawn[context] = found
        return found


def eligible(spec: PolicySpec, payment: ToRoute) -> tuple[list[int], bool]:
    """The places of the gateways that rules and earlier tries leave, and whether a rule had a say. Raises: NoGatewayLeft."""
    matching = [rule for rule in spec.rules if rule.matches(payment)]
    used = next((set(rule.use) for rule in matching if rule.use), None)
    avoided = {name for rule in matching for name in rule.avoid}
    left = [
        at
        for at, each in enumerate(spec.gateways)
        if (used is None or each.gateway in used) and each.gateway not in avoided
    ]
    fresh = [at for at in left if spec.gateways[at].gateway not in payment.tried]
    if not fresh:
        raise NoGatewayLeft("No gateway is left for this payment.")
    return fresh, bool(matching)


def place_of(key: bytes, policy_id: UUID) -> float:
    """Return where a payment's try stands from 0 to 1 under a policy, in 53 bits. key: a keyed digest of the try."""
    digest = hashlib.blake2b(key, digest_size=8, key=policy_id.bytes).digest()
    return (int.from_bytes(digest, "big") >> 11) / (1 << 53)


def _hashed(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
