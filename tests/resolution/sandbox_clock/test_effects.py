"""A sandbox whose clock was moved: what time brings happens there, in no other environment, and its log is as true as before."""

import asyncio
import datetime as dt
import json
from typing import cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import NOT_AHEAD, EnvironmentClock, ManualClock, ahead, ahead_now, set_ahead, true_now
from core.ids import parse, public, uuid7
from core.rounds import look_round
from payments.payouts.facts import NewPayout
from payments.payouts.watch import PayoutWatch
from resolution.actions import Actions
from resolution.case_entities import OpenCase, QueueSettings
from resolution.case_watch import CaseWatch
from resolution.sandboxes.sandboxes import ResetSandbox
from resolution.workflows import queue_store
from resolution.workflows.queue_store import Placed
from resolution.workflows.runner import Runner, RunnerSettings
from rules.list_entities import NewEntry, NewList
from rules.suppression_entities import NewSuppression
from tests.parity.test_payments import a_payment
from tests.product import Party, Product
from tests.resolution.sandbox_clock.asking import DAY, TOLERANCE, advance, asked, both_of
from tests.resolution.workflows.documents import document


@given(st.lists(st.integers(0, 10**9), max_size=6))
def test_time_within_time(spans: list[int]) -> None:
    """However contexts are nested, the innermost says how far ahead; outside it all is as before, and the true time never moves."""
    true = ManualClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    clock = EnvironmentClock(true)

    def nest(left: list[int]) -> None:
        before = clock.now()
        if left:
            by = dt.timedelta(seconds=left[0])
            with ahead(by):
                assert clock.now() == true.now() + by == true_now(clock) + by
                assert uuid7(clock).int >> 80 == int(clock.now().timestamp() * 1000)
                nest(left[1:])
                assert ahead_now() == by
        assert clock.now() == before

    nest(spans)
    assert clock.now() == true.now()


async def test_a_task_has_the_time_of_who_began_it() -> None:
    """A task takes the time along, and moving it there is seen nowhere else."""
    clock = EnvironmentClock(ManualClock(dt.datetime(2026, 11, 22, tzinfo=dt.UTC)))

    async def work() -> dt.timedelta:
        found = ahead_now()
        set_ahead(9 * DAY)
        await asyncio.sleep(0)
        return found

    with ahead(DAY):
        begun = asyncio.create_task(work())
    assert await begun == DAY
    assert (ahead_now(), true_now(clock)) == (NOT_AHEAD, clock.now())


async def test_a_case_becomes_overdue(running: Product, who: Party) -> None:
    """The same case is opened in both environments; an hour later it is overdue where an hour passed."""
    services = running.services
    made = {}
    for caller, _ in both_of(who):
        await services.case_queues.set(caller, "fraud", QueueSettings(team="Desk"))
        made[caller.mode] = await services.cases.open(caller, OpenCase(queue="fraud", title="late"))
    due = made["sandbox"].due_at
    assert due is not None
    await advance(running, who, due - dt.datetime.now(dt.UTC) + TOLERANCE)
    watch = CaseWatch(running.base.database, running.base.clock)
    await look_round(running.base.database, watch.look)
    async with running.base.database.transaction([who.tenant.sandbox_id, who.tenant.live_id]) as tx:
        rows = await tx.fetch("SELECT environment_id, payload FROM outbox WHERE topic = 'event'")
    told = [(row["environment_id"], json.loads(row["payload"])) for row in rows]
    overdue = [(where, each["subject"]) for where, each in told if each["kind"] == "case.overdue"]
    assert overdue == [(who.tenant.sandbox_id, public("cas", made["sandbox"].id))]


async def test_a_workflow_goes_on_after_three_days(running: Product, who: Party) -> None:
    """Through the worker's runner: the wait of the moved sandbox is over, that of live is not; a turn keeps its lease over a move."""
    base, services = running.base, running.services
    runner = Runner(base.database, base.tenants.vaults, base.clock, Actions([]), RunnerSettings())
    begun = {}
    for caller, _ in both_of(who):
        version = await services.workflows.push(caller, document({"rest": {"wait": "P3D"}}), "waits")
        await services.workflows.activate(caller, version.workflow_id, version.id, "for a test")
        begun[caller.mode] = (
            await services.workflow_instances.start(caller, version.workflow_id, "s", {})
        ).id
    await runner.run_due()
    await advance(running, who, 2 * DAY)
    await runner.run_due()
    states = [
        (await services.workflow_instances.get(caller, begun[caller.mode])).status
        for caller, _ in both_of(who)
    ]
    assert states == ["waiting", "waiting"]
    await advance(running, who, 1 * DAY + TOLERANCE)
    async with base.database.unscoped() as tx:
        count, since = await queue_store.due(tx, base.true_clock.now())
        assert count >= 1
        assert since is not None
        leased = await queue_store.take(tx, base.true_clock.now(), dt.timedelta(minutes=1), 64, 64)
        assert [each.ahead for each in leased if each.environment_id == who.tenant.sandbox_id] == [
            3 * DAY + TOLERANCE
        ]
    await advance(running, who, DAY)
    async with base.database.unscoped() as tx:  # it is leased still, though a day went by
        again = await queue_store.take(tx, base.true_clock.now(), dt.timedelta(minutes=1), 64, 64)
        assert [each for each in again if each.environment_id == who.tenant.sandbox_id] == []
    async with base.database.unscoped() as tx:  # given back, as after a turn
        held = [
            (
                Placed(
                    instance_id=each.instance_id,
                    fence=each.fence,
                    pokes=each.pokes,
                    due_at=base.true_clock.now(),
                ),
                base.true_clock.now(),
            )
            for each in leased
        ]
        await queue_store.place(tx, held)
    await runner.run_due()
    ended = [await services.workflow_instances.get(caller, begun[caller.mode]) for caller, _ in both_of(who)]
    assert [each.status for each in ended] == ["completed", "waiting"]
    assert ended[0].ended_at is not None
    assert ended[0].ended_at - dt.datetime.now(dt.UTC) > 4 * DAY - TOLERANCE


