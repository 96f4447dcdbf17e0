"""Packs of rules that ship: limits set by others, with their dated sources."""

from api.rest.operations import Keyed, get, post
from api.rest.rule_tests import UseCase
from api.views.rule_packs import InstallRulePack, RulePackList, rule_pack_list
from api.views.rulesets import RulesetVersionView, ruleset_version_view
from rules.pack_installs import RulePacks
from tenants.principals import Principal


@get("/rule-packs", operation_id="listRulePacks", summary="List packs of rules", tag="rulesets")
async def list_rule_packs(caller: Principal, rule_packs: RulePacks) -> RulePackList:
    """Every edition of every pack, with its limits, their dated public sources, and what a compliance team must confirm."""
    return rule_pack_list(rule_packs.shipped(caller))


@post(
    "/rulesets/{use_case:str}/packs",
    operation_id="installRulePack",
    summary="Install a pack of rules",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"pack": "upi-limits", "edition": "2025-09-15"},
    responses={422: "The use case lacks facts that the pack asks for, or fails its test cases."},
)
async def install_rule_pack(
    caller: Principal, use_case: UseCase, data: InstallRulePack, rule_packs: RulePacks
) -> RulesetVersionView:
    """Puts a pack before the newest version of a ruleset, and keeps that as a draft. It decides nothing until it is activated."""
    return ruleset_version_view(
        await rule_packs.install(caller, use_case, data.pack, data.edition, data.reason)
    )


HANDLERS = [list_rule_packs, install_rule_pack]
