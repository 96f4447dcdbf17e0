"""Rulesets over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.rules.v1 import rules_pb2 as pb
from api.views.rulesets import (
    ActivateRuleset,
    CheckRuleset,
    PushRuleset,
    RuleFactList,
    RulesetVersionPage,
    RulesetVersionView,
    RulesetView,
    TrialView,
    draft_of,
    fact_list,
    ruleset_version_page,
    ruleset_version_view,
    ruleset_view,
    trial_view,
    tried_draft,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from rules.rulesets import Rulesets
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RulesetService"]
UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Version(msgspec.Struct, frozen=True, kw_only=True):
    use_case: UseCase
    ruleset_version_id: Id


class _Push(PushRuleset, frozen=True, kw_only=True):
    use_case: UseCase


class _Activate(ActivateRuleset, frozen=True, kw_only=True):
    use_case: UseCase


class _Check(CheckRuleset, frozen=True, kw_only=True):
    use_case: UseCase


NAMED = Codec(_Named, pb.GetRulesetRequest)
FACTS_OF = Codec(_Named, pb.ListRuleFactsRequest)
PAGE = Codec(_Page, pb.ListRulesetVersionsRequest)
WANTED = Codec(_Version, pb.GetRulesetVersionRequest)
PUSH = Codec(_Push, pb.PushRulesetRequest)
ACTIVATE = Codec(_Activate, pb.ActivateRulesetRequest)
CHECK = Codec(_Check, pb.CheckRulesetRequest)
RULESET = Codec(RulesetView, pb.Ruleset)
VERSION = Codec(RulesetVersionView, pb.RulesetVersion)
VERSIONS = Codec(RulesetVersionPage, pb.ListRulesetVersionsResponse)
FACTS = Codec(RuleFactList, pb.ListRuleFactsResponse)
TRIAL = Codec(TrialView, pb.CheckRulesetResponse)


@method(SERVICE, "GetRuleset")
async def get_ruleset(request: pb.GetRulesetRequest, caller: Principal, rulesets: Rulesets) -> pb.Ruleset:
    return RULESET.message(ruleset_view(await rulesets.get(caller, NAMED.struct(request).use_case)))


@method(SERVICE, "PushRuleset", keyed=Keyed.OPTIONAL, bulk=True)
async def push_ruleset(
    request: pb.PushRulesetRequest, caller: Principal, rulesets: Rulesets
) -> pb.RulesetVersion:
    sent = PUSH.struct(request)
    return VERSION.message(ruleset_version_view(await rulesets.push(caller, sent.use_case, draft_of(sent))))


@method(SERVICE, "ListRuleFacts")
async def list_rule_facts(
    request: pb.ListRuleFactsRequest, caller: Principal, rulesets: Rulesets
) -> pb.ListRuleFactsResponse:
    return FACTS.message(fact_list(await rulesets.facts(caller, FACTS_OF.struct(request).use_case)))


@method(SERVICE, "ListRulesetVersions")
async def list_ruleset_versions(
    request: pb.ListRulesetVersionsRequest, caller: Principal, rulesets: Rulesets
) -> pb.ListRulesetVersionsResponse:
    asked = PAGE.struct(request)
    cursor = None if asked.after is None else parse("rsv", asked.after)
    return VERSIONS.message(
        ruleset_version_page(await rulesets.list(caller, asked.use_case, cursor, asked.limit))
    )


@method(SERVICE, "GetRulesetVersion")
async def get_ruleset_version(
    request: pb.GetRulesetVersionRequest, caller: Principal, rulesets: Rulesets
) -> pb.RulesetVersion:
    asked = WANTED.struct(request)
    version_id = parse("rsv", asked.ruleset_version_id)
    return VERSION.message(ruleset_version_view(await rulesets.version(caller, asked.use_case, version_id)))


@method(SERVICE, "ActivateRuleset", keyed=Keyed.OPTIONAL)
async def activate_ruleset(
    request: pb.ActivateRulesetRequest, caller: Principal, rulesets: Rulesets
) -> pb.Ruleset:
    asked = ACTIVATE.struct(request)
    version_id = parse("rsv", asked.version_id)
    return RULESET.message(
        ruleset_view(await rulesets.activate(caller, asked.use_case, version_id, asked.reason))
    )


@method(SERVICE, "CheckRuleset", bulk=True)
async def check_ruleset(
    request: pb.CheckRulesetRequest, caller: Principal, rulesets: Rulesets
) -> pb.CheckRulesetResponse:
    asked = CHECK.struct(request)
    return TRIAL.message(
        trial_view(await rulesets.check(caller, asked.use_case, tried_draft(asked), asked.facts))
    )


METHODS = [
    get_ruleset,
    push_ruleset,
    list_rule_facts,
    list_ruleset_versions,
    get_ruleset_version,
    activate_ruleset,
    check_ruleset,
]
