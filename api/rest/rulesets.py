"""Rulesets: what decides a use case, its versions, trying one out, activating one."""

from typing import Annotated

import msgspec

from api.rest.operations import Keyed, get, post, put
from api.rest.paging import DEFAULT_LIMIT, After, Limit
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
from rules.rulesets import Rulesets
from tenants.principals import Principal

UseCase = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
VersionId = Annotated[str, msgspec.Meta(max_length=64)]

GRAPH = {
    "nodes": [
        {"id": "facts", "name": "Facts", "type": "inputNode"},
        {
            "id": "thresholds",
            "name": "Thresholds",
            "type": "decisionTableNode",
            "content": {
                "hitPolicy": "first",
                "passThrough": True,
                "inputs": [{"id": "p", "name": "Probability", "field": "probability"}],
                "outputs": [{"id": "o", "name": "Outcome", "field": "outcome"}],
                "rules": [
                    {"_id": "1", "p": ">= 0.9", "o": "'decline'"},
                    {"_id": "2", "p": ">= 0.5", "o": "'review'"},
                    {"_id": "3", "p": "", "o": "'approve'"},
                ],
            },
        },
        {"id": "outcome", "name": "Outcome", "type": "outputNode"},
    ],
    "edges": [
        {"id": "1", "sourceId": "facts", "targetId": "thresholds"},
        {"id": "2", "sourceId": "thresholds", "targetId": "outcome"},
    ],
}


@get("/rulesets/{use_case:str}", operation_id="getRuleset", summary="Get what decides", tag="rulesets")
async def get_ruleset(caller: Principal, use_case: UseCase, rulesets: Rulesets) -> RulesetView:
    """Shows the version that decides a use case: your own, or the default that ships with the service."""
    return ruleset_view(await rulesets.get(caller, use_case))


@put(
    "/rulesets/{use_case:str}",
    operation_id="pushRuleset",
    summary="Push a version",
    tag="rulesets",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"graph": GRAPH, "fallback": "review", "reason": "Decline from 0.9."},
)
async def push_ruleset(
    caller: Principal, use_case: UseCase, data: PushRuleset, rulesets: Rulesets
) -> RulesetVersionView:
    """Checks a graph and keeps it as the next version. It decides nothing until it is activated.

    Pushing what equals the newest version answers with that version. What is refused names node, row and cell.
    """
    return ruleset_version_view(await rulesets.push(caller, use_case, draft_of(data)))


@get(
    "/rulesets/{use_case:str}/facts",
    operation_id="listRuleFacts",
    summary="List what rules can see",
    tag="rulesets",
)
async def list_rule_facts(caller: Principal, use_case: UseCase, rulesets: Rulesets) -> RuleFactList:
    """The facts of a use case by name, with the features of the version that answers now."""
    return fact_list(await rulesets.facts(caller, use_case))


@get(
    "/rulesets/{use_case:str}/versions",
    operation_id="listRulesetVersions",
    summary="List versions",
    tag="rulesets",
)
async def list_ruleset_versions(
    caller: Principal,
    use_case: UseCase,
    rulesets: Rulesets,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> RulesetVersionPage:
    """Newest first, without their graphs."""
    cursor = None if after is None else parse("rsv", after)
    return ruleset_version_page(await rulesets.list(caller, use_case, cursor, limit))


@get(
    "/rulesets/{use_case:str}/versions/{ruleset_version_id:str}",
    operation_id="getRulesetVersion",
    summary="Get a version",
    tag="rulesets",
)
async def get_ruleset_version(
    caller: Principal, use_case: UseCase, ruleset_version_id: VersionId, rulesets: Rulesets
) -> RulesetVersionView:
    return ruleset_version_view(await rulesets.version(caller, use_case, parse("rsv", ruleset_version_id)))


@post(
    "/rulesets/{use_case:str}/activate",
    operation_id="activateRuleset",
    summary="Activate a version",
    tag="rulesets",
    keyed=Keyed.OPTIONAL,
    example={"version_id": "rsv_01kc1x5w3efvr9q2d8m4n6p7hs", "reason": "Agreed with the risk team."},
)
async def activate_ruleset(
    caller: Principal, use_case: UseCase, data: ActivateRuleset, rulesets: Rulesets
) -> RulesetView:
    """Lets a version decide from now on, within a second everywhere. Its stored test cases must pass, and a live environment asks for
    the approval of a second member first.
    """
    return ruleset_view(await rulesets.activate(caller, use_case, parse("rsv", data.version_id), data.reason))


@post(
    "/rulesets/{use_case:str}/check",
    operation_id="checkRuleset",
    summary="Try a ruleset",
    tag="rulesets",
    bulk=True,
    example={
        "draft": {"graph": GRAPH, "fallback": "review"},
        "facts": [{"probability": 0.95, "transaction.amount_minor": 250_000}],
    },
    answer_example={
        "outcomes": ["approve", "decline", "review"],
        "facts": ["probability"],
        "cost_us": 11,
        "results": [
            {
                "outcome": "decline",
                "notes": [],
                "trace": [{"node_id": "thresholds", "node": "Thresholds", "row": 1}],
                "degraded": False,
            }
        ],
        "test_cases": [],
        "findings": [],
    },
)
async def check_ruleset(
    caller: Principal, use_case: UseCase, data: CheckRuleset, rulesets: Rulesets
) -> TrialView:
    """Checks a draft, or what decides now, prices its worst case, and runs it on the given facts. Nothing is kept."""
    return trial_view(await rulesets.check(caller, use_case, tried_draft(data), data.facts))


HANDLERS = [
    get_ruleset,
    push_ruleset,
    list_rule_facts,
    list_ruleset_versions,
    get_ruleset_version,
    activate_ruleset,
    check_ruleset,
]
