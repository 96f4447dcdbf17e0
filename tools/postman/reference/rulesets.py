"""Rules: tried, pushed, tested, approved, activated; releases of versions with rules; lists and suppressions."""

import itertools

from tools.postman.document import Json, Object
from tools.postman.steps import MEMBER, MEMBER_LIVE, SECOND, SECOND_LIVE, Folder, Step

USE_CASE = "payment-timing"
ANOMALY = "transaction-anomaly"


def graph(decline: str, review: str = ">= 0.5", bounds: Object | None = None) -> Object:
    """Decline, review, approve by probability. bounds: a node before the table that gives names to numbers."""
    columns: list[Json] = [{"id": "p", "name": "Probability", "field": "probability"}]
    outcome: list[Json] = [{"id": "o", "name": "Outcome", "field": "outcome"}]
    rows: list[Json] = [
        {"_id": "1", "p": decline, "o": "'decline'"},
        {"_id": "2", "p": review, "o": "'review'"},
        {"_id": "3", "p": "", "o": "'approve'"},
    ]
    content: Object = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": columns,
        "outputs": outcome,
        "rules": rows,
    }
    table: Object = {
        "id": "thresholds",
        "name": "Thresholds",
        "type": "decisionTableNode",
        "content": content,
    }
    inner: list[Object] = [bounds, table] if bounds else [table]
    nodes: list[Object] = [
        {"id": "facts", "name": "Facts", "type": "inputNode"},
        *inner,
        {"id": "outcome", "name": "Outcome", "type": "outputNode"},
    ]
    pairs = itertools.pairwise(nodes)
    edges: list[Json] = [
        {"id": str(number), "sourceId": left["id"], "targetId": right["id"]}
        for number, (left, right) in enumerate(pairs, 1)
    ]
    return {"nodes": [*nodes], "edges": edges}


def named(decline_at: str = "0.9") -> Object:
    """The same with bounds that a release may set."""
    values: list[Json] = [
        {"id": name, "key": name, "value": value}
        for name, value in (("decline_at", decline_at), ("review_at", "0.5"))
    ]
    bounds: Object = {
        "id": "bounds",
        "name": "Bounds",
        "type": "expressionNode",
        "content": {"expressions": values, "passThrough": True},
    }
    return graph(">= decline_at", ">= review_at", bounds)


def push(name: str, use_case: str, made: Object, variable: str, **more: str) -> Step:
    return Step(
        operation="pushRuleset",
        name=name,
        path={"use_case": use_case},
        body={"graph": made, "fallback": "review", "reason": name},
        save={variable: "id", f"{variable}_digest": "digest"},
        auth=more.get("auth"),
    )


HERE = {"use_case": USE_CASE}
VERSION = {**HERE, "ruleset_version_id": "{{ruleset_version_id}}"}
WRITTEN = {"use_case": "payout-delay", "ruleset_version_id": "{{written_id}}"}

