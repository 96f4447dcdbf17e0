"""Test cases and files of rulesets are the same on both faces."""

import base64

from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW, payment
from tests.rules.graphs import thresholds

USE_CASE = "lead-score"
CASES: list[dict[str, object]] = [
    {"name": "sure", "facts": {"probability": 0.95}, "outcome": "decline", "notes": ["high"]},
    {"name": "usual", "facts": {"probability": 0.1, "reasons": ["A"]}, "outcome": "approve", "notes": []},
]
PRICED_ANEW = ("cost_us",)


async def test_cases_are_shown_and_replaced(parity: Parity) -> None:
    """Putting the same on the second face is the same set; the history holds each set once."""
    none, _ = await parity.both("getRuleTestCases", {"use_case": USE_CASE})
    assert none.body["number"] == 0
    asked = {"use_case": USE_CASE, "cases": CASES, "reason": "parity"}
    made, _ = await parity.both("putRuleTestCases", asked)
    assert (made.body["number"], len(made.body["cases"])) == (1, 2)  # type: ignore[arg-type]
    await parity.both("putRuleTestCases", {**asked, "cases": CASES[:1], "reason": "fewer"})
    page, _ = await parity.both("listRuleTestCaseSets", {"use_case": USE_CASE, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both("listRuleTestCaseSets", {"use_case": USE_CASE, "after": page.body["next_after"]})


async def test_cases_run_on_versions_and_drafts(parity: Parity) -> None:
    """A report says of each case what came and which row hit; a check of a draft says the same."""
    await parity.both("putRuleTestCases", {"use_case": USE_CASE, "cases": CASES, "reason": "run"})
    draft = {"graph": thresholds(decline=">= 0.99"), "fallback": "review"}
    pushed, _ = await parity.both("pushRuleset", {"use_case": USE_CASE, **draft, "reason": "run"})
    report, _ = await parity.both("runRuleTestCases", {"use_case": USE_CASE, "version_id": pushed.body["id"]})
    assert report.body["failed"] == 1
    tried, _ = await parity.both("checkRuleset", {"use_case": USE_CASE, "draft": draft}, ignored=PRICED_ANEW)
    assert tried.body["test_cases"] == report.body["results"]


async def test_a_failing_version_is_not_activated(parity: Parity) -> None:
    """What its test cases refuse decides nowhere; each failing case is named."""
    await parity.both("putRuleTestCases", {"use_case": USE_CASE, "cases": CASES, "reason": "guard"})
    failing = {"use_case": USE_CASE, "graph": thresholds(decline=">= 0.98"), "fallback": "review"}
    pushed, _ = await parity.both("pushRuleset", {**failing, "reason": "too mild"})
    wanted = {"use_case": USE_CASE, "version_id": pushed.body["id"], "reason": "go"}
    refused, _ = await parity.both("activateRuleset", wanted)
    assert (refused.code, refused.fields) == ("rule_tests_failing", ("test_cases[0]",))


async def test_a_decision_becomes_a_case(parity: Parity) -> None:
    """The facts that rules read of a stored decision, on either face; a decision of nobody's is not found."""
    decided, _ = await parity.both("decideTransactionAnomaly", payment(), ignored=ANEW)
    asked = {
        "use_case": "transaction-anomaly",
        "decision_id": decided.body["id"],
        "outcome": "decline",
        "reason": "it was fraud",
    }
    made, _ = await parity.both(
        "addRuleTestCase", {**asked, "name": "one"}, rpc_only={"name": "two"}, ignored=("id", "number", "digest", "cases"),
    )  # fmt: skip
    held, _ = await parity.both("getRuleTestCases", {"use_case": "transaction-anomaly"})
    cases = held.body["cases"]
    assert isinstance(cases, list)
    assert [each["name"] for each in cases] == ["one", "two"]
    assert cases[0]["facts"] == cases[1]["facts"]
    seen = cases[0]["facts"]
    assert (seen["transaction.method"], seen["transaction.country"]) == ("upi", "IN")
    assert {"probability", "transaction.amount_minor", "decided_hour"} <= set(seen)
    assert not {"transaction.occurred_at", "decided_at", "transaction.merchant_id"} & set(seen)
    stranger = parity.product.other.sandbox_key
    refused, _ = await parity.both("addRuleTestCase", {**asked, "name": "x"}, credential=stranger)
    assert refused.code == "decision_not_found"
    assert made.code == "ok"


async def test_a_ruleset_goes_out_and_comes_back(parity: Parity) -> None:
    """What is exported is read back without a change in every form; a wrong cell is named on both faces."""
    content: object = None
    for form in ("csv", "xlsx", "json"):
        file, _ = await parity.both("exportRuleset", {"use_case": "churn-score", "form": form})
        content = file.body["content"]
        read, _ = await parity.both(
            "readRuleFile", {"use_case": "churn-score", "content": content}, ignored=PRICED_ANEW
        )
        assert read.body["changed"] is False
    assert isinstance(content, str)
    wrong = base64.b64encode(b"row,if probability,then outcome\n1,=A1,'review'\n").decode()
    refused, _ = await parity.both("readRuleFile", {"use_case": "churn-score", "content": wrong})
    assert (refused.code, refused.fields) == ("spreadsheet_refused", ("B2",))
    unsound = base64.b64encode(b"row,if probability,then outcome\n1,> weather,'review'\n2,,'approve'\n").decode()  # fmt: skip
    refused, _ = await parity.both("readRuleFile", {"use_case": "churn-score", "content": unsound})
    assert (refused.code, refused.fields) == ("ruleset_refused", ("B2",))
