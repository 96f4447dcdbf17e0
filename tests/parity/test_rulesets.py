"""Rulesets are the same on both faces: shown, tried, pushed, listed, activated, refused."""

from tests.parity.faces import Parity
from tests.rules.graphs import computing, thresholds

USE_CASE = "churn-score"
PRICED_ANEW = ("cost_us",)


async def test_the_default(parity: Parity) -> None:
    """A tenant that never pushed a ruleset sees the one that ships with the service."""
    shown, _ = await parity.both("getRuleset", {"use_case": "credit-score"})
    assert shown.body["last_number"] == 0
    unknown, _ = await parity.both("getRuleset", {"use_case": "alchemy"})
    assert unknown.code == "use_case_unknown"


async def test_what_rules_can_see(parity: Parity) -> None:
    """The facts of a use case are those of its version, payments' own only where there is a payment."""
    listed, _ = await parity.both("listRuleFacts", {"use_case": "transaction-anomaly"})
    names = {each["name"] for each in listed.body["data"]}  # type: ignore[attr-defined]
    assert {"probability", "transaction.amount_minor", "features.payments_h24"} <= names
    listed, _ = await parity.both("listRuleFacts", {"use_case": "credit-score"})
    assert not any(each["name"].startswith("transaction.") for each in listed.body["data"])  # type: ignore[attr-defined]


async def test_a_version_is_pushed_and_activated(parity: Parity) -> None:
    """The same graph on the second face is the same version; activating it shows it as what decides."""
    asked = {"use_case": USE_CASE, "graph": thresholds(), "fallback": "review", "reason": "parity"}
    pushed, _ = await parity.both("pushRuleset", asked)
    named = {"use_case": USE_CASE, "version_id": pushed.body["id"], "reason": "go"}
    activated, _ = await parity.both("activateRuleset", named)
    assert activated.body["active"]["id"] == pushed.body["id"]  # type: ignore[index]
    await parity.both("getRuleset", {"use_case": USE_CASE})
    await parity.both("getRulesetVersion", {"use_case": USE_CASE, "ruleset_version_id": pushed.body["id"]})
    second = {**asked, "graph": thresholds(decline=">= 0.8")}
    await parity.both("pushRuleset", second)
    page, _ = await parity.both("listRulesetVersions", {"use_case": USE_CASE, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both(
        "listRulesetVersions", {"use_case": USE_CASE, "limit": 1, "after": page.body["next_after"]}
    )


async def test_a_ruleset_is_tried(parity: Parity) -> None:
    """A dry run gives outcomes and traces, of a draft and of what decides."""
    asked = {
        "use_case": "transaction-anomaly",
        "draft": {"graph": thresholds(), "fallback": "review"},
        "facts": [{"probability": 0.95, "transaction.currency": "INR", "reasons": ["A"]}, {}],
    }
    tried, _ = await parity.both("checkRuleset", asked, ignored=PRICED_ANEW)
    results = tried.body["results"]
    assert [each["outcome"] for each in results] == ["decline", "approve"]  # type: ignore[attr-defined]
    await parity.both("checkRuleset", {"use_case": "transaction-anomaly"}, ignored=PRICED_ANEW)


async def test_what_is_refused(parity: Parity) -> None:
    """A graph that cannot be bounded, a fact that is not there and an outcome that is no word are named alike."""
    asked = {"use_case": USE_CASE, "graph": computing("rand(1)"), "fallback": "review", "reason": "no"}
    refused, _ = await parity.both("pushRuleset", asked)
    assert refused.code == "ruleset_refused"
    assert refused.fields == ("graph.nodes[1].content.expressions[0].value",)
    draft = {"graph": computing("rand(1)"), "fallback": "review"}
    refused, _ = await parity.both("checkRuleset", {"use_case": USE_CASE, "draft": draft})
    assert refused.fields == ("draft.graph.nodes[1].content.expressions[0].value",)
    refused, _ = await parity.both("checkRuleset", {"use_case": USE_CASE, "facts": [{"weather": "rain"}]})
    assert refused.code == "facts_refused"
    refused, _ = await parity.both("pushRuleset", {**asked, "fallback": "No Word"})
    assert (refused.code, refused.fields) == ("invalid_request", ("fallback",))
    refused, _ = await parity.both("pushRuleset", {**asked, "reason": "two\nlines"})
    assert (refused.code, refused.fields) == ("invalid_request", ("reason",))


async def test_another_tenants_version_is_not_found(parity: Parity) -> None:
    """Neither shown nor activated by who does not own it."""
    asked = {"use_case": USE_CASE, "graph": thresholds(), "fallback": "decline", "reason": "mine"}
    pushed, _ = await parity.both("pushRuleset", asked)
    other = parity.product.other.sandbox_key
    named = {"use_case": USE_CASE, "ruleset_version_id": pushed.body["id"]}
    refused, _ = await parity.both("getRulesetVersion", named, credential=other)
    assert refused.code == "ruleset_version_not_found"
    wanted = {"use_case": USE_CASE, "version_id": pushed.body["id"], "reason": "theirs"}
    refused, _ = await parity.both("activateRuleset", wanted, credential=other)
    assert refused.code == "ruleset_version_not_found"
