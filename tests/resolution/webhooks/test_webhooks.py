"""Events reach those who asked, signed, again and again until they are taken, and a slow receiver holds nobody up."""

import asyncio
import datetime as dt
from uuid import UUID

import msgspec
import pytest

from core.errors import InvalidRequest
from core.event_kinds import EVENT_KINDS
from core.ids import public
from resolution.webhooks.entities import (
    CreateWebhookEndpoint,
    EndpointDisabled,
    EndpointNotFound,
    MessageNotFound,
    NewEndpoint,
    ReplayWebhooks,
    RotateWebhookSecret,
    UpdateWebhookEndpoint,
)
from resolution.webhooks.schedule import TRIES_MAX, WAITS_S
from resolution.webhooks.sender import OF_ONE_ENDPOINT
from tests.resolution.outbound.inside import Listener, answer, listening
from tests.resolution.webhooks.conftest import Bench, verified
from tests.tenants.ledger_rows import entries_of


async def endpoint_at(bench: Bench, receiver: Listener, *events: str) -> NewEndpoint:
    url = f"http://127.0.0.1:{receiver.ports[0]}/hooks?a=b"
    command = CreateWebhookEndpoint(url=url, events=list(events) or ["*"])
    return await bench.endpoints.create(bench.system, command)


async def deliveries_of(bench: Bench, made: NewEndpoint) -> list[tuple[str, list[int | None]]]:
    page = await bench.deliveries.list_page(bench.system, made.endpoint.id, None, 100)
    return [(each.state, [attempt.status for attempt in each.attempts]) for each in page.data]


async def test_an_event_arrives_signed_once(bench: Bench) -> None:
    """Told twice by the outbox, sent once; the body is the event, and verifies with the secret that was shown once."""
    async with listening() as receiver:
        made = await endpoint_at(bench, receiver, "payout.*")
        told = await bench.happen()
        await bench.happen("case.opened", "cas")
        for message in await bench.announced():
            await bench.events().deliver(message)
        assert (await bench.send_due(), await bench.send_due()) == (1, 0)
        ((head, body),) = receiver.heard
        assert verified(made.secret, head, body) == public("evt", told)
        assert head.startswith("POST /hooks?a=b HTTP/1.1")
        assert msgspec.json.decode(body) == {
            "id": public("evt", told),
            "type": "payout.stuck",
            "timestamp": "2026-11-21T12:00:00Z",
            "subject": public("pyt", UUID(int=7)),
            "data": EVENT_KINDS["payout.stuck"].example,
        }
        assert await deliveries_of(bench, made) == [("delivered", [200])]


async def test_a_failing_receiver_is_tried_for_75_hours_under_one_id(bench: Bench) -> None:
    """Each try has a time of its own and the same id and body; the last one ends the delivery, and the endpoint with it."""
    async with listening(answer(500)) as receiver, listening() as other:
        made, watching = await endpoint_at(bench, receiver, "payout.stuck"), await endpoint_at(bench, other)
        told = await bench.happen()
        await bench.send_due()
        for wait_s in WAITS_S[1:]:
            bench.wait(seconds=wait_s - 1)
            assert await bench.send_due() == 0
            bench.wait(seconds=1)
            assert await bench.send_due() == 1
        ids = {verified(made.secret, head, body) for head, body in receiver.heard}
        assert (ids, len(receiver.heard)) == ({public("evt", told)}, TRIES_MAX)
        assert len({body for _, body in receiver.heard}) == 1
        assert len({head for head in receiver.heads() if "webhook-timestamp" in head}) == TRIES_MAX
        assert await deliveries_of(bench, made) == [("given_up", [500] * TRIES_MAX)]
        ended = await bench.endpoints.get(bench.system, made.endpoint.id)
        assert (ended.disabled_reason, ended.failing_since) == (
            "failing", dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC),
        )  # fmt: skip
        for message in await bench.announced():
            await bench.events().deliver(message)
        await bench.send_due()
        assert [msgspec.json.decode(body)["type"] for _, body in other.heard] == [
            "payout.stuck",
            "webhook.disabled",
        ]
        with pytest.raises(EndpointDisabled):
            await bench.deliveries.ping(bench.system, made.endpoint.id)
        assert (await entries_of(bench.database, bench.environment_id))[-1]["typ"] == "webhook.disable.v1"
        assert watching.endpoint.disabled_at is None


async def test_gone_ends_what_waits(bench: Bench) -> None:
    """410: the endpoint is disabled and its other messages wait no more; enabled again, they are sent by a replay."""
    async with listening(answer(410)) as receiver:
        made = await endpoint_at(bench, receiver)
        first, second = await bench.happen(), await bench.happen()
        (due, _) = await bench.take()
        await bench.sender.deliver(due)
        bench.sender._in_hand.clear()
        bench.wait(hours=1)
        assert (await bench.send_due(), len(receiver.heard)) == (0, 1)
        assert {state for state, _ in await deliveries_of(bench, made)} == {"given_up"}
        receiver.answer = answer(204)
        await bench.endpoints.update(bench.system, made.endpoint.id, UpdateWebhookEndpoint(enabled=True))
        since = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
        replayed = await bench.deliveries.replay(bench.system, made.endpoint.id, ReplayWebhooks(since=since))
        assert (replayed.queued, replayed.more) == (2, False)
        await bench.send_due()
        sent = {verified(made.secret, head, body) for head, body in receiver.heard[1:]}
        assert {public("evt", first), public("evt", second)} <= sent


