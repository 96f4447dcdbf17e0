"""Payouts, their events, statuses and anomalies: the same answers and the same refusals on both faces."""

from typing import cast
from uuid import uuid4

import pytest

from tests.parity.faces import Outcome, Parity, Plain

MADE = "2026-03-10T10:00:00+05:30"
WORDS = ("detail",)  # a refused request is a body on one face and a message on the other


def a_payout(**changes: object) -> dict[str, object]:
    return {
        "id": f"p-{uuid4()}",
        "payee_id": "payee-1",
        "amount_minor": 1_250_000,
        "currency": "INR",
        "method": "neft",
        "bank": "hdfc",
        "gateway": "upi-psp",
        "created_at": MADE,
        "documents_missing": ["pan"],
        **changes,
    }


def an_event(payout: Plain, stage: str = "approved", **changes: object) -> dict[str, object]:
    when = "2026-03-10T11:00:00+05:30"
    return {"payout_id": payout["id"], "stage": stage, "occurred_at": when, "source": "gateway", **changes}


async def sent(parity: Parity, payout: Plain) -> Outcome:
    rest, _ = await parity.both("createPayout", payout, rpc_only={"payout": payout}, ignored=WORDS)
    return rest


async def told(parity: Parity, event: Plain, *ignored: str) -> tuple[Outcome, Outcome]:
    return await parity.both(
        "createPayoutEvent", event, rpc_only={"event": event}, ignored=(*WORDS, *ignored)
    )


async def test_a_payout_is_recorded_once_and_moved(parity: Parity) -> None:
    """The second face finds what the first recorded; an event told twice is one; a fetch, a status and a list agree."""
    payout = a_payout()
    made = await sent(parity, payout)
    named = {"payout_id": made.body["id"]}
    rest, rpc = await told(parity, an_event(payout), "status")
    assert (rest.body["status"], rpc.body["status"], rest.body["stage"]) == (
        "counted",
        "existing",
        "approved",
    )
    fetched, _ = await parity.both("getPayout", named)
    assert [each["stage"] for each in cast("list[Plain]", fetched.body["reached"])] == ["created", "approved"]
    status, _ = await parity.both("getPayoutStatus", named, ignored=("waited_s",))
    assert status.body["own_id"] == payout["id"]
    assert cast("Plain", status.body["waiting"])["usual_from"] is None
    changed, _ = await parity.both("setPayoutDocuments", {**named, "documents_missing": []})
    assert changed.body["documents_missing"] == []
    listed, _ = await parity.both("listPayouts", {"own_id": payout["id"]})
    assert [each["id"] for each in cast("list[Plain]", listed.body["data"])] == [made.body["id"]]
    found, _ = await parity.both("listPayoutAnomalies", {**named, "kind": "stuck"})
    assert found.body["data"] == []


async def test_bulks_say_the_same_of_each_item(parity: Parity) -> None:
    """Known, conflicting and unknown items are reported alike."""
    payout = a_payout()
    await sent(parity, payout)
    items = [payout, {**payout, "amount_minor": 1}, a_payout(id=f"new-{uuid4()}")]
    rest, _ = await parity.both("createPayouts", {"items": items}, ignored=("status",))
    assert [each["status"] for each in cast("list[Plain]", rest.body["data"])] == [
        "existing",
        "conflict",
        "recorded",
    ]
    events = [
        an_event(payout),
        an_event({"id": "nobody"}),
        an_event(payout, "failed"),
        an_event(payout, "credited"),
    ]
    heard, _ = await parity.both("createPayoutEvents", {"items": events}, ignored=("status",))
    assert [each["status"] for each in cast("list[Plain]", heard.body["data"])] == [
        "counted", "unknown", "contradicting", "counted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "ABC"}, "currency"),
        ({"amount_minor": 0}, "amount_minor"),
        ({"method": "pigeon"}, "method"),
        ({"bank": "1234 5678"}, "bank"),
        ({"bank": "123456789012"}, "bank"),
        ({"created_at": "1999-01-01T00:00:00Z"}, "created_at"),
        ({"due_at": "2026-01-01T00:00:00Z"}, "due_at"),
        ({"due_at": "2999-01-01T00:00:00Z"}, "due_at"),
        ({"documents_missing": ["diary"]}, "documents_missing[0]"),
    ],
)
async def test_bad_payouts_are_refused_alike(parity: Parity, change: Plain, field: str) -> None:
    """The same field is named with the same code and fix, alone and in a bulk."""
    payout = a_payout(**change)
    if field in {"method", "documents_missing[0]"}:  # gRPC has no such word at all
        rest = await parity.rest("createPayout", payout, parity.product.asha.headers)
    else:
        rest = await sent(parity, payout)
        bulk, _ = await parity.both("createPayouts", {"items": [a_payout(), payout]}, ignored=WORDS)
        assert bulk.fields == (f"items[1].{field}",)
    assert rest.fields == (field,)


async def test_refusals_are_alike(parity: Parity) -> None:
    """Taken ids, unknown payouts, another tenant's, and cursors that are none have the same codes."""
    payout = a_payout()
    made = await sent(parity, payout)
    assert (await sent(parity, {**payout, "amount_minor": 1})).code == "payout_conflict"
    await told(parity, an_event(payout, id="e-1"), "status")
    rest, _ = await told(parity, an_event(payout, "sent", id="e-1"))
    assert rest.code == "payout_event_conflict"
    rest, _ = await told(parity, an_event({"id": "nobody"}))
    assert rest.code == "payout_not_found"
    theirs = parity.product.other.sandbox_key
    for operation in ("getPayout", "getPayoutStatus"):
        found, _ = await parity.both(operation, {"payout_id": made.body["id"]}, credential=theirs)
        assert found.code == "payout_not_found"
    cursor, _ = await parity.both("listPayouts", {"after": made.body["id"]}, credential=theirs)
    assert cursor.fields == ("after",)