async def test_a_payout_is_late(running: Product, who: Party) -> None:
    """Promised for tomorrow; flagged where tomorrow has been."""
    base, services = running.base, running.services
    now = base.true_clock.now()
    for caller, _ in both_of(who):
        payout = NewPayout(
            id="P-1", payee_id="payee-1", amount_minor=1_250_000, currency="INR", method="neft", bank="bank-north", created_at=now,
            due_at=now + DAY,
        )  # fmt: skip
        await services.payouts.create(caller, payout)
    await advance(running, who, 2 * DAY)
    await look_round(
        base.database, PayoutWatch(base.database, base.clock, base.cpu, base.tenants.vaults).look
    )
    found = [
        [
            each.kind
            for each in (
                await services.payout_statuses.anomalies(caller, payout=None, kind=None, after=None, limit=9)
            ).data
        ]
        for caller, _ in both_of(who)
    ]
    assert found == [["late"], []]


async def test_an_entry_of_a_list_is_over(running: Product, who: Party) -> None:
    """Asked over REST by both keys on one connection, in turn."""
    ids = []
    for caller, _ in both_of(who):
        made = await running.services.lists.create(
            caller, NewList(name="devices", kind="device", description="bad ones")
        )
        ends = running.base.true_clock.now() + DAY
        await running.services.lists.add(caller, made.id, [NewEntry(value="dev-1", expires_at=ends)], "seen")
        ids.append(public("lst", made.id))
    await advance(running, who, 2 * DAY)
    counts = []
    for _ in range(2):
        for list_id, (_, key) in zip(ids, both_of(who), strict=True):
            page = await asked(running, key, f"/lists/{list_id}/entries")
            counts.append(len(cast("list[object]", page["data"])))
    assert counts == [0, 1, 0, 1]


async def test_windows_empty_and_decisions_are_of_the_moved_time(running: Product, who: Party) -> None:
    """What was paid a moment ago is no part of the last 24 hours two days later; receipts are of the true time, and replays the same."""
    payment = {
        **a_payment(),
        "customer_id": "ann",
        "occurred_at": (running.base.true_clock.now() - TOLERANCE).isoformat(),
    }
    for _, key in both_of(who):
        await asked(running, key, "/inference/transaction-anomaly", {"transaction": payment})
    moved = await advance(running, who, 2 * DAY)
    counts = [
        cast("dict[str, dict[str, int]]", await asked(running, key, "/customers/ann/state"))["h24"][
            "credit_count"
        ]
        for _, key in both_of(who)
    ]
    assert counts == [0, 1]
    later = {**payment, "id": "later", "occurred_at": moved["now"]}
    decided = await asked(running, who.sandbox_key, "/inference/transaction-anomaly", {"transaction": later})
    true = dt.datetime.now(dt.UTC)
    at = dt.datetime.fromisoformat(str(decided["decided_at"]))
    assert abs(at - true - 2 * DAY) < TOLERANCE
    receipt = cast("dict[str, int]", decided["receipt"])
    issued = dt.datetime.fromtimestamp(receipt["issued_at_us"] / 1e6, dt.UTC)
    assert abs(issued - true) < TOLERANCE
    assert parse("dec", str(decided["id"])).int >> 80 == pytest.approx(at.timestamp() * 1000, abs=1_000)
    again = await asked(running, who.sandbox_key, f"/decisions/{decided['id']}/replay", {})
    assert (again["verdict"], again["differences"]) == ("identical", [])


async def test_a_reset_keeps_the_time(running: Product, who: Party) -> None:
    """The seed ends at the sandbox's now, and the clock does not go back."""
    await advance(running, who, 30 * DAY)
    named = ResetSandbox(environment_id=public("env", who.tenant.sandbox_id))
    done = await asked(running, who.sandbox_key, "/sandbox/reset", msgspec.to_builtins(named))
    assert done["seeded"] is not None
    clock = await asked(running, who.sandbox_key, "/sandbox/clock")
    assert clock["ahead_s"] == 30 * 86_400
    page = await asked(running, who.sandbox_key, "/transactions?limit=1")
    newest = cast("list[dict[str, str]]", page["data"])[0]["occurred_at"]
    assert abs(dt.datetime.fromisoformat(newest) - dt.datetime.fromisoformat(str(clock["now"]))) < 3 * DAY


async def test_a_suppression_is_over(running: Product, who: Party) -> None:
    """Open for an hour; two hours later it is, where they passed, not listed among the open ones."""
    base, services = running.base, running.services
    for caller, _ in both_of(who):
        ends = base.true_clock.now() + dt.timedelta(hours=1)
        wanted = NewSuppression(kind="payee", value="P1", until=ends, reason="announced")
        await services.suppressions.create(caller, wanted)
    await advance(running, who, dt.timedelta(hours=2))
    counts = [
        len(cast("list[object]", (await asked(running, key, "/suppressions?open_only=true"))["data"]))
        for _, key in both_of(who)
    ]
    assert counts == [0, 1]
