"""What is taken up for a moved sandbox is of its time; signatures, counts and its log are of the true one."""

import asyncio
import datetime as dt
import json
import pathlib
from typing import cast
from uuid import UUID

import asyncpg
import cbor2
import msgspec
import pytest

from core import roles
from core.clock import NOT_AHEAD, ahead_now
from core.ids import parse, public
from core.outbox import Message, Outbox, enqueue
from core.postgres import EmbeddedPostgres
from inference.learning_due import LearningDue
from inference.retraining_entities import PlanRequest
from ledger import rehearsal
from ledger.verifier.report import EXIT_VERIFIED
from payments.importing.definition import MappingDefinition
from resolution.feeds.entities import CreateFeed
from resolution.webhooks.signing import headers as headers_of
from resolution.webhooks.signing import written
from tests.e2e import an_import
from tests.ledger.an_export import run
from tests.parity.test_payments import a_payment
from tests.product import Party, Product
from tests.resolution.sandbox_clock.asking import DAY, TOLERANCE, advance, asked, both_of
from tests.sequencing import close_epoch, sequence


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


async def test_a_plan_of_retraining_comes_due(running: Product, who: Party) -> None:
    """On the first of each month: its job waits where a month passed, and the plan goes on from there; decisions' hours are counted too."""
    services = running.services
    plan = PlanRequest(schedule="30 3 1 * *")
    for caller, key in both_of(who):
        await services.training_jobs.put_plan(caller, "transaction-anomaly", plan)
        payment = {**a_payment(), "occurred_at": dt.datetime.now(dt.UTC).isoformat()}
        await asked(running, key, "/inference/transaction-anomaly", {"transaction": payment})
    await advance(running, who, 32 * DAY)
    assert await LearningDue(running.base.database, running.base.clock).anything()
    jobs = [
        len(cast("list[object]", (await asked(running, key, "/training-jobs"))["data"]))
        for _, key in both_of(who)
    ]
    assert jobs == [1, 0]
    next_at = [
        (await services.training_jobs.get_plan(caller, "transaction-anomaly")).next_at
        for caller, _ in both_of(who)
    ]
    assert next_at[0] is not None
    assert next_at[1] is not None
    assert next_at[0] > next_at[1]
    hours = []
    for where in (who.tenant.sandbox_id, who.tenant.live_id):
        async with running.base.database.transaction(where) as tx:
            hours.append(await tx.fetchval("SELECT count(*) FROM decision_hour"))
    assert hours == [1, 0]


async def test_an_event_reaches_its_subscribers_in_its_time(running: Product, who: Party) -> None:
    """The outbox delivers what a moved sandbox announced in that sandbox's time, and live's in the true one."""
    heard: dict[UUID, dt.timedelta] = {}

    async def listen(message: Message) -> None:
        heard[message.environment_id] = ahead_now()

    await advance(running, who, 5 * DAY)
    bells = []
    for caller, _ in both_of(who):
        async with running.base.database.transaction(caller.environment_id) as tx:
            made = await enqueue(tx, running.base.clock, caller.environment_id, "test", b"")
            bells.append(json.dumps({"environment_id": str(caller.environment_id), "id": str(made)}).encode())
    outbox = Outbox(running.base.database, {"test": listen})
    await asyncio.gather(*[outbox.deliver(bell) for bell in bells])
    assert heard == {who.tenant.sandbox_id: 5 * DAY, who.tenant.live_id: NOT_AHEAD}
    assert ahead_now() == NOT_AHEAD
