"""The life of a ruleset's version: approved or refused, compared, in the shadow, activated, rolled back from."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, delete, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from rules.approvals import RulesetApprovals
from rules.rulesets import ACTIVATION_PREFIX, Rulesets
from rules.shadowing import RulesetShadows
from tenants.approval_policy import ApprovalPolicies
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
VersionId = Annotated[str, msgspec.Meta(max_length=64)]
VersionRef = (
    Annotated[str, msgspec.Meta(min_length=1, max_length=64, description="A version, `rsv_…`.")] | None
)
_VERSION = "rsv_01kc1x5w3efvr9q2d8m4n6p7hs"


@post(
    "/rulesets/{use_case:str}/versions/{ruleset_version_id:str}/approve",
    operation_id="approveRulesetVersion",
    summary="Approve a version",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={
        "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        "reason": "Read it; the threshold is what we agreed on.",
    },
)
async def approve_ruleset_version(
    caller: Principal,
    use_case: UseCase,
    ruleset_version_id: VersionId,
    data: ApproveRulesetVersion,
    ruleset_approvals: RulesetApprovals,
) -> RulesetVersionView:
    """Vouches for a version that another member wrote. A key or client acts for the member that made it, so nobody approves their own
    change. A version whose author is no member needs two that approve.
    """
    digest, version_id = bytes.fromhex(data.digest), parse("rsv", ruleset_version_id)
    return ruleset_version_view(
        await ruleset_approvals.approve(caller, use_case, version_id, digest, data.reason)
    )


@post(
    "/rulesets/{use_case:str}/versions/{ruleset_version_id:str}/refuse",
    operation_id="refuseRulesetVersion",
    summary="Refuse a version",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"reason": "It would decline salaries."},
)
async def refuse_ruleset_version(
    caller: Principal,
    use_case: UseCase,
    ruleset_version_id: VersionId,
    data: RefuseRulesetVersion,
    ruleset_approvals: RulesetApprovals,
) -> RulesetVersionView:
    """Sees to it that a version never decides, and takes it out of the shadow. One that has decided cannot be refused."""
    version_id = parse("rsv", ruleset_version_id)
    return ruleset_version_view(await ruleset_approvals.refuse(caller, use_case, version_id, data.reason))


@get(
    "/rulesets/{use_case:str}/versions/{ruleset_version_id:str}/diff",
    operation_id="diffRulesetVersion",
    summary="Compare two versions",
    tag="rulesets",
)
async def diff_ruleset_version(
    caller: Principal,
    use_case: UseCase,
    ruleset_version_id: VersionId,
    rulesets: Rulesets,
    against: VersionRef = None,
) -> RulesetDiffView:
    """What the version changes `against` another one, or against what decides now: by node, by row and cell of a table, and in the
    fallback.
    """
    other = None if against is None else parse("rsv", against)
    return diff_view(await rulesets.diff(caller, use_case, parse("rsv", ruleset_version_id), other))


@post(
    "/rulesets/{use_case:str}/rollback",
    operation_id="rollBackRuleset",
    summary="Return to the version before",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"reason": "Too many declines since noon."},
)
async def roll_back_ruleset(
    caller: Principal, use_case: UseCase, data: RollBackRuleset, rulesets: Rulesets
) -> RulesetView:
    """Lets what decided before decide again; it was approved then. Again goes further back, to the default in the end."""
    return ruleset_view(await rulesets.roll_back(caller, use_case, data.reason))


@get(
    "/rulesets/{use_case:str}/activations",
    operation_id="listRulesetActivations",
    summary="List what decided when",
    tag="rulesets",
)
async def list_ruleset_activations(
    caller: Principal,
    use_case: UseCase,
    rulesets: Rulesets,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> RulesetActivationPage:
    """Activations, rollbacks and what the service fell back to itself, newest first."""
    cursor = None if after is None else parse(ACTIVATION_PREFIX, after)
    return activation_page(await rulesets.activations(caller, use_case, cursor, limit))


@get(
    "/rulesets/{use_case:str}/shadow",
    operation_id="getRulesetShadow",
    summary="Get what a shadow would change",
    tag="rulesets",
)
async def get_ruleset_shadow(
    caller: Principal,
    use_case: UseCase,
    ruleset_shadows: RulesetShadows,
    ruleset_version_id: VersionRef = None,
) -> RulesetShadowView:
    """What the version in the shadow, or `ruleset_version_id` while it was there, would have decided: by outcome, with the money, and by the
    hour.
    """
    wanted = None if ruleset_version_id is None else parse("rsv", ruleset_version_id)
    return shadow_view(await ruleset_shadows.get(caller, use_case, wanted))


@put(
    "/rulesets/{use_case:str}/shadow",
    operation_id="startRulesetShadow",
    summary="Put a version into the shadow",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"version_id": _VERSION},
)
async def start_ruleset_shadow(
    caller: Principal, use_case: UseCase, data: StartRulesetShadow, ruleset_shadows: RulesetShadows
) -> RulesetShadowView:
    """Lets a version rule beside the one that decides, after each decision was answered. It takes the place of another."""
    return shadow_view(await ruleset_shadows.start(caller, use_case, parse("rsv", data.version_id)))


@delete(
    "/rulesets/{use_case:str}/shadow",
    operation_id="stopRulesetShadow",
    summary="End the shadow",
    tag="rulesets",
)
async def stop_ruleset_shadow(
    caller: Principal, use_case: UseCase, ruleset_shadows: RulesetShadows
) -> RulesetShadowView:
    """Takes what is in the shadow out of it. Its counts stay."""
    return shadow_view(await ruleset_shadows.stop(caller, use_case))


@get(
    "/approval-policy",
    operation_id="getApprovalPolicy",
    summary="Get whether changes need an approval",
    tag="rulesets",
)
async def get_approval_policy(caller: Principal, approval_policies: ApprovalPolicies) -> ApprovalPolicyView:
    """Live environments need one, sandboxes do not, unless the tenant's owner said otherwise."""
    return approval_policy_view(await approval_policies.get(caller))


@put(
    "/approval-policy",
    operation_id="setApprovalPolicy",
    summary="Set whether changes need an approval",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"required": True, "reason": "Our sandbox shall work as live does."},
)
async def set_approval_policy(
    caller: Principal, data: SetApprovalPolicy, approval_policies: ApprovalPolicies
) -> ApprovalPolicyView:
    """For the tenant's owner, with the scope `tenants:write`; the change is in the ledger."""
    return approval_policy_view(
        await approval_policies.set(caller, required=data.required, reason=data.reason)
    )


HANDLERS = [
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
