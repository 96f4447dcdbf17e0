"""The worker's watch, on the real database: flagged once, announced, in the ledger, and no more is read than is due."""

import datetime as dt
import json
import math
from random import Random
from uuid import UUID

from core.clock import ManualClock
from core.database import Database
from core.ids import public
from payments.payouts.facts import NewPayout, PayoutEvent
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from payments.payouts.watch import PayoutWatch
from tenants.principals import Principal
from tests.payments.payouts.samples import MORNING, a_payout, a_road, an_event
from tests.tenants.ledger_rows import entries_of


async def a_history(payouts: Payouts, caller: Principal, count: int = 60) -> None:
    """Credited payouts whose stages take about a quarter of an hour each."""
    rng = Random(1)
    made: list[NewPayout] = []
    told: list[PayoutEvent] = []
    for at in range(count):
        payout = a_payout(id=f"H-{at}", amount_minor=int(1_000_000 * math.exp(rng.gauss(0, 0.3))))
        steps = [15 * math.exp(rng.gauss(0, 0.3)) for _ in range(4)]
        made.append(payout)
        told += a_road(payout.id, *(sum(steps[: place + 1]) for place in range(4)))
    await payouts.create_many(caller, made)
    await payouts.hear_many(caller, told)


async def events_of(database: Database, environment_id: UUID) -> list[dict[str, object]]:
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY id")
    return [json.loads(row["payload"]) for row in rows]


async def test_a_stuck_payout_is_flagged_once(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, caller: Principal, clock: ManualClock,
    database: Database,
) -> None:  # fmt: skip
    """It is announced and entered in the ledger in one transaction; looking on says nothing more, and one that goes well is no news."""
    await a_history(payouts, caller)
    clock.advance(dt.timedelta(hours=2))
    begins = clock.now()
    minutes = (begins - MORNING).total_seconds() / 60
    stuck, well = a_payout(created_at=begins), a_payout(created_at=begins)
    made = await payouts.create(caller, stuck)
    await payouts.create(caller, well)
    await payouts.hear_many(caller, [an_event(each.id, "approved", minutes + 15) for each in (stuck, well)])
    clock.advance(dt.timedelta(minutes=20))
    await watch.look([caller.environment_id])
    assert watch.flagged == 0
    await payouts.hear_many(caller, a_road(well.id, *(minutes + at for at in (15, 30, 45, 60)))[1:])
    clock.advance(dt.timedelta(hours=3))
    for _ in range(2):
        await watch.look([caller.environment_id])
    page = await statuses.anomalies(caller, payout=None, kind="stuck", after=None, limit=10)
    assert [(each.payout_id, each.stage, each.detail.basis) for each in page.data] == [
        (made.id, "approved", "stage")
    ]
    told = await events_of(database, caller.environment_id)
    said = [(each["kind"], each["subject"]) for each in told if each["kind"] != "payout.credited"]
    assert said == [("payout.stuck", public("pyt", made.id))]
    entries = [
        each
        for each in await entries_of(database, caller.environment_id)
        if each["typ"] == "payout.anomaly.v1"
    ]
    assert [(each["out"], each["refs"]) for each in entries] == [("stuck", [made.id.bytes])]
    status = await statuses.status(caller, made.id)
    assert status.waiting is not None
    assert status.waiting.longer_than_usual


async def test_only_what_is_due_is_looked_at(
    payouts: Payouts, watch: PayoutWatch, caller: Principal, clock: ManualClock, database: Database
) -> None:
    """After a look, ended payouts have no next look, and one on its way has it within six hours."""
    await a_history(payouts, caller)
    await payouts.create(caller, a_payout(created_at=clock.now()))
    await watch.look([caller.environment_id])
    async with database.transaction(caller.environment_id) as tx:
        waiting = await tx.fetch("SELECT look_at FROM payout WHERE look_at IS NOT NULL")
    assert len(waiting) == 1
    assert clock.now() < waiting[0]["look_at"] <= clock.now() + dt.timedelta(hours=6)


async def test_documents_and_promises(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, caller: Principal, clock: ManualClock
) -> None:
    """Missing documents are flagged at once, a broken promise when it breaks; documents that came are not missing."""
    now = clock.now()
    waits = a_payout(created_at=now, documents_missing=["pan"], due_at=now + dt.timedelta(hours=1))
    ready = a_payout(created_at=now, documents_missing=["kyc"])
    made, came = await payouts.create(caller, waits), await payouts.create(caller, ready)
    await payouts.set_documents(caller, came.id, [])
    await watch.look([caller.environment_id])
    clock.advance(dt.timedelta(minutes=61))
    await watch.look([caller.environment_id])
    page = await statuses.anomalies(caller, payout=None, kind=None, after=None, limit=10)
    assert [(each.payout_id, each.kind) for each in page.data] == [
        (made.id, "late"),
        (made.id, "documents_missing"),
    ]


async def test_tenants_are_apart(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, caller: Principal, stranger: Principal
) -> None:
    """One round over two environments flags each in its own, and neither lists the other's."""
    for who in (caller, stranger):
        await payouts.create(who, a_payout(documents_missing=["pan"]))
    await watch.look([caller.environment_id, stranger.environment_id])
    assert watch.flagged == 2
    for who in (caller, stranger):
        page = await statuses.anomalies(who, payout=None, kind=None, after=None, limit=10)
        assert len(page.data) == 1


async def test_a_status_says_what_is_usual(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, caller: Principal, clock: ManualClock
) -> None:
    """Done stages with what they took, the present one between its usual bounds, and when the money should be there."""
    await a_history(payouts, caller)
    await watch.look([caller.environment_id])
    begins = clock.now()
    minutes = (begins - MORNING).total_seconds() / 60
    sent = a_payout(created_at=begins)
    made = await payouts.create(caller, sent)
    await payouts.hear(caller, an_event(sent.id, "approved", minutes + 12))
    clock.advance(dt.timedelta(minutes=14))
    status = await statuses.status(caller, made.id)
    assert [(each.stage, each.took_s) for each in status.done] == [("created", 720), ("approved", None)]
    waiting = status.waiting
    assert waiting is not None
    assert (waiting.waited_s, waiting.count, waiting.longer_than_usual) == (120, 60, False)
    approved = begins + dt.timedelta(minutes=12)
    assert waiting.usual_from is not None
    assert waiting.usual_to is not None
    assert status.credit_from is not None
    assert status.credit_to is not None
    assert (
        approved + dt.timedelta(minutes=7)
        < waiting.usual_from
        < waiting.usual_to
        < approved + dt.timedelta(minutes=35)
    )
    assert (
        approved + dt.timedelta(minutes=25)
        < status.credit_from
        < status.credit_to
        < approved + dt.timedelta(minutes=80)
    )
    await payouts.hear(caller, an_event(sent.id, "at_bank", minutes + 14))
    last = await statuses.status(caller, made.id)
    assert last.waiting is not None
    assert last.credit_from is not None
    assert last.credit_to is not None
    assert begins + dt.timedelta(minutes=14) < last.credit_from < last.credit_to
    assert last.credit_from == last.waiting.usual_from  # here every stage at the bank ended in the credit
    await payouts.hear(caller, an_event(sent.id, "failed", minutes + 14, error_code="account_closed"))
    over = await statuses.status(caller, made.id)
    assert (over.waiting, over.credit_from, over.error_code) == (None, None, "account_closed")
