"""The truth comes back: once, corrected, in bulk, about payments and decisions, and never in clear."""

import asyncio
import datetime as dt
import hashlib

import cbor2
import msgspec
import pytest

from core.database import Database
from core.ids import parse
from inference.decisions import DecisionErased
from inference.feedback_entities import EventUnknown, Feedback, FeedbackNotFound, FeedbackRefused
from payments.transactions import Payments
from tenants.principals import PermissionDenied, Principal
from tests.inference.feedback.conftest import Desk
from tests.payments.samples import a_payment

DAY = dt.timedelta(days=1)


async def entries(database: Database, caller: Principal) -> list[dict[str, object]]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    decoded = [cbor2.loads(row["entry"]) for row in rows]
    return [entry for entry in decoded if entry["typ"].startswith("feedback")]


async def judged(database: Database, caller: Principal) -> dict[object, tuple[object, object]]:
    """By decision: what was seen, and the score it judges."""
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT decision_id, happened, score FROM feedback_judged")
    return {row["decision_id"]: (row["happened"], row["score"]) for row in rows}


def about(decision_id: str, at: dt.datetime, **said: object) -> Feedback:
    return Feedback(**{"decision_id": decision_id, "observed_at": at, "happened": True, **said})  # type: ignore[arg-type]


async def test_a_decision_is_judged(desk: Desk, database: Database) -> None:
    """What was told comes back as it was told, stands beside the decision's score, and has one entry that commits to it."""
    decision = await desk.decide()
    told = about(
        decision.id, desk.clock.now(), value=12.5, label="stolen-card", note="Called on 9876512345.",
        source="chargeback",
    )  # fmt: skip
    stored = await desk.feedback.record(desk.caller, told)
    assert (stored.happened, stored.value, stored.label, stored.note) == (
        True, 12.5, "stolen-card", "Called on 9876512345.",
    )  # fmt: skip
    assert stored.current
    assert stored.decision_id == parse("dec", decision.id)
    (kept,) = await entries(database, desk.caller)
    assert (kept["typ"], kept["eid"], kept["out"]) == ("feedback.v1", stored.id.bytes, "transaction-anomaly")
    assert len(kept["pc"][0]) == 32  # type: ignore[index]
    score = round(decision.answer.probability * 1_000_000)  # type: ignore[union-attr]
    assert await judged(database, desk.caller) == {stored.decision_id: (True, score)}


async def test_a_payment_is_judged_by_the_callers_own_id(desk: Desk, database: Database) -> None:
    """One truth about a payment judges every decision about it, and is the same truth when told by decision."""
    first = await desk.decide(id="order-1", occurred_at=desk.clock.now())
    second = await desk.decide(id="order-1", occurred_at=desk.clock.now())
    told = Feedback(
        own_transaction_id="order-1", use_case="transaction-anomaly", happened=False, observed_at=desk.clock.now()
    )  # fmt: skip
    stored = await desk.feedback.record(desk.caller, told)
    assert set(await judged(database, desk.caller)) == {parse("dec", first.id), parse("dec", second.id)}
    again = await desk.feedback.record(desk.caller, about(first.id, desk.clock.now(), happened=False))
    assert again.id == stored.id
    assert len(await entries(database, desk.caller)) == 1


async def test_a_payment_that_nobody_decided_about_has_a_truth(desk: Desk, payments: Payments) -> None:
    """Facts that were only ingested can be labelled too: models are trained on them."""
    await payments.ingest(desk.caller, a_payment(id="quiet-1"))
    told = Feedback(
        own_transaction_id="quiet-1", use_case="transaction-anomaly", happened=True, observed_at=desk.clock.now()
    )  # fmt: skip
    stored = await desk.feedback.record(desk.caller, told)
    assert stored.decision_id is None
    assert stored.transaction_id is not None


