"""A routing policy as data: the gateways with their fees and shares, the rules that come first, and how the rest is chosen."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, FieldError, PlatformError
from payments.attempts.facts import Bank
from payments.facts import AmountMinor, Currency, Gateway, Method
from payments.gateway_facts import CANDIDATES_MAX

RULES_MAX = 200
LISTED_MAX = 50
Percent = Annotated[float, Meta(ge=0, le=100)]
Kind = Literal["bandit", "priority", "shares"]
"""bandit: learns. priority: the first of the list that is well. shares: always by `share_percent`, whatever happens."""
Status = Literal["draft", "champion", "challenger", "retired"]


class PolicyNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "routing_policy_not_found"
    fix = "List the routing policies of this environment to see which there are."


class PolicyGateway(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gateway that a policy may choose.

    gateway: as a slug.
    fee_bps: what it charges for a success, hundredths of a percent of the amount.
    fee_fixed_minor: on top, minor units of the payment's currency.
    failure_fee_minor: what it charges for a failure.
    min_share_percent: of the payments that it may take, at least; kept while it is well.
    max_share_percent: of them, at most; kept while another gateway is well.
    share_percent: its part, of a policy of kind `shares`.
    """

    gateway: Gateway
    fee_bps: Annotated[int, Meta(ge=0, le=10_000)] = 0
    fee_fixed_minor: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    failure_fee_minor: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    min_share_percent: Percent = 0.0
    max_share_percent: Percent = 100.0
    share_percent: Percent = 0.0


class PolicyRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the table that comes before everything learned. Empty lists and nulls match anything.

    methods: of the payment, one of these.
    banks: the payer's, one of these.
    currencies: of the payment, one of these.
    amount_from_minor: included.
    amount_to_minor: not included.
    use: choose among these alone; the first rule that says so counts.
    avoid: choose none of these; every rule that matches counts.
    """

    methods: Annotated[list[Method], Meta(max_length=16)] = []
    banks: Annotated[list[Bank], Meta(max_length=LISTED_MAX)] = []
    currencies: Annotated[list[Currency], Meta(max_length=LISTED_MAX)] = []
    amount_from_minor: AmountMinor | None = None
    amount_to_minor: AmountMinor | None = None
    use: Annotated[list[Gateway], Meta(max_length=CANDIDATES_MAX)] = []
    avoid: Annotated[list[Gateway], Meta(max_length=CANDIDATES_MAX)] = []

    def matches(self, payment: "ToRoute") -> bool:
        return (
            (not self.methods or payment.method in self.methods)
            and (not self.banks or payment.bank in self.banks)
            and (not self.currencies or payment.currency in self.currencies)
            and (self.amount_from_minor is None or payment.amount_minor >= self.amount_from_minor)
            and (self.amount_to_minor is None or payment.amount_minor < self.amount_to_minor)
        )


class PolicySpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a policy is; it never changes.

    kind: bandit learns from attempts, priority takes the first gateway that is well, shares divides by fixed parts.
    gateways: to choose from; of kind `priority`, the best first.
    rules: what comes first.
    failure_cost_bps: what a failed try costs beyond fees, a lost sale included: hundredths of a percent of the amount.
    explore_share: of payments that go to other gateways than the learned shares say, evenly among those that are well, so that all
        figures stay fresh and policies can be judged by what was logged.
    """

    kind: Kind = "bandit"
    gateways: Annotated[list[PolicyGateway], Meta(min_length=1, max_length=CANDIDATES_MAX)]
    rules: Annotated[list[PolicyRule], Meta(max_length=RULES_MAX)] = []
    failure_cost_bps: Annotated[int, Meta(ge=0, le=100_000)] = 1_000
    explore_share: Annotated[float, Meta(ge=0, le=0.5)] = 0.005

    @property
    def digest(self) -> bytes:
        """SHA-256 of the spec as it is stored: what ledger entries name."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).digest()


class ToRoute(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy looks at. bank: '' where none was told. tried: gateways that this payment was tried at already."""

    method: Method
    bank: str = ""
    amount_minor: int
    currency: str
    tried: tuple[str, ...] = ()


class RoutingPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy and its life. share_percent: of the payments, of a challenger. against: the champion that it was compared with."""

    id: UUID
    name: str
    spec: PolicySpec
    digest: bytes
    created_at: datetime
    created_by: str
    status: Status
    share_percent: int
    fault_rise_max: float
    against: UUID | None
    started_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None


def problems_of(spec: PolicySpec, path: str = "spec") -> list[FieldError]:
    """Name what types cannot refuse: gateways named twice or unknown, and shares that cannot be kept."""
    names = [each.gateway for each in spec.gateways]
    found = list(_twice(names, f"{path}.gateways"))
    for at, each in enumerate(spec.gateways):
        if each.min_share_percent > each.max_share_percent:
            place = f"{path}.gateways[{at}].min_share_percent"
            found.append(FieldError(place, "It is above the greatest share.", "Lower it."))
    if sum(each.min_share_percent for each in spec.gateways) > 100:
        found.append(
            FieldError(f"{path}.gateways", "The least shares sum up to more than 100.", "Lower them.")
        )
    if sum(each.max_share_percent for each in spec.gateways) < 100:
        found.append(
            FieldError(f"{path}.gateways", "The greatest shares sum up to less than 100.", "Raise them.")
        )
    if spec.kind == "shares" and abs(sum(each.share_percent for each in spec.gateways) - 100) > 0.01:
        found.append(
            FieldError(f"{path}.gateways", "The shares do not sum up to 100.", "Set `share_percent` of each.")
        )
    for at, rule in enumerate(spec.rules):
        found += _problems_of_rule(rule, names, f"{path}.rules[{at}]")
    return found


def _problems_of_rule(rule: PolicyRule, names: list[str], path: str) -> Iterable[FieldError]:
    for field in ("use", "avoid"):
        for name in getattr(rule, field):
            if name not in names:
                yield FieldError(
                    f"{path}.{field}", f"{name} is none of the gateways.", "Name one of the policy's."
                )
    if not rule.use and not rule.avoid:
        yield FieldError(f"{path}.use", "The rule says nothing.", "Name gateways to use, or to avoid.")
    if set(names) <= set(rule.avoid):
        yield FieldError(f"{path}.avoid", "Nothing is left to choose.", "Leave a gateway.")


def _twice(names: list[str], path: str) -> Iterable[FieldError]:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield FieldError(f"{path}[{at}].gateway", "It is named twice.", "Name each gateway once.")
