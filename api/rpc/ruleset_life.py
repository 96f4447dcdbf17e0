"""The life of a ruleset's version over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.rules.v1 import lifecycle_pb2 as pb
from api.rpc.stubs.countermark.rules.v1 import rules_pb2
from api.views.ruleset_life import (
    ApprovalPolicyView,
    ApproveRulesetVersion,
    RefuseRulesetVersion,
    RollBackRuleset,
    RulesetActivationPage,
    RulesetDiffView,
    RulesetShadowView,
    SetApprovalPolicy,
    StartRulesetShadow,
    activation_page,
    approval_policy_view,
    diff_view,
    shadow_view,
)
from api.views.rulesets import RulesetVersionView, RulesetView, ruleset_version_view, ruleset_view
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from rules.approvals import RulesetApprovals
from rules.rulesets import ACTIVATION_PREFIX, Rulesets
from rules.shadowing import RulesetShadows
from tenants.approval_policy import ApprovalPolicies
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RulesetLifecycleService"]
UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class _Approve(ApproveRulesetVersion, frozen=True, kw_only=True):
    use_case: UseCase
    ruleset_version_id: Id


class _Refuse(RefuseRulesetVersion, frozen=True, kw_only=True):
    use_case: UseCase
    ruleset_version_id: Id


class _Diff(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    ruleset_version_id: Id
    against: Ref | None = None


class _RollBack(RollBackRuleset, frozen=True, kw_only=True):
    use_case: UseCase


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Shadow(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    ruleset_version_id: Ref | None = None


class _Start(StartRulesetShadow, frozen=True, kw_only=True):
    use_case: UseCase


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase


class _Set(SetApprovalPolicy, frozen=True, kw_only=True):
    required: bool = False


APPROVE = Codec(_Approve, pb.ApproveRulesetVersionRequest)
REFUSE = Codec(_Refuse, pb.RefuseRulesetVersionRequest)
COMPARE = Codec(_Diff, pb.DiffRulesetVersionRequest)
ROLL_BACK = Codec(_RollBack, pb.RollBackRulesetRequest)
PAGE = Codec(_Page, pb.ListRulesetActivationsRequest)
SHADOW_OF = Codec(_Shadow, pb.GetRulesetShadowRequest)
START = Codec(_Start, pb.StartRulesetShadowRequest)
STOP = Codec(_Named, pb.StopRulesetShadowRequest)
SET = Codec(_Set, pb.SetApprovalPolicyRequest)
VERSION = Codec(RulesetVersionView, rules_pb2.RulesetVersion)
RULESET = Codec(RulesetView, rules_pb2.Ruleset)
DIFF = Codec(RulesetDiffView, pb.DiffRulesetVersionResponse)
ACTIVATIONS = Codec(RulesetActivationPage, pb.ListRulesetActivationsResponse)
SHADOW = Codec(RulesetShadowView, pb.RulesetShadow)
POLICY = Codec(ApprovalPolicyView, pb.ApprovalPolicy)


@method(SERVICE, "ApproveRulesetVersion", keyed=Keyed.OPTIONAL)
async def approve_ruleset_version(
    request: pb.ApproveRulesetVersionRequest, caller: Principal, ruleset_approvals: RulesetApprovals
) -> rules_pb2.RulesetVersion:
    sent = APPROVE.struct(request)
    digest, version_id = bytes.fromhex(sent.digest), parse("rsv", sent.ruleset_version_id)
    approved = await ruleset_approvals.approve(caller, sent.use_case, version_id, digest, sent.reason)
    return VERSION.message(ruleset_version_view(approved))


@method(SERVICE, "RefuseRulesetVersion", keyed=Keyed.OPTIONAL)
async def refuse_ruleset_version(
    request: pb.RefuseRulesetVersionRequest, caller: Principal, ruleset_approvals: RulesetApprovals
) -> rules_pb2.RulesetVersion:
    sent = REFUSE.struct(request)
    version_id = parse("rsv", sent.ruleset_version_id)
    refused = await ruleset_approvals.refuse(caller, sent.use_case, version_id, sent.reason)
    return VERSION.message(ruleset_version_view(refused))


@method(SERVICE, "DiffRulesetVersion")
async def diff_ruleset_version(
    request: pb.DiffRulesetVersionRequest, caller: Principal, rulesets: Rulesets
) -> pb.DiffRulesetVersionResponse:
    asked = COMPARE.struct(request)
    version_id = parse("rsv", asked.ruleset_version_id)
    against = None if asked.against is None else parse("rsv", asked.against)
    return DIFF.message(diff_view(await rulesets.diff(caller, asked.use_case, version_id, against)))


@method(SERVICE, "RollBackRuleset", keyed=Keyed.OPTIONAL)
async def roll_back_ruleset(
    request: pb.RollBackRulesetRequest, caller: Principal, rulesets: Rulesets
) -> rules_pb2.Ruleset:
    sent = ROLL_BACK.struct(request)
    return RULESET.message(ruleset_view(await rulesets.roll_back(caller, sent.use_case, sent.reason)))


@method(SERVICE, "ListRulesetActivations")
async def list_ruleset_activations(
    request: pb.ListRulesetActivationsRequest, caller: Principal, rulesets: Rulesets
) -> pb.ListRulesetActivationsResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse(ACTIVATION_PREFIX, asked.after)
    return ACTIVATIONS.message(
        activation_page(await rulesets.activations(caller, asked.use_case, cursor, asked.limit))
    )


@method(SERVICE, "GetRulesetShadow")
async def get_ruleset_shadow(
    request: pb.GetRulesetShadowRequest, caller: Principal, ruleset_shadows: RulesetShadows
) -> pb.RulesetShadow:
    asked = SHADOW_OF.struct(request)
    wanted = None if asked.ruleset_version_id is None else parse("rsv", asked.ruleset_version_id)
    return SHADOW.message(shadow_view(await ruleset_shadows.get(caller, asked.use_case, wanted)))


@method(SERVICE, "StartRulesetShadow", keyed=Keyed.OPTIONAL)
async def start_ruleset_shadow(
    request: pb.StartRulesetShadowRequest, caller: Principal, ruleset_shadows: RulesetShadows
) -> pb.RulesetShadow:
    sent = START.struct(request)
    version_id = parse("rsv", sent.version_id)
    return SHADOW.message(shadow_view(await ruleset_shadows.start(caller, sent.use_case, version_id)))


@method(SERVICE, "StopRulesetShadow")
async def stop_ruleset_shadow(
    request: pb.StopRulesetShadowRequest, caller: Principal, ruleset_shadows: RulesetShadows
) -> pb.RulesetShadow:
    use_case = STOP.struct(request).use_case
    return SHADOW.message(shadow_view(await ruleset_shadows.stop(caller, use_case)))


@method(SERVICE, "GetApprovalPolicy")
async def get_approval_policy(
    request: pb.GetApprovalPolicyRequest, caller: Principal, approval_policies: ApprovalPolicies
) -> pb.ApprovalPolicy:
    return POLICY.message(approval_policy_view(await approval_policies.get(caller)))


@method(SERVICE, "SetApprovalPolicy", keyed=Keyed.OPTIONAL)
async def set_approval_policy(
    request: pb.SetApprovalPolicyRequest, caller: Principal, approval_policies: ApprovalPolicies
) -> pb.ApprovalPolicy:
    sent = SET.struct(request)
    policy = await approval_policies.set(caller, required=sent.required, reason=sent.reason)
    return POLICY.message(approval_policy_view(policy))


METHODS = [
    approve_ruleset_version,
    refuse_ruleset_version,
    diff_ruleset_version,
    roll_back_ruleset,
    list_ruleset_activations,
    get_ruleset_shadow,
    start_ruleset_shadow,
    stop_ruleset_shadow,
    get_approval_policy,
    set_approval_policy,
]
