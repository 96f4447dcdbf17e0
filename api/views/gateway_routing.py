"""Routing policies, what they choose and how they compare, as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from inference.arm_trials import Breach
from inference.experiments import Difference
from inference.gateway_routing.choices import GatewayChosen
from inference.gateway_routing.choosing import GatewayOption
from inference.gateway_routing.policies import CHALLENGER_PERCENT, ArmFigures, PolicyComparison
from inference.gateway_routing.policy import PolicySpec, RoutingPolicy, Status
from inference.gateway_routing.trial_money import TrialMoney
from inference.guardrails import Part
from ledger.receipts import Receipt

PolicyRole = Literal["champion", "challenger"]
SharePercent = Annotated[int, Meta(ge=1, le=90)]


class CreateRoutingPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy to be kept as a draft.

    name: what to call it.
    spec: what it is; it never changes.
    """

    name: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
    spec: PolicySpec


class ActivateRoutingPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a policy shall serve.

    role: a champion chooses for everybody; a challenger chooses for a share beside it, and both are compared.
    share_percent: of the payments, of a challenger; which ones is a stable hash, and a greater share keeps those it had.
    fault_rise_max: guardrail of a challenger: it ends by itself when surely so much more of its first tries fail by gateways' fault.
    """

    role: PolicyRole = "champion"
    share_percent: SharePercent = CHALLENGER_PERCENT
    fault_rise_max: Part = 0.02


class RoutingPolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """A routing policy and its life.

    id: our id.
    name: what it is called.
    spec: what it is.
    digest: SHA-256 of the spec, which entries of choices name.
    status: draft, champion, challenger, or retired.
    share_percent: of the payments.
    fault_rise_max: guardrail of a challenger.
    against: the champion that it stands beside or followed.
    created_at: when it was made.
    created_by: by whom.
    started_at: since when it serves, or served last.
    ended_at: null while it serves.
    ended_by: who ended it.
    ended_reason: `guardrail` is the service's own doing.
    """

    id: str
    name: str
    spec: PolicySpec
    digest: str
    status: Status
    share_percent: int
    fault_rise_max: float
    against: str | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None


class RoutingPolicyPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of routing policies, newest first.

    data: the policies.
    has_more: whether more follow.
    next_after: what to send as `after` for the page that follows.
    """

    data: list[RoutingPolicyView]
    has_more: bool
    next_after: str | None


class RoutingArmView(msgspec.Struct, frozen=True, kw_only=True):
    """What one policy did in a comparison: first tries of payments alone.

    policy_id: the policy.
    choices: how many payments it chose for.
    judged: those whose attempt has its result.
    success_rate: of judged ones.
    fault_rate: of judged ones, that failed by a gateway's own fault.
    cost_bps: costs for the amounts that were tried, hundredths of a percent.
    """

    policy_id: str
    choices: int
    judged: int
    success_rate: float | None
    fault_rate: float | None
    cost_bps: float | None


class RoutingComparison(msgspec.Struct, frozen=True, kw_only=True):
    """A challenger beside its champion, as of now; it may be read at any time and as often as you like.

    policy_id: the challenger.
    since: from when choices count.
    until: now, or its end.
    level: of each interval, at all times at once.
    champion: what the champion did.
    challenger: what the challenger did.
    differences: challenger minus champion.
    money: values, fees and the difference of nets, by currency.
    guardrails: what ends the challenger by itself.
    breached: whether a guardrail is.
    """

    policy_id: str
    since: datetime
    until: datetime
    level: float
    champion: RoutingArmView
    challenger: RoutingArmView
    differences: list[Difference]
    money: list[TrialMoney]
    guardrails: list[Breach]
    breached: bool


class GatewayChoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """The gateway that takes a payment. Send the attempt's result with `choice_id`, and the policy learns from it.

    id: our id of the choice.
    policy_id: the policy that chose.
    gateway: the chosen one.
    propensity: the chance that it had.
    by_rule: whether a rule of the policy had a say.
    options: all that could be chosen.
    chosen_at: when.
    receipt: the signed promise that the choice will be in the ledger.
    """

    id: str
    policy_id: str
    gateway: str
    propensity: float
    by_rule: bool
    options: list[GatewayOption]
    chosen_at: datetime
    receipt: Receipt


def routing_policy_view(policy: RoutingPolicy) -> RoutingPolicyView:
    fields = msgspec.structs.asdict(policy)
    fields["id"] = public("rtp", policy.id)
    fields["digest"] = policy.digest.hex()
    fields["against"] = None if policy.against is None else public("rtp", policy.against)
    return RoutingPolicyView(**fields)


def routing_policy_page(page: Page[RoutingPolicy]) -> RoutingPolicyPage:
    data = [routing_policy_view(each) for each in page.data]
    return RoutingPolicyPage(data=data, has_more=page.has_more, next_after=page.next_after)


def routing_comparison(found: PolicyComparison) -> RoutingComparison:
    fields = msgspec.structs.asdict(found)
    fields["policy_id"] = public("rtp", found.policy_id)
    fields["champion"] = _arm(found.champion)
    fields["challenger"] = _arm(found.challenger)
    return RoutingComparison(**fields)


def gateway_choice_view(chosen: GatewayChosen) -> GatewayChoiceView:
    fields = msgspec.structs.asdict(chosen)
    fields["id"] = public("gch", chosen.id)
    fields["policy_id"] = public("rtp", chosen.policy_id)
    return GatewayChoiceView(**fields)


def _arm(arm: ArmFigures) -> RoutingArmView:
    return RoutingArmView(**{**msgspec.structs.asdict(arm), "policy_id": public("rtp", arm.policy_id)})
