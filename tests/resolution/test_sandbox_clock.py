"""A sandbox whose clock was moved: what time brings happens there, in no other environment, and its log is as true as before."""

import asyncio
import datetime as dt
import json
import pathlib
from collections.abc import AsyncIterator
from typing import cast
from uuid import uuid4

import asyncpg
import cbor2
import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import roles
from core.clock import NOT_AHEAD, EnvironmentClock, ManualClock, ahead, ahead_now, set_ahead, true_now
from core.ids import parse, public, uuid7
from core.postgres import EmbeddedPostgres
from core.rounds import look_round
from ledger import rehearsal
from ledger.verifier.report import EXIT_VERIFIED
from payments.importing.definition import MappingDefinition
from payments.payouts.facts import NewPayout
from payments.payouts.watch import PayoutWatch
from resolution.actions import Actions
from resolution.case_entities import OpenCase, QueueSettings
from resolution.case_watch import CaseWatch
from resolution.feeds.entities import CreateFeed
from resolution.sandboxes.sandboxes import ResetSandbox
from resolution.webhooks.signing import headers as headers_of
from resolution.webhooks.signing import written
from resolution.workflows import queue_store
from resolution.workflows.queue_store import Placed
from resolution.workflows.runner import Runner, RunnerSettings
from rules.list_entities import NewEntry, NewList
from rules.suppression_entities import NewSuppression
from tenants.principals import Principal
from tests.e2e import an_import
from tests.ledger.an_export import run
from tests.parity.test_payments import a_payment
from tests.product import Party, Product, party, product
from tests.resolution.workflows.documents import document
from tests.sequencing import close_epoch, sequence

DAY = dt.timedelta(days=1)
TOLERANCE = dt.timedelta(minutes=5)


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("moved")) as opened:
        yield opened


@pytest.fixture
async def who(running: Product) -> Party:
    """A tenant for one test: its clock is moved by that alone."""
    return await party(running.services, f"Bank {uuid4().hex[:8]}")


async def asked(running: Product, key: str, path: str, body: object = None) -> dict[str, object]:
    """Ask over REST, and take the answer."""
    headers = {"x-api-key": key, "idempotency-key": uuid4().hex}
    request = running.rest.build_request(
        "GET" if body is None else "POST", f"/api/v1{path}", json=body, headers=headers
    )
    if body is None:
        request = running.rest.build_request("GET", f"/api/v1{path}", headers=headers)
    answer: httpx.Response = await running.rest.send(request)
    assert answer.status_code < 300, answer.text
    return cast("dict[str, object]", answer.json())


async def advance(running: Product, who: Party, by: dt.timedelta) -> dict[str, object]:
    return await asked(running, who.sandbox_key, "/sandbox/clock/advance", {"by_s": int(by.total_seconds())})


def both_of(who: Party) -> tuple[tuple[Principal, str], ...]:
    live = msgspec.structs.replace(who.system, environment_id=who.tenant.live_id, mode="live")
    return (who.system, who.sandbox_key), (live, who.live_key)


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


async def test_the_database_refuses_what_the_service_would(
    running: Product, who: Party, postgres: EmbeddedPostgres
) -> None:
    """A live environment's clock, and one that goes back, even to the owner."""
    await advance(running, who, DAY)
    owner = await asyncpg.connect(postgres.url(roles.OWNER))
    scope = ",".join(str(each) for each in (who.tenant.id, who.tenant.sandbox_id, who.tenant.live_id))
    try:
        await owner.execute("SELECT set_config('countermark.scope', $1, false)", scope)
        with pytest.raises(asyncpg.RaiseError, match="only the clock of a sandbox"):
            await owner.execute(
                "INSERT INTO sandbox_clock VALUES ($1, interval '1 hour')", who.tenant.live_id
            )
        with pytest.raises(asyncpg.RaiseError, match="forward only"):
            await owner.execute(
                "UPDATE sandbox_clock SET ahead = interval '1 hour' WHERE environment_id = $1",
                who.tenant.sandbox_id,
            )
    finally:
        await owner.close()


