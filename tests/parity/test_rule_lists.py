"""Lists and suppressions are the same on both faces: made, filled, asked, emptied, refused."""

from tests.parity.faces import Parity
from tests.rules.graphs import graph, table

USE_CASE = "lead-score"
MADE_ANEW = ("id", "list_id", "created_at", "changed_at", "added_at", "next_after", "name", "fact")
UNTIL = "2099-01-01T00:00:00Z"


async def made(parity: Parity, name: str, kind: str = "device") -> str:
    asked = {"name": name, "kind": kind, "description": "Reported."}
    created, _ = await parity.both("createList", asked, rpc_only={"name": f"{name}_2"}, ignored=MADE_ANEW)
    assert created.code == "ok", created
    return str(created.body["id"])


async def test_a_list_is_filled_and_emptied(parity: Parity) -> None:
    """The second face finds what the first did: what is so already changes nothing."""
    list_id = await made(parity, "parity_devices")
    named = {"list_id": list_id}
    shown, _ = await parity.both("getList", named)
    assert shown.body["fact"] == "lists.parity_devices.device_id"
    listed, _ = await parity.both("listLists", {"limit": 1})
    assert listed.body["has_more"] is True
    await parity.both("listLists", {"limit": 100, "after": listed.body["next_after"]})
    entry = {"value": "d-1", "expires_at": UNTIL, "reason": "seen"}
    asked = {**named, "entries": [entry, {"value": "d-2"}], "reason": "reported"}
    first = await parity.rest("addListEntries", asked, parity.product.asha.headers)
    assert (first.body["added"], first.body["entry_count"]) == (2, 2)
    again, _ = await parity.both("addListEntries", asked)
    assert (again.body["added"], again.body["unchanged"]) == (0, 2)
    page, _ = await parity.both("listListEntries", {**named, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both("listListEntries", {**named, "after": page.body["next_after"]})
    found, _ = await parity.both("findListEntry", {**named, "value": "d-1"})
    assert (found.body["reason"], found.body["expires_at"]) == ("seen", UNTIL)
    removed = await parity.rest(
        "removeListEntries", {**named, "values": ["d-1"]}, parity.product.asha.headers
    )
    assert removed.body["removed"] == 1
    nothing, _ = await parity.both("removeListEntries", {**named, "values": ["d-1"]})
    assert nothing.body["removed"] == 0
    missing, _ = await parity.both("findListEntry", {**named, "value": "d-1"})
    assert missing.code == "list_entry_not_found"
    await parity.rest("deleteList", named, parity.product.asha.headers)
    gone, _ = await parity.both("deleteList", named)
    assert gone.code == "list_not_found"


async def test_what_is_refused(parity: Parity) -> None:
    """A name that is taken or no name, a kind that is none, an end that has passed, another tenant's list."""
    list_id = await made(parity, "parity_taken")
    asked = {"name": "parity_taken", "kind": "device", "description": "Again."}
    taken, _ = await parity.both("createList", asked)
    assert taken.code == "list_taken"
    refused, _ = await parity.both("createList", {**asked, "name": "No Name"})
    assert (refused.code, refused.fields) == ("invalid_request", ("name",))
    refused, _ = await parity.both("createList", {**asked, "kind": "planet"})
    assert (refused.code, refused.fields) == ("invalid_request", ("kind",))
    late = {
        "list_id": list_id,
        "entries": [{"value": "d", "expires_at": "2020-01-01T00:00:00Z"}],
        "reason": "late",
    }
    refused, _ = await parity.both("addListEntries", late)
    assert (refused.code, refused.fields) == ("expiry_past", ("entries[0].expires_at",))
    for operation in ("getList", "deleteList", "listListEntries"):
        foreign, _ = await parity.both(
            operation, {"list_id": list_id}, credential=parity.product.other.sandbox_key
        )
        assert foreign.code == "list_not_found"


async def test_a_list_that_rules_read_stays(parity: Parity) -> None:
    """A ruleset reads a list by its fact, a fact that no list has is refused, and a list that is read is not deleted."""
    list_id = await made(parity, "parity_read", "customer")
    facts, _ = await parity.both("listRuleFacts", {"use_case": USE_CASE})
    names = {each["name"] for each in facts.body["data"]}  # type: ignore[attr-defined]
    assert {"lists.parity_read.customer", "segment", "region", "suppressed", "suppressed_rules"} <= names
    rows = [{"l": "true", "o": "'decline'"}, {"o": "'approve'"}]
    reading = graph(table(rows, inputs={"l": "lists.parity_read.customer"}, outputs={"o": "outcome"}))
    asked = {"use_case": USE_CASE, "graph": reading, "fallback": "review", "reason": "lists"}
    pushed, _ = await parity.both("pushRuleset", asked)
    assert pushed.body["facts"] == ["lists.parity_read.customer"]
    kept, _ = await parity.both("deleteList", {"list_id": list_id})
    assert kept.code == "list_read_by_rules"
    unknown = graph(table(rows, inputs={"l": "lists.parity_none.customer"}, outputs={"o": "outcome"}))
    refused, _ = await parity.both("pushRuleset", {**asked, "graph": unknown})
    assert refused.code == "ruleset_refused"


async def test_a_suppression_is_made_and_ended(parity: Parity) -> None:
    """With a reason and an end; ended twice it ended once; another tenant has no such thing."""
    asked = {
        "kind": "customer",
        "value": "parity-1",
        "until": "2026-12-31T00:00:00Z",
        "reason": "Known.",
        "use_case": USE_CASE,
    }
    created, _ = await parity.both("createSuppression", asked, ignored=("id", "created_at"))
    assert created.body["use_case"] == USE_CASE
    named = {"suppression_id": created.body["id"]}
    await parity.both("getSuppression", named)
    page, _ = await parity.both("listSuppressions", {"open_only": True, "limit": 1})
    assert page.body["has_more"] is True
    await parity.both("listSuppressions", {"after": page.body["next_after"]})
    ended = await parity.rest("endSuppression", named, parity.product.asha.headers)
    again, _ = await parity.both("endSuppression", named)
    assert again.body == ended.body
    foreign, _ = await parity.both("getSuppression", named, credential=parity.product.other.sandbox_key)
    assert foreign.code == "suppression_not_found"
    for until in ("2020-01-01T00:00:00Z", "2190-01-01T00:00:00Z"):
        refused, _ = await parity.both("createSuppression", {**asked, "until": until})
        assert (refused.code, refused.fields) == ("suppression_end_refused", ("until",))
