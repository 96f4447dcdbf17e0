"""A release's way to decide, and back, is the same on both faces: made, compared, in the shadow, approved, switched to, promoted."""

import dataclasses
from typing import cast

import pytest

from tenants.permissions import Role
from tenants.sessions import SignIn
from tests.inference.tenant_releases.desk import by_names
from tests.parity.faces import Outcome, Parity
from tests.product import Party, Product, party
from tests.tenants.conftest import PASSWORD, a_member

USE_CASE = "payout-delay"
ANEW = ("id", "decided_at", "since", "until", "switched_at", "created_at")


@dataclasses.dataclass(frozen=True)
class People:
    """Members of a bank of their own, by the tokens of their sessions. nobody: a live key that acts for no member."""

    bank: Party
    author: str
    second: str
    author_live: str
    second_live: str

    @property
    def nobody(self) -> str:
        return self.bank.live_key


@pytest.fixture(scope="module")
async def people(running: Product) -> People:
    bank = await party(running.services, "Release Bank")
    tokens = []
    for role in (Role.OWNER, Role.ADMIN):
        member = await a_member(running.services, bank.system, role)  # type: ignore[arg-type]
        tokens.append(
            await running.services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
        )
    author, second = tokens
    return People(bank, author.sandbox_token, second.sandbox_token, author.live_token, second.live_token)


async def _pushed(parity: Parity, credential: str, **bounds: str) -> str:
    asked = {"use_case": USE_CASE, "graph": by_names(**bounds), "fallback": "review", "reason": "named"}
    pushed, _ = await parity.both("pushRuleset", asked, credential=credential)
    return str(pushed.body["id"])


async def _released(parity: Parity, credential: str, ruleset: str, **thresholds: float) -> Outcome:
    asked = {
        "use_case": USE_CASE,
        "ruleset_version_id": ruleset,
        "thresholds": thresholds,
        "reason": "try",
    }
    made, _ = await parity.both("createRelease", asked, credential=credential)
    assert made.code == "ok", made
    return made


async def test_made_and_tried(parity: Parity, people: People) -> None:
    """Made, shown, compared, in the shadow and activated in a sandbox: both faces say the same throughout."""
    ruleset = await _pushed(parity, people.author)
    made = await _released(parity, people.author, ruleset, review_at=0.3)
    assert (made.body["state"], made.body["thresholds"]) == ("checked", {"decline_at": 0.9, "review_at": 0.3})
    named = {"release_id": made.body["id"]}
    got, _ = await parity.both("getRelease", named, credential=people.second)
    assert got.body == made.body
    diff, _ = await parity.both("diffRelease", named, credential=people.author)
    assert diff.body["same_model"] is True
    assert diff.body["thresholds"] == [
        {"name": "decline_at", "before": None, "after": 0.9},
        {"name": "review_at", "before": None, "after": 0.3},
    ]
    shadow, _ = await parity.both("startReleaseShadow", named, credential=people.author, ignored=ANEW)
    assert shadow.body["model"] is None
    assert shadow.body["rules"] is not None
    read, _ = await parity.both("getReleaseShadow", named, credential=people.author, ignored=ANEW)
    assert read.body["release"]["state"] == "shadow"  # type: ignore[index]
    active, _ = await parity.both("activateRelease", {**named, "reason": "go"}, credential=people.author)
    assert active.body["state"] == "active"