async def test_the_log_is_of_the_true_time(running: Product, who: Party, tmp_path: pathlib.Path) -> None:
    """Before and after a move, of things moved and of credentials alike: all entries are of now, in order, and an audit passes."""
    key, promised = who.sandbox_key, []
    for number in range(3):
        payment = {
            **a_payment(),
            "id": f"p-{number}",
            "occurred_at": (await asked(running, key, "/sandbox/clock"))["now"],
        }
        decided = await asked(running, key, "/inference/transaction-anomaly", {"transaction": payment})
        promised.append(decided["receipt"])
        await asked(running, key, "/transactions", {**payment, "id": f"t-{number}"})
        await asked(running, key, "/api-keys", {"name": f"k{number}", "scopes": ["tenants:read"]})
        await advance(running, who, 40 * DAY)
    database = running.base.database
    async with database.transaction(who.tenant.sandbox_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
    entries = [cbor2.loads(row["entry"]) for row in rows]
    assert [each["out"] for each in entries if each["typ"] == "sandbox.clock.v1"] == [
        f"ahead_s={days * 86_400}" for days in (40, 80, 120)
    ]
    now_us = dt.datetime.now(dt.UTC).timestamp() * 1e6
    assert all(0 <= now_us - each["ts"] < TOLERANCE.total_seconds() * 1e6 for each in entries)
    await sequence(running, who.tenant.sandbox_id)
    await close_epoch(running)
    told = await running.services.ledger.keys(who.system)
    trust = tmp_path / "trust"
    trust.write_text("".join(f"{each.use} {each.verifier_key}\n" for each in told.keys))
    tar = tmp_path / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await running.services.ledger.export(who.system)]))
    rehearsal.unpack(tar, tmp_path / "log")
    receipts = tmp_path / "receipts"
    receipts.write_text("".join(json.dumps(each) + "\n" for each in promised))
    assert (
        run("bundle", str(tmp_path / "log"), "--trust", str(trust), "--receipts", str(receipts))
        == EXIT_VERIFIED
    )


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


async def test_what_workers_take_up_is_of_the_moved_time(running: Product, who: Party) -> None:
    """An import is carried out in the time of its sandbox, and counted on the true day."""
    headers = {"x-api-key": who.sandbox_key}
    made = await an_import.one_of_each(running, who, headers, "moved")
    await advance(running, who, 100 * DAY)
    await an_import.work_off(running, who)
    done = await asked(running, who.sandbox_key, f"/imports/{made['waiting_import_id']}")
    true = dt.datetime.now(dt.UTC)
    assert abs(dt.datetime.fromisoformat(str(done["ended_at"])) - true - 100 * DAY) < TOLERANCE
    async with running.base.database.transaction(who.tenant.sandbox_id) as tx:
        days = {row["day"] for row in await tx.fetch("SELECT day FROM usage_counter")}
        recorded = await tx.fetch("SELECT id FROM payment_transaction")
    assert days <= {true.date(), true.date() - DAY}
    assert recorded
    assert all(
        abs((each["id"].int >> 80) / 1000 - (true + 100 * DAY).timestamp()) < TOLERANCE.total_seconds()
        for each in recorded
    )


async def test_a_webhook_comes_in(running: Product, who: Party) -> None:
    """Its signature is of the true time, as its sender's clock is; what it tells is recorded in the sandbox's."""
    services, key = running.services, bytes(range(32))
    columns = {"customer": "/c", "date": "/at", "amount": "/a", "reference": "id", "description": "/t"}
    plain = {
        **an_import.DEFINITION,
        "name": "hook",
        "columns": columns,
        "customer_id": None,
        "date_format": None,
        "positive": "debit",
    }
    mapping = await services.import_mappings.create(who.system, msgspec.convert(plain, MappingDefinition))
    wanted = {
        "kind": "webhook",
        "name": "hook",
        "mapping_id": public("map", mapping.id),
        "secret": written(key),
    }
    feed = await services.feeds.create(who.system, msgspec.convert(wanted, CreateFeed))
    await advance(running, who, 10 * DAY)
    true = dt.datetime.now(dt.UTC)
    body = json.dumps(
        {"id": "e-1", "c": "ann", "at": (true + 9 * DAY).isoformat(), "a": "12.50", "t": "tea"}
    ).encode()
    signed = {"content-type": "application/json", **headers_of([key], "msg-1", int(true.timestamp()), body)}
    path = f"/api/v1/feeds/{public('fed', feed.id)}/deliveries"
    answer = await running.rest.post(path, content=body, headers=signed)
    assert answer.status_code == 200, answer.text
    kept = parse("txn", answer.json()["transaction_id"])
    assert abs((kept.int >> 80) / 1000 - (true + 10 * DAY).timestamp()) < TOLERANCE.total_seconds()