async def test_the_latest_observation_stands(desk: Desk, database: Database) -> None:
    """A correction replaces; an older observation that comes late does not; all of it is kept."""
    decision = await desk.decide()
    now = desk.clock.now()
    await desk.feedback.record(desk.caller, about(decision.id, now - DAY))
    desk.clock.advance(DAY)
    corrected = await desk.feedback.record(desk.caller, about(decision.id, now, happened=False))
    desk.clock.advance(DAY)
    late = await desk.feedback.record(desk.caller, about(decision.id, now - 2 * DAY, source="customer"))
    assert (corrected.current, late.current) == (True, False)
    history = await desk.feedback.list(
        desk.caller, use_case=None, decision_id=parse("dec", decision.id), after=None, limit=10
    )
    assert [one.current for one in history.data] == [False, True, False]
    assert [happened for happened, _ in (await judged(database, desk.caller)).values()] == [False]


async def test_of_one_moment_the_last_word_stands(desk: Desk) -> None:
    """Two truths observed at one moment: the one that came later stands, within a bulk too."""
    decision = await desk.decide()
    now = desk.clock.now()
    told = await desk.feedback.record_many(
        desk.caller, [about(decision.id, now), about(decision.id, now, happened=False)]
    )
    assert [one.standing for one in told] == ["superseded", "recorded"]
    desk.clock.advance(DAY)
    back = await desk.feedback.record(desk.caller, about(decision.id, now, source="customer"))
    assert back.current


async def test_a_bulk_says_what_became_of_each(desk: Desk, database: Database) -> None:
    """New, corrected, known and unknown items of one bulk, and one entry that commits to the new ones in order."""
    first, second = await desk.decide(), await desk.decide()
    now = desk.clock.now()
    await desk.feedback.record(desk.caller, about(first.id, now))
    items = [
        about(first.id, now),
        about(first.id, now + DAY / 2, happened=False),
        about(second.id, now),
        about("dec_" + "0" * 26, now),
        Feedback(own_transaction_id="nobody", use_case="credit-score", happened=True, observed_at=now),
    ]
    told = await desk.feedback.record_many(desk.caller, items)
    assert [one.standing for one in told] == ["existing", "corrected", "recorded", "unknown", "unknown"]
    _, bulk = await entries(database, desk.caller)
    async with database.transaction(desk.caller.environment_id) as tx:
        (batch,) = await tx.fetch("SELECT ids, commitments FROM payment_batch")
    assert batch["ids"] == [told[1].feedback_id, told[2].feedback_id]
    assert bulk["pc"] == [hashlib.sha256(batch["commitments"]).digest()]


async def test_the_same_again_changes_nothing(desk: Desk, database: Database) -> None:
    """A file of truths that is sent again, even at the same moment twice, leaves one row and one entry a truth."""
    decisions = [await desk.decide() for _ in range(4)]
    items = [about(one.id, desk.clock.now()) for one in decisions]
    first, second = await asyncio.gather(
        desk.feedback.record_many(desk.caller, items),
        desk.feedback.record_many(desk.caller, items[::-1]),
    )
    assert {one.feedback_id for one in first} == {one.feedback_id for one in second}
    assert sorted(one.standing for one in (*first, *second)) == ["existing"] * 4 + ["recorded"] * 4
    again = await desk.feedback.record_many(desk.caller, items)
    assert {one.standing for one in again} == {"existing"}
    assert len(await entries(database, desk.caller)) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decision_id": None}, "decision_id"),
        ({"own_transaction_id": "order-1"}, "decision_id"),
        ({"decision_id": "dec_short"}, "decision_id"),
        ({"decision_id": None, "own_transaction_id": "order-1"}, "use_case"),
        ({"use_case": "alchemy"}, "use_case"),
        ({"happened": None}, "happened"),
        ({"observed_at": dt.datetime(1999, 1, 1, tzinfo=dt.UTC)}, "observed_at"),
        ({"observed_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "observed_at"),
        ({"use_case": "credit-score"}, "use_case"),
    ],
)
async def test_what_cannot_be_told(desk: Desk, changed: dict[str, object], field: str) -> None:
    """The field is named, alone and in a bulk, and nothing is recorded."""
    decision = await desk.decide()
    good = about(decision.id, desk.clock.now())
    bad = msgspec.structs.replace(good, **changed)
    with pytest.raises(FeedbackRefused) as refused:
        await desk.feedback.record(desk.caller, bad)
    assert refused.value.fields[0].field == field
    with pytest.raises(FeedbackRefused) as refused:
        await desk.feedback.record_many(desk.caller, [good, bad])
    assert refused.value.fields[0].field == f"items[1].{field}"
    listed = await desk.feedback.list(desk.caller, use_case=None, decision_id=None, after=None, limit=1)
    assert listed.data == []


