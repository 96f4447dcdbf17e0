"""A version's way to decide, and back, is the same on both faces: approved, compared, in the shadow, rolled back from."""

import dataclasses
from typing import cast

import pytest

from tenants.permissions import Role
from tenants.sessions import SignIn
from tests.parity.faces import Parity
from tests.product import Product, party
from tests.rules.graphs import thresholds
from tests.tenants.conftest import PASSWORD, a_member

USE_CASE = "payout-delay"
ANEW = ("id", "decided_at", "activated_at", "active_since", "since", "set_at")


@dataclasses.dataclass(frozen=True)
class People:
    """Members of a bank of their own, by the tokens of their live sessions. key: of the author's own making."""

    author: str
    second: str
    analyst: str
    nobody: str
    key: str


@pytest.fixture(scope="module")
async def people(running: Product) -> People:
    bank = await party(running.services, "Four Eyes Bank")
    services = running.services
    tokens = []
    for role in (Role.OWNER, Role.ADMIN, Role.ANALYST):
        member = await a_member(services, bank.system, role)  # type: ignore[arg-type]
        session = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
        tokens.append(session.live_token)
    made = await Parity(running).rest(
        "createApiKey",
        {"name": "another", "scopes": ["rules:approve", "rules:read", "rules:write"]},
        {"x-api-key": tokens[0], "idempotency-key": "another-key-of-the-author"},
    )
    assert made.code == "ok", made
    return People(tokens[0], tokens[1], tokens[2], bank.live_key, str(made.body["secret"]))


async def test_a_second_member_lets_a_version_decide(parity: Parity, people: People) -> None:
    """Live, a version decides once another member approved its digest; a key of the author is no second member."""
    asked = {"use_case": USE_CASE, "graph": thresholds(), "fallback": "review", "reason": "first"}
    pushed, _ = await parity.both("pushRuleset", asked, credential=people.author)
    assert (pushed.body["state"], pushed.body["approvals"]) == ("checked", [])
    named = {"use_case": USE_CASE, "version_id": pushed.body["id"], "reason": "go"}
    refused, _ = await parity.both("activateRuleset", named, credential=people.author)
    assert refused.code == "ruleset_not_approved"
    assert str(pushed.body["author_member"]) in refused.fix
    assert "owner or admin" in refused.fix

    version = {"use_case": USE_CASE, "ruleset_version_id": pushed.body["id"]}
    words = {**version, "digest": pushed.body["digest"], "reason": "read it"}
    for credential in (people.author, people.key):
        own, _ = await parity.both("approveRulesetVersion", words, credential=credential)
        assert own.code == "approval_of_own_change"
    nobodys, _ = await parity.both("approveRulesetVersion", words, credential=people.nobody)
    assert nobodys.code == "approval_needs_member"
    other = {**words, "digest": "0" * 64}
    differs, _ = await parity.both("approveRulesetVersion", other, credential=people.second)
    assert (differs.code, differs.fields) == ("ruleset_digest_differs", ("digest",))
    approved, _ = await parity.both("approveRulesetVersion", words, credential=people.second)
    assert approved.body["state"] == "approved"
    assert [each["verdict"] for each in approved.body["approvals"]] == ["approve"]  # type: ignore[attr-defined]

    active, _ = await parity.both("activateRuleset", named, credential=people.analyst, ignored=ANEW)
    assert active.body["active"]["state"] == "active"  # type: ignore[index]
    used, _ = await parity.both(
        "refuseRulesetVersion", {**version, "reason": "too late"}, credential=people.second
    )
    assert used.code == "ruleset_version_used"


async def test_what_was_refused_never_decides(parity: Parity, people: People) -> None:
    """A refusal is for ever; the same graph pushed again is another version."""
    asked = {
        "use_case": "commission-check",
        "graph": thresholds(decline=">= 0.7"),
        "fallback": "review",
        "reason": "no",
    }
    pushed, _ = await parity.both("pushRuleset", asked, credential=people.author)
    version = {"use_case": "commission-check", "ruleset_version_id": pushed.body["id"]}
    said, _ = await parity.both(
        "refuseRulesetVersion", {**version, "reason": "harsh"}, credential=people.second
    )
    assert said.body["state"] == "refused"
    words = {**version, "digest": pushed.body["digest"], "reason": "late"}
    late, _ = await parity.both("approveRulesetVersion", words, credential=people.second)
    assert late.code == "ruleset_version_refused"
    named = {"use_case": "commission-check", "version_id": pushed.body["id"], "reason": "go"}
    never, _ = await parity.both("activateRuleset", named, credential=people.author)
    assert never.code == "ruleset_version_refused"
    again, _ = await parity.both("pushRuleset", asked, credential=people.author)
    assert (again.body["state"], again.body["number"]) == ("checked", 2)