async def test_two_secrets_sign_while_one_is_rotated(bench: Bench) -> None:
    """Both verify within the grace; then the new one alone. A third ends the first at once: two at most."""
    async with listening() as receiver:
        made = await endpoint_at(bench, receiver)
        second = await bench.endpoints.rotate(bench.system, made.endpoint.id, RotateWebhookSecret(grace_s=60))
        await bench.happen()
        await bench.send_due()
        for secret in (made.secret, second.secret):
            assert verified(secret, *receiver.heard[0])
        third = await bench.endpoints.rotate(bench.system, made.endpoint.id, RotateWebhookSecret(grace_s=60))
        await bench.happen()
        await bench.send_due()
        for secret in (second.secret, third.secret):
            assert verified(secret, *receiver.heard[1])
        with pytest.raises(AssertionError):
            verified(made.secret, *receiver.heard[1])
        bench.wait(seconds=61)
        await bench.happen()
        await bench.send_due()
        assert receiver.heads()[2].count("v1,") == 1
        assert verified(third.secret, *receiver.heard[2])


async def test_a_slow_receiver_holds_nobody_up(bench: Bench) -> None:
    """A hundred messages wait for one that never answers; another endpoint's message passes while they hang."""
    hanging, released = asyncio.Event(), asyncio.Event()
    held = 0

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal held
        held += 1
        if held == OF_ONE_ENDPOINT:
            hanging.set()
        await released.wait()
        writer.close()

    slow = await asyncio.start_server(hang, "127.0.0.1", 0)
    async with listening() as quick:
        made = await endpoint_at(bench, quick, "case.opened")
        url = f"http://127.0.0.1:{slow.sockets[0].getsockname()[1]}/"
        command = CreateWebhookEndpoint(url=url, events=["payout.stuck"])
        await bench.endpoints.create(bench.system, command)
        for _ in range(20):
            await bench.happen()
        running = asyncio.create_task(bench.sender.run())
        await asyncio.wait_for(hanging.wait(), 60)
        await bench.happen("case.opened", "cas")
        await asyncio.wait_for(quick.came.wait(), 60)
        assert verified(made.secret, *quick.heard[0])
        assert held == OF_ONE_ENDPOINT
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        released.set()
    slow.close()
    await slow.wait_closed()


async def test_a_worker_that_dies_loses_nothing(bench: Bench) -> None:
    """What was taken and never settled comes up again when its lease has ended."""
    async with listening() as receiver:
        made = await endpoint_at(bench, receiver)
        await bench.happen()
        assert len(await bench.take()) == 1
        bench.sender._in_hand.clear()
        assert await bench.send_due() == 0
        bench.wait(seconds=61)
        assert await bench.send_due() == 1
        assert await deliveries_of(bench, made) == [("delivered", [200])]


async def test_ping_and_replay_of_one_message(bench: Bench) -> None:
    """A ping goes to its endpoint alone; a message is replayed by its id, and an unknown one is none."""
    async with listening() as receiver, listening() as other:
        made, _ = await endpoint_at(bench, receiver, "case.*"), await endpoint_at(bench, other)
        pinged = await bench.deliveries.ping(bench.system, made.endpoint.id)
        await bench.send_due()
        one = ReplayWebhooks(message_id=public("evt", pinged.message_id))
        assert (await bench.deliveries.replay(bench.system, made.endpoint.id, one)).queued == 1
        await bench.send_due()
        ids = [verified(made.secret, *each) for each in receiver.heard]
        assert (ids, other.heard) == ([public("evt", pinged.message_id)] * 2, [])
        assert await deliveries_of(bench, made) == [("delivered", [200, 200])]
        gone = ReplayWebhooks(message_id=public("evt", UUID(int=1)))
        with pytest.raises(MessageNotFound):
            await bench.deliveries.replay(bench.system, made.endpoint.id, gone)


async def test_what_cannot_be_an_endpoint_is_refused_by_field(bench: Bench) -> None:
    """An address inside, an event that there is not, and another environment's endpoint."""
    for command, field in (
        (CreateWebhookEndpoint(url="http://169.254.169.254/", events=["*"]), "url"),
        (CreateWebhookEndpoint(url="https://hooks.example.com/", events=["payout.lost"]), "events[0]"),
    ):
        with pytest.raises(InvalidRequest) as refused:
            await bench.endpoints.create(bench.system, command)
        assert refused.value.fields[0].field == field
    with pytest.raises(EndpointNotFound):
        await bench.endpoints.get(bench.system, UUID(int=1))


async def test_an_endpoint_leaves_nothing_behind(bench: Bench) -> None:
    """Removed with secrets, deliveries and queue; each change is an entry, and no table holds a secret in clear."""
    async with listening() as receiver:
        made = await endpoint_at(bench, receiver)
        await bench.happen()
        async with bench.database.transaction(bench.environment_id) as tx:
            stored = await tx.fetch("SELECT sealed FROM webhook_secret")
        assert made.secret.removeprefix("whsec_").encode() not in stored[0]["sealed"]
        assert made.secret not in repr(made)
        await bench.endpoints.remove(bench.system, made.endpoint.id)
        assert await bench.send_due() == 0
        async with bench.database.transaction(bench.environment_id) as tx:
            for table in ("webhook_endpoint", "webhook_secret", "webhook_delivery"):
                assert await tx.fetchval(f"SELECT count(*) FROM {table}") == 0
        assert receiver.heard == []
        typs = [each["typ"] for each in await entries_of(bench.database, bench.environment_id)]
        assert typs[-2:] == ["webhook.create.v1", "webhook.remove.v1"]