async def test_from_the_sandbox_to_live_and_back(parity: Parity, people: People) -> None:
    """Promoted by a member alone, with the same digest; approved by another, it decides; then what was before does. Both faces agree."""
    ruleset = await _pushed(parity, people.author, review_at="0.4")
    made = await _released(parity, people.author, ruleset)
    named = {"release_id": made.body["id"]}
    unknown, _ = await parity.both("promoteRelease", {**named, "reason": "up"}, credential=people.nobody)
    assert unknown.code == "release_not_found"
    wrong, _ = await parity.both("promoteRelease", {**named, "reason": "up"}, credential=people.author)
    assert wrong.code == "release_needs_live_credential"
    promoted, _ = await parity.both(
        "promoteRelease", {**named, "reason": "up"}, credential=people.author_live
    )
    assert (promoted.body["digest"], promoted.body["promoted_from"]) == (
        made.body["digest"],
        made.body["id"],
    )
    live = {"release_id": promoted.body["id"]}
    early, _ = await parity.both("activateRelease", {**live, "reason": "go"}, credential=people.author_live)
    assert early.code == "release_not_approved"
    words = {**live, "digest": promoted.body["digest"], "reason": "read"}
    own, _ = await parity.both("approveRelease", words, credential=people.author_live)
    assert own.code == "approval_of_own_change"
    other, _ = await parity.both(
        "approveRelease", {**words, "digest": "0" * 64}, credential=people.second_live
    )
    assert (other.code, other.fields) == ("release_digest_differs", ("digest",))
    approved, _ = await parity.both("approveRelease", words, credential=people.second_live)
    assert approved.body["state"] == "approved"
    ruled = {"use_case": USE_CASE, "ruleset_version_id": promoted.body["ruleset_version_id"]}
    counted, _ = await parity.both("getRulesetVersion", ruled, credential=people.second_live)
    assert counted.body["state"] == "approved"
    on, _ = await parity.both("activateRelease", {**live, "reason": "go"}, credential=people.author_live)
    assert on.body["state"] == "active"
    returned = {**live, "reason": "no"}
    back = await parity.rest("rollBackRelease", returned, {"x-api-key": people.author_live})
    again, _ = await parity.both("rollBackRelease", returned, credential=people.author_live)
    assert again.code == "release_not_active"
    await parity.both("activateRelease", {**live, "reason": "go"}, credential=people.author_live)
    over_rpc = await parity.rpc("rollBackRelease", returned, {"x-api-key": people.author_live})
    assert over_rpc.body["state"] == back.body["state"]
    assert back.body["state"] == "retired"
    switches, _ = await parity.both(
        "listReleaseSwitches", {"use_case": USE_CASE}, credential=people.author_live
    )
    kinds = [each["kind"] for each in cast("list[dict[str, object]]", switches.body["data"])]
    assert kinds == ["rollback", "activate"] * 2


async def test_what_is_refused(parity: Parity, people: People) -> None:
    """A number that the ruleset does not name, parts of another use case, another's release: refused alike, and each says what to do."""
    ruleset = await _pushed(parity, people.author, decline_at="0.8")
    asked = {"use_case": USE_CASE, "ruleset_version_id": ruleset, "reason": "try"}
    wrong, _ = await parity.both(
        "createRelease", {**asked, "thresholds": {"decline": 0.7}}, credential=people.author
    )
    assert (wrong.code, wrong.fields) == ("thresholds_refused", ("thresholds.decline",))
    beyond, _ = await parity.both(
        "createRelease", {**asked, "thresholds": {"decline_at": 1e16}}, credential=people.author
    )
    assert (beyond.code, beyond.fields) == ("invalid_request", ("thresholds[...]",))
    made = await _released(parity, people.author, ruleset)
    named = {"release_id": made.body["id"]}
    for operation_id in ("getRelease", "getReleaseShadow", "stopReleaseShadow"):
        foreign, _ = await parity.both(operation_id, named)
        assert foreign.code == "release_not_found"
    never, _ = await parity.both("getReleaseShadow", named, credential=people.author)
    assert never.code == "release_shadow_not_found"
    refused, _ = await parity.both("refuseRelease", {**named, "reason": "harsh"}, credential=people.second)
    assert refused.body["state"] == "refused"
    for operation_id in ("activateRelease", "startReleaseShadow"):
        reason = {"reason": "go"} if operation_id == "activateRelease" else {}
        late, _ = await parity.both(operation_id, {**named, **reason}, credential=people.author)
        assert late.code == "release_refused"
    anew = await _released(parity, people.author, ruleset)
    assert anew.body["id"] != made.body["id"]
    page, _ = await parity.both("listReleases", {"use_case": USE_CASE, "limit": 1}, credential=people.author)
    assert (page.body["data"], page.body["has_more"]) == ([anew.body], True)