async def test_another_tenants_decisions_are_unknown(desk: Desk, stranger: Principal) -> None:
    """A stranger can neither judge a decision nor read what was told of it, and needs the permission for its own."""
    decision = await desk.decide(id="theirs-1")
    stored = await desk.feedback.record(desk.caller, about(decision.id, desk.clock.now()))
    with pytest.raises(EventUnknown):
        await desk.feedback.record(stranger, about(decision.id, desk.clock.now()))
    with pytest.raises(FeedbackNotFound):
        await desk.feedback.get(stranger, stored.id)
    with pytest.raises(EventUnknown):
        await desk.feedback.list(stranger, use_case=None, decision_id=stored.decision_id, after=None, limit=1)
    bare = msgspec.structs.replace(desk.caller, permissions=frozenset())
    with pytest.raises(PermissionDenied):
        await desk.feedback.record(bare, about(decision.id, desk.clock.now()))


async def test_an_erased_customer(desk: Desk, database: Database) -> None:
    """Nothing more is told of who was erased; words told before are gone, and the figures keep their row."""
    decision = await desk.decide(customer_id="gone")
    stored = await desk.feedback.record(desk.caller, about(decision.id, desk.clock.now(), note="A secret."))
    async with database.transaction(desk.caller.environment_id) as tx:
        await tx.execute("DELETE FROM subject")
    with pytest.raises(DecisionErased):
        await desk.feedback.record(desk.caller, about(decision.id, desk.clock.now(), happened=False))
    left = await desk.feedback.get(desk.caller, stored.id)
    assert (left.happened, left.note) == (True, None)
    (told,) = await desk.feedback.record_many(
        desk.caller, [about(decision.id, desk.clock.now(), happened=False)]
    )
    assert told.standing == "erased"


async def test_nothing_personal_rests_in_clear(desk: Desk, database: Database) -> None:
    """Notes, labels and own ids are in no column of any table of feedback."""
    decision = await desk.decide(id="pay-9876512345")
    await desk.feedback.record(
        desk.caller, about(decision.id, desk.clock.now(), note="Asha on 9876512345", label="label-9876512345")
    )
    async with database.transaction(desk.caller.environment_id) as tx:
        for table in ("feedback", "feedback_truth", "feedback_judged"):
            rows = await tx.fetch(f"SELECT * FROM {table}")
            assert rows
            assert b"9876512345" not in b"".join(
                value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
            )


async def test_pages(desk: Desk) -> None:
    """Newest first, cut by the limit, followed by the cursor."""
    decisions = [await desk.decide() for _ in range(3)]
    desk.clock.advance(DAY)
    for one in decisions:
        await desk.feedback.record(desk.caller, about(one.id, desk.clock.now()))
        desk.clock.advance(DAY)
    page = await desk.feedback.list(
        desk.caller, use_case="transaction-anomaly", decision_id=None, after=None, limit=2
    )
    assert page.has_more
    rest = await desk.feedback.list(
        desk.caller, use_case="transaction-anomaly", decision_id=None, after=page.data[-1].id, limit=2
    )
    assert [one.decision_id for one in (*page.data, *rest.data)] == [
        parse("dec", one.id) for one in reversed(decisions)
    ]
    other = await desk.feedback.list(
        desk.caller, use_case="credit-score", decision_id=None, after=None, limit=2
    )
    assert other.data == []