async def test_versions_are_compared(parity: Parity) -> None:
    """By node, row and cell, against another version and against what decides; another's version is not found."""
    asked = {"use_case": "spend-forecast", "graph": thresholds(), "fallback": "review", "reason": "one"}
    one, _ = await parity.both("pushRuleset", asked)
    second = {**asked, "graph": thresholds(decline=">= 0.8"), "fallback": "decline"}
    two, _ = await parity.both("pushRuleset", second)
    named = {"use_case": "spend-forecast", "ruleset_version_id": two.body["id"]}
    diff, _ = await parity.both("diffRulesetVersion", {**named, "against": one.body["id"]})
    nodes = cast("list[dict[str, list[dict[str, object]]]]", diff.body["nodes"])
    assert len(nodes) == 1
    (cell,) = nodes[0]["changes"]
    assert (cell["part"], cell["row"], cell["before"], cell["after"]) == ("cell", 1, ">= 0.9", ">= 0.8")
    assert (diff.body["fallback_before"], diff.body["fallback_after"]) == ("review", "decline")
    against, _ = await parity.both("diffRulesetVersion", named)
    assert against.body["before"]["number"] == 0  # type: ignore[index]
    refused, _ = await parity.both(
        "diffRulesetVersion",
        {**named, "against": one.body["id"]},
        credential=parity.product.other.sandbox_key,
    )
    assert refused.code == "ruleset_version_not_found"


async def test_the_shadow_begins_and_ends(parity: Parity) -> None:
    """A version is pushed into the shadow, shown there, taken out, and put back."""
    asked = {
        "use_case": "lead-score",
        "graph": thresholds(),
        "fallback": "review",
        "reason": "s",
        "shadow": True,
    }
    pushed, _ = await parity.both("pushRuleset", asked)
    assert pushed.body["state"] == "shadow"
    shown, _ = await parity.both("getRulesetShadow", {"use_case": "lead-score"})
    assert shown.body["version"]["id"] == pushed.body["id"]  # type: ignore[index]
    start = {"use_case": "lead-score", "version_id": pushed.body["id"]}
    started, _ = await parity.both("startRulesetShadow", start, ignored=ANEW)
    assert started.body["since"]
    headers = {"x-api-key": parity.product.asha.sandbox_key}
    ended = await parity.rest("stopRulesetShadow", {"use_case": "lead-score"}, headers)
    assert ended.body["since"] is None
    twice, _ = await parity.both("stopRulesetShadow", {"use_case": "lead-score"})
    assert twice.code == "ruleset_shadow_not_found"
    none, _ = await parity.both("getRulesetShadow", {"use_case": "lead-score"})
    assert none.code == "ruleset_shadow_not_found"
    named = {"use_case": "lead-score", "ruleset_version_id": pushed.body["id"]}
    before, _ = await parity.both("getRulesetShadow", named)
    assert before.body["decisions"] == 0
    other = parity.product.other.sandbox_key
    theirs, _ = await parity.both("startRulesetShadow", start, credential=other)
    assert theirs.code == "ruleset_version_not_found"


async def test_rolling_back_goes_further_back_each_time(parity: Parity) -> None:
    """Two activations, a rollback on each face: the version before, then the default; then there is nothing before."""
    asked = {"use_case": "payment-timing", "graph": thresholds(), "fallback": "review", "reason": "one"}
    for graph in (thresholds(), thresholds(decline=">= 0.8")):
        pushed, _ = await parity.both("pushRuleset", {**asked, "graph": graph})
        named = {"use_case": "payment-timing", "version_id": pushed.body["id"], "reason": "go"}
        await parity.both("activateRuleset", named)
    words = {"use_case": "payment-timing", "reason": "too harsh"}
    headers = {"x-api-key": parity.product.asha.sandbox_key}
    back = await parity.rest("rollBackRuleset", words, headers)
    assert back.body["active"]["number"] == 1  # type: ignore[index]
    further = await parity.rpc("rollBackRuleset", words, headers)
    assert further.body["active"].get("number", 0) == 0  # type: ignore[attr-defined]
    nothing, _ = await parity.both("rollBackRuleset", words)
    assert nothing.code == "ruleset_nothing_before"
    listed, _ = await parity.both("listRulesetActivations", {"use_case": "payment-timing"})
    told = [(each["kind"], each["version_number"]) for each in listed.body["data"]]  # type: ignore[attr-defined]
    assert told == [("rollback", 0), ("rollback", 1), ("activate", 2), ("activate", 1)]
    page, _ = await parity.both("listRulesetActivations", {"use_case": "payment-timing", "limit": 3})
    last, _ = await parity.both(
        "listRulesetActivations", {"use_case": "payment-timing", "after": page.body["next_after"]}
    )
    assert len(last.body["data"]) == 1  # type: ignore[arg-type]


async def test_the_owner_says_whether_approvals_are_needed(parity: Parity, people: People) -> None:
    """As it came: live yes, sandbox no. The owner may say otherwise; an admin may not."""
    shown, _ = await parity.both("getApprovalPolicy")
    assert shown.body == {"required": False, "set_by": None, "reason": None, "set_at": None}
    live, _ = await parity.both("getApprovalPolicy", credential=people.author)
    assert live.body["required"] is True
    asked = {"required": False, "reason": "A bank of one."}
    admin, _ = await parity.both("setApprovalPolicy", asked, credential=people.second)
    assert admin.code == "permission_denied"
    said, _ = await parity.both("setApprovalPolicy", asked, credential=people.author)
    assert said.body["reason"] == "A bank of one."
    await parity.both("setApprovalPolicy", {**asked, "required": True}, credential=people.author)
