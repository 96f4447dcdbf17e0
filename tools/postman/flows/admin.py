"""A tenant's admin: rules tried on what was decided, approved and activated, and back; releases, models, keys."""

from tools.postman.flows.developer import PAYMENT
from tools.postman.reference.people import SIGN_IN
from tools.postman.reference.rulesets import graph, named, push
from tools.postman.reference.versions import UPLOAD
from tools.postman.steps import MEMBER, SECOND, Folder, Step

HERE = {"use_case": "transaction-anomaly"}
VERSION = {**HERE, "ruleset_version_id": "{{admin_version}}"}
RELEASE = {"release_id": "{{admin_release}}"}
NAMED = {"version_id": "{{admin_version}}"}

RULES = (
    Step(
        operation="decideTransactionAnomaly",
        name="A decision by the rules as they are",
        body={"transaction": {**PAYMENT, "id": "{{run}}-admin"}},
    ),
    Step(operation="getRuleset", name="Which rules decide?", path=HERE),
    Step(operation="listRuleFacts", name="What may rules ask?", path=HERE),
    Step(
        operation="checkRuleset",
        name="Check a draft",
        path=HERE,
        body={"draft": {"graph": graph(">= 0.7"), "fallback": "review"}},
    ),
    Step(
        operation="checkRuleset",
        name="Refused: a rule whose cost has no bound",
        path=HERE,
        body={"draft": {"graph": graph(">= rand(1)"), "fallback": "review"}},
        status=400,
        code="ruleset_refused",
    ),
    push("Push it as a version", "transaction-anomaly", graph(">= 0.7"), "admin_version", auth=MEMBER),
    Step(operation="diffRulesetVersion", name="What does it change?", path=VERSION),
    Step(
        operation="putRuleTestCases",
        name="Say what must stay so",
        path=HERE,
        body={
            "cases": [{"name": "sure", "facts": {"probability": 0.95}, "outcome": "decline", "notes": []}],
            "reason": "A sure fraud is declined.",
        },
    ),
    Step(
        operation="runRuleTestCases",
        name="Run the test cases",
        path=HERE,
        body={**NAMED},
        expect={"failed": 0},
    ),
    Step(
        operation="createBacktest",
        name="Try it on what was decided",
        path=HERE,
        body={**NAMED, "since": "{{a_month_ago}}"},
        save={"admin_backtest": "id"},
    ),
    Step(
        operation="getBacktest",
        name="What would have been decided otherwise?",
        path={**HERE, "backtest_id": "{{admin_backtest}}"},
        until={"state": ("completed",)},
    ),
    Step(operation="startRulesetShadow", name="Let it rule in the shadow", path=HERE, body={**NAMED}),
    Step(operation="getRulesetShadow", name="See what it would decide", path=HERE),
    Step(
        operation="approveRulesetVersion",
        name="Refused: to approve one's own change",
        path=VERSION,
        auth=MEMBER,
        body={"digest": "{{admin_version_digest}}", "reason": "Mine."},
        status=403,
        code="approval_of_own_change",
    ),
    Step(
        operation="approveRulesetVersion",
        name="A second member approves it",
        path=VERSION,
        auth=SECOND,
        body={"digest": "{{admin_version_digest}}", "reason": "Read it; the threshold is what we agreed on."},
        expect={"state": "approved"},
    ),
    Step(
        operation="activateRuleset",
        name="Activate it",
        path=HERE,
        auth=MEMBER,
        body={**NAMED, "reason": "Agreed with the risk team."},
        expect={"active.state": "active"},
    ),
    Step(operation="rollBackRuleset", name="Roll back", path=HERE, auth=MEMBER),
    Step(
        operation="listRulesetActivations",
        name="Who activated what?",
        path=HERE,
        expect={"data.0.kind": "rollback"},
    ),
)

RELEASES = (
    push("Rules with names for their bounds", "credit-score", named(), "admin_rules", auth=MEMBER),
    Step(
        operation="createRelease",
        name="Make a release of model, rules and thresholds",
        auth=MEMBER,
        body={
            "use_case": "credit-score",
            "ruleset_version_id": "{{admin_rules}}",
            "thresholds": {"review_at": 0.35},
            "reason": "More of them shall be looked at.",
        },
        save={"admin_release": "id", "admin_release_digest": "digest"},
    ),
    Step(operation="diffRelease", name="What does the release change?", path=RELEASE),
    Step(
        operation="approveRelease",
        name="A second member approves the release",
        path=RELEASE,
        auth=SECOND,
        body={"digest": "{{admin_release_digest}}", "reason": "Read the diff."},
    ),
    Step(
        operation="activateRelease",
        name="Activate the release",
        path=RELEASE,
        auth=MEMBER,
        expect={"state": "active"},
    ),
    Step(operation="rollBackRelease", name="Return to what was before it", path=RELEASE, auth=MEMBER),
)

MODELS = (
    Step(
        operation="uploadModelVersion",
        name="Upload a version",
        form=UPLOAD,
        save={"admin_model": "id"},
    ),
    Step(
        operation="deployModelVersion",
        name="Let it score in the shadow",
        body={"use_case": "churn-score", "version_id": "{{admin_model}}", "role": "shadow"},
        save={"admin_shadow": "id"},
    ),
    Step(
        operation="getDeploymentComparison",
        name="Compare it with what answers",
        path={"deployment_id": "{{admin_shadow}}"},
    ),
    Step(operation="endDeployment", name="End the shadow", path={"deployment_id": "{{admin_shadow}}"}),
)

KEYS = (
    Step(
        operation="createApiKey",
        name="A key for the checkout",
        save={"admin_key": "api_key.id", "admin_key_text": "secret"},
    ),
    Step(
        operation="listMembers",
        name="Refused: what its scopes do not hold",
        auth="{{admin_key_text}}",
        status=403,
        code="permission_denied",
    ),
    Step(
        operation="rotateApiKey",
        name="Rotate it",
        path={"key_id": "{{admin_key}}"},
        save={"admin_next_key": "api_key.id"},
    ),
    Step(
        operation="revokeApiKey",
        name="Revoke the new one",
        path={"key_id": "{{admin_next_key}}"},
        expect={"status": "revoked"},
    ),
    Step(operation="getUsage", name="What was called this month?"),
)

FOLDER = Folder(
    name="2 Tenant admin: rules, releases, models, keys",
    words="Rules checked, tested, tried on what was decided, approved by a second member, activated and rolled back; then the same with a "
    "release, a version of a model in the shadow, and a key's life.",
    steps=(*SIGN_IN, *RULES, *RELEASES, *MODELS, *KEYS),
)
