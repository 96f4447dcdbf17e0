"""Packs of rules over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.rule_tests import UseCase
from api.rpc.stubs.countermark.rules.v1 import rule_packs_pb2 as pb
from api.rpc.stubs.countermark.rules.v1 import rules_pb2
from api.views.rule_packs import InstallRulePack, RulePackList, rule_pack_list
from api.views.rulesets import RulesetVersionView, ruleset_version_view
from rules.pack_installs import RulePacks
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["RulePackService"]


class _Install(InstallRulePack, frozen=True, kw_only=True):
    use_case: UseCase


INSTALL = Codec(_Install, pb.InstallRulePackRequest)
PACKS = Codec(RulePackList, pb.ListRulePacksResponse)
VERSION = Codec(RulesetVersionView, rules_pb2.RulesetVersion)


@method(SERVICE, "ListRulePacks")
async def list_rule_packs(
    request: pb.ListRulePacksRequest,
    caller: Principal,
    rule_packs: RulePacks,
) -> pb.ListRulePacksResponse:
    return PACKS.message(rule_pack_list(rule_packs.shipped(caller)))


@method(SERVICE, "InstallRulePack", keyed=Keyed.OPTIONAL)
async def install_rule_pack(
    request: pb.InstallRulePackRequest, caller: Principal, rule_packs: RulePacks
) -> rules_pb2.RulesetVersion:
    asked = INSTALL.struct(request)
    made = await rule_packs.install(caller, asked.use_case, asked.pack, asked.edition, asked.reason)
    return VERSION.message(ruleset_version_view(made))


METHODS = [list_rule_packs, install_rule_pack]