FOLDERS = (
    Folder(
        name="rulesets",
        words="",
        steps=(
            Step(operation="getRuleset", path=HERE),
            Step(operation="listRuleFacts", path=HERE),
            Step(operation="checkRuleset", path={"use_case": ANOMALY}),
            Step(
                operation="checkRuleset",
                name="Refused: a rule without a bound",
                path=HERE,
                body={"draft": {"graph": graph(">= rand(1)"), "fallback": "review"}},
                status=400,
                code="ruleset_refused",
            ),
            push("The first version", USE_CASE, graph(">= 0.9"), "ruleset_version_id"),
            push("A stricter version", USE_CASE, graph(">= 0.8"), "stricter_id"),
            Step(operation="listRulesetVersions", path=HERE),
            Step(operation="getRulesetVersion", path=VERSION),
            Step(operation="diffRulesetVersion", path=VERSION, query={"against": "{{stricter_id}}"}),
            Step(
                operation="putRuleTestCases",
                path=HERE,
                body={
                    "cases": [
                        {"name": "sure", "facts": {"probability": 0.95}, "outcome": "decline", "notes": []}
                    ],
                    "reason": "What must stay so.",
                },
            ),
            Step(operation="getRuleTestCases", path=HERE),
            Step(operation="listRuleTestCaseSets", path=HERE),
            Step(operation="runRuleTestCases", path=HERE, body={"version_id": "{{ruleset_version_id}}"}),
            Step(
                operation="addRuleTestCase",
                path={"use_case": ANOMALY},
                change={"decision_id": "{{decision_id}}", "name": "asked {{run}}", "outcome": "approve"},
            ),
            Step(operation="startRulesetShadow", path=HERE, body={"version_id": "{{stricter_id}}"}),
            Step(operation="getRulesetShadow", path=HERE),
            Step(operation="stopRulesetShadow", path=HERE),
            Step(
                operation="activateRuleset",
                path=HERE,
                body={"version_id": "{{ruleset_version_id}}", "reason": "Agreed."},
            ),
            Step(
                operation="activateRuleset",
                name="Activate the stricter one",
                path=HERE,
                body={"version_id": "{{stricter_id}}", "reason": "Agreed."},
            ),
            Step(operation="rollBackRuleset", path=HERE),
            Step(operation="listRulesetActivations", path=HERE),
            Step(operation="exportRuleset", path=HERE, query={"form": "csv"}, save={"rule_file": "content"}),
            Step(operation="readRuleFile", path=HERE, body={"content": "{{rule_file}}"}),
            Step(operation="listRulePacks"),
            Step(operation="installRulePack", path={"use_case": ANOMALY}),
            Step(
                operation="createBacktest",
                path={"use_case": ANOMALY},
                body={"draft": {"graph": graph(">= 0.8"), "fallback": "review"}, "since": "{{a_month_ago}}"},
                save={"backtest_id": "id"},
            ),
            Step(operation="listBacktests", path={"use_case": ANOMALY}),
            Step(operation="getBacktest", path={"use_case": ANOMALY}, until={"state": ("completed",)}),
            Step(
                operation="createBacktest",
                name="Start a backtest to be cancelled",
                path=HERE,
                body={"version_id": "{{stricter_id}}", "since": "{{a_month_ago}}"},
                save={"cancelled_backtest_id": "id"},
            ),
            Step(
                operation="cancelBacktest",
                until={"state": ("cancelled",)},
                back=True,
                path={**HERE, "backtest_id": "{{cancelled_backtest_id}}"},
            ),
            Step(operation="getApprovalPolicy"),
            Step(
                operation="setApprovalPolicy",
                auth=MEMBER,
                body={"required": False, "reason": "In a sandbox one may decide alone."},
            ),
            push("A member's own version", "payout-delay", graph(">= 0.9"), "written_id", auth=MEMBER),
            Step(
                operation="approveRulesetVersion",
                name="Refused: one's own change",
                path=WRITTEN,
                auth=MEMBER,
                body={"digest": "{{written_id_digest}}", "reason": "Mine."},
                status=403,
                code="approval_of_own_change",
            ),
            Step(
                operation="approveRulesetVersion",
                path=WRITTEN,
                auth=SECOND,
                body={"digest": "{{written_id_digest}}", "reason": "Read it."},
                expect={"state": "approved"},
            ),
            push("A harsh version", "payout-delay", graph(">= 0.1"), "harsh_id", auth=MEMBER),
            Step(
                operation="refuseRulesetVersion",
                path={"use_case": "payout-delay", "ruleset_version_id": "{{harsh_id}}"},
                auth=SECOND,
                expect={"state": "refused"},
            ),
        ),
    ),
    Folder(
        name="releases",
        words="",
        steps=(
            push(
                "A ruleset with names for its bounds",
                "payout-delay",
                named(),
                "release_ruleset_id",
                auth=MEMBER,
            ),
            Step(
                operation="createRelease",
                auth=MEMBER,
                body={
                    "use_case": "payout-delay",
                    "ruleset_version_id": "{{release_ruleset_id}}",
                    "thresholds": {"review_at": 0.35},
                    "reason": "More of them shall be looked at.",
                },
                save={"release_id": "id", "release_digest": "digest"},
            ),
            Step(operation="listReleases", query={"use_case": "payout-delay"}),
            Step(operation="getRelease"),
            Step(operation="diffRelease"),
            Step(operation="startReleaseShadow"),
            Step(operation="getReleaseShadow"),
            Step(operation="stopReleaseShadow"),
            Step(
                operation="approveRelease",
                auth=SECOND,
                change={"digest": "{{release_digest}}"},
            ),
            Step(operation="activateRelease", expect={"state": "active"}),
            Step(operation="rollBackRelease"),
            Step(operation="listReleaseSwitches", query={"use_case": "payout-delay"}),
            Step(
                operation="promoteRelease",
                auth=MEMBER_LIVE,
                save={"promoted_release_id": "id", "promoted_digest": "digest"},
            ),
            Step(
                operation="approveRelease",
                name="Approve it in live",
                path={"release_id": "{{promoted_release_id}}"},
                auth=SECOND_LIVE,
                change={"digest": "{{promoted_digest}}"},
                expect={"state": "approved"},
            ),
            push("A harsh ruleset", "payout-delay", named("0.2"), "refused_ruleset_id", auth=MEMBER),
            Step(
                operation="createRelease",
                name="Make a release to be refused",
                auth=MEMBER,
                body={
                    "use_case": "payout-delay",
                    "ruleset_version_id": "{{refused_ruleset_id}}",
                    "thresholds": {},
                    "reason": "A try.",
                },
                save={"refused_release_id": "id"},
            ),
            Step(operation="refuseRelease", path={"release_id": "{{refused_release_id}}"}, auth=SECOND),
        ),
    ),
    Folder(
        name="lists",
        words="",
        steps=(
            Step(operation="createList", change={"name": "stolen_{{run}}"}, save={"list_id": "id"}),
            Step(operation="listLists"),
            Step(operation="getList"),
            Step(operation="addListEntries"),
            Step(operation="listListEntries"),
            Step(operation="findListEntry"),
            Step(operation="removeListEntries", body={"values": ["dev-83d1c0a7f2"]}),
            Step(operation="deleteList"),
        ),
    ),
    Folder(
        name="suppressions",
        words="",
        steps=(
            Step(
                operation="createSuppression",
                change={"until": "{{in_a_month}}"},
                save={"suppression_id": "id"},
            ),
            Step(operation="listSuppressions"),
            Step(operation="getSuppression"),
            Step(operation="endSuppression"),
        ),
    ),
)
