"""A gateway's webhook counts once, if and only if the gateway signed it, and moves the payout that it is about."""

import datetime as dt
import hmac
import json
from uuid import uuid4

import msgspec
import pytest

from core.errors import PlatformError
from core.events import event_of
from core.ids import public
from core.outbox import Message
from payments.payouts.facts import NewPayout
from payments.payouts.payouts import Payouts
from resolution.connectors.entities import Connector
from resolution.connectors.gateway_facts import fact_of
from resolution.connectors.gateway_values import FactRefused
from resolution.connectors.gateway_webhooks import BODY_BYTES_MAX, GatewayRateLimited, GatewayWebhooks
from resolution.connectors.payout_events import GatewayPayouts
from resolution.connectors.signatures import verifies
from tenants.closings import CloseEnvironment, Closings
from tests.resolution.connectors.conftest import Bench
from tests.resolution.outbound.inside import listening
from tests.tenants.ledger_rows import entries_of

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def razorpay(event: str = "payout.processed", at: dt.datetime = NOW, **entity: object) -> bytes:
    about = {
        "id": "pout_1",
        "entity": "payout",
        "amount": 1_250_000,
        "currency": "INR",
        "reference_id": "our-1",
    }
    payload = {"payout": {"entity": about | entity}}
    return json.dumps(
        {"entity": "event", "event": event, "payload": payload, "created_at": int(at.timestamp())}
    ).encode()


def stripe(key: str = "evt_1", event: str = "payout.paid", at: dt.datetime = NOW) -> bytes:
    about = {
        "id": "po_1",
        "object": "payout",
        "amount": 1_100,
        "currency": "usd",
        "metadata": {"payout_id": "our-1"},
    }
    return json.dumps(
        {
            "id": key,
            "object": "event",
            "type": event,
            "created": int(at.timestamp()),
            "data": {"object": about},
        }
    ).encode()


def signed(body: bytes, secret: bytes = b"hook") -> str:
    return hmac.new(secret, body, "sha256").hexdigest()


def stripe_signed(body: bytes, at: dt.datetime = NOW, secret: bytes = b"hook") -> str:
    told = int(at.timestamp())
    return f"t={told},v1={signed(f'{told}.'.encode() + body, secret)}"


async def gateway(bench: Bench, scheme: str = "razorpay") -> Connector:
    async with listening() as far:
        return await bench.connector(far, webhook_scheme=scheme, webhook_secret="hook")


async def announced(bench: Bench) -> list[Message]:
    async with bench.database.transaction(bench.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT environment_id, id, topic, payload, created_at FROM outbox WHERE topic = 'event' ORDER BY id"
        )
    return [Message(**dict(row)) for row in rows]


async def code_of(service: GatewayWebhooks, name: str, signature: str | None, body: bytes) -> str:
    with pytest.raises(PlatformError) as refused:
        await service.receive(name, signature, body)
    return refused.value.code


def service_of(bench: Bench) -> GatewayWebhooks:
    return GatewayWebhooks(bench.database, bench.services.vaults, bench.clock)


async def test_a_signed_event_counts_once(bench: Bench) -> None:
    """Stored sealed, announced, entered in the ledger; the same again is taken and changes nothing."""
    made, service, body = await gateway(bench), service_of(bench), razorpay()
    name = public("con", made.id)
    first = await service.receive(name, signed(body), body)
    again = await service.receive(name, signed(body), body)
    assert (first.repeated, again.repeated) == (False, True)
    (message,) = await announced(bench)
    told = event_of(message)
    assert told.kind == "gateway.event"
    assert told.data == {
        "connector": name, "gateway": "razorpay", "type": "payout.processed", "reference": "pout_1",
        "amount_minor": 1_250_000, "currency": "INR", "occurred_at": "2026-11-21T12:00:00+00:00",
    }  # fmt: skip
    async with bench.database.transaction(bench.environment_id) as tx:
        (row,) = await tx.fetch("SELECT sealed FROM gateway_event")
    assert b"our-1" not in row["sealed"]
    assert (await entries_of(bench.database, bench.environment_id))[-1]["typ"] == "gateway.event.v1"


async def test_stripe_names_its_events_under_its_signature(bench: Bench) -> None:
    """The same id signed again at another time is the same event; another id is another."""
    made, service = await gateway(bench, "stripe"), service_of(bench)
    name = public("con", made.id)
    bodies = [(stripe(), NOW), (stripe(), NOW + dt.timedelta(seconds=60)), (stripe("evt_2"), NOW)]
    answers = [await service.receive(name, stripe_signed(body, at), body) for body, at in bodies]
    assert [each.repeated for each in answers] == [False, True, False]


async def test_what_is_not_signed_is_nothing(bench: Bench) -> None:
    """A changed byte, another secret, no signature, another connector's: refused, with nothing stored."""
    made, service, body = await gateway(bench), service_of(bench), razorpay()
    name = public("con", made.id)
    for signature, sent in (
        (signed(body), body + b" "), (signed(body, b"other"), body), ("", body), (None, body), ("é", body),
        (signed(body).upper(), body), (stripe_signed(body), body),
    ):  # fmt: skip
        assert await code_of(service, name, signature, sent) == "gateway_signature_refused"
    assert await announced(bench) == []


async def test_unknown_addresses_look_alike(bench: Bench) -> None:
    """No connector, one without a webhook secret, one that was removed, and no id at all: one answer."""
    service, body = service_of(bench), razorpay()
    made = await gateway(bench)
    await bench.connectors.remove(bench.system, made.id)
    async with listening() as far:
        silent = await bench.connector(far, "silent")
    names = [public("con", uuid4()), public("con", silent.id), public("con", made.id), "con_x", "", "txn_1"]
    assert {await code_of(service, name, signed(body), body) for name in names} == {"gateway_webhook_unknown"}


async def test_a_closed_environment_takes_none(bench: Bench) -> None:
    """What is signed well is told so, and nothing is stored; opened again, the same event is taken."""
    made, service, body = await gateway(bench), service_of(bench), razorpay()
    closings = Closings(bench.database, bench.clock)
    named = public("env", bench.environment_id)
    await closings.close(bench.system, CloseEnvironment(environment_id=named, reason="We leave."))
    assert await code_of(service, public("con", made.id), signed(body), body) == "environment_closed"
    assert await announced(bench) == []
    await closings.reopen(bench.system)
    assert not (await service.receive(public("con", made.id), signed(body), body)).repeated


async def test_what_is_signed_but_no_event_is_refused(bench: Bench) -> None:
    """Too large, too old, no JSON, no type, no time."""
    made, service = await gateway(bench), service_of(bench)
    old = NOW - dt.timedelta(days=8)
    for body in (
        b"x" * (BODY_BYTES_MAX + 1), razorpay(at=old), b"[]", b"{}", b"\xff", razorpay(event="No Type"),
        json.dumps({"event": "a.b", "created_at": 10**30}).encode(),
    ):  # fmt: skip
        assert await code_of(service, public("con", made.id), signed(body), body) == "gateway_event_refused"


async def test_guesses_share_one_budget(bench: Bench) -> None:
    """Who signs nothing is slowed down however it varies the address; a gateway that signed is not."""
    made, now = await gateway(bench), [0.0]
    service = GatewayWebhooks(bench.database, bench.services.vaults, bench.clock, monotonic_s=lambda: now[0])
    name, body = public("con", made.id), razorpay()
    assert not (await service.receive(name, signed(body), body)).repeated
    codes = [await code_of(service, f"con_{number}", "", b"{}") for number in range(120)]
    assert codes[0] == "gateway_webhook_unknown"
    assert codes[-1] == GatewayRateLimited.code
    assert (await service.receive(name, signed(body), body)).repeated
    now[0] = 60.0
    assert await code_of(service, "con_1", "", b"{}") == "gateway_webhook_unknown"


async def test_a_payout_moves_by_its_gateways_word(bench: Bench) -> None:
    """Processed is credited, once, however often the event is told; another system's payout is left alone."""
    made, service = await gateway(bench), service_of(bench)
    payouts = Payouts(bench.database, bench.services.vaults, bench.clock)
    kept = await payouts.create(
        bench.system,
        NewPayout(
            id="our-1", payee_id="payee-1", amount_minor=1_250_000, currency="INR", method="neft", bank="hdfc",
            created_at=NOW - dt.timedelta(hours=2),
        ),
    )  # fmt: skip
    for body in (razorpay(), razorpay(reference_id="somebody-elses"), razorpay(event="transaction.created")):
        await service.receive(public("con", made.id), signed(body), body)
    hears = GatewayPayouts(bench.database, bench.services.vaults, payouts)
    for message in [*await announced(bench)] * 2:
        if event_of(message).kind == "gateway.event":
            await hears.heard(event_of(message))
    moved = await payouts.get(bench.system, kept.id)
    assert (moved.stage, len(moved.events)) == ("credited", 1)
    assert moved.events[0].event is not None
    assert (moved.events[0].event.source, moved.events[0].event.reference) == ("gateway", "pout_1")


def test_codes_are_slugs_and_personal_words_stay_out() -> None:
    """A reason becomes a slug; a sentence with an account number becomes none."""
    found = fact_of(
        "razorpay", razorpay("payout.failed", status_details={"reason": "Beneficiary Bank Offline"})
    )
    assert (found.code, found.stage) == ("beneficiary_bank_offline", "failed")
    assert (
        fact_of("razorpay", razorpay("payout.failed", failure_reason="account 50100123456789")).code is None
    )
    with pytest.raises(FactRefused):
        fact_of("stripe", msgspec.json.encode({"type": "payout.paid", "created": 1}))


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "v1=x", "t=1,t=1,v1=x", "t=x,v1=y", "t=99999999999999,v1=y", "t=1;v1=y"],
)
def test_headers_of_stripe_that_say_nothing(header: str) -> None:
    """Without one time and a signature over it, nothing is signed."""
    assert not verifies("stripe", b"hook", header, b"{}", 1)


def test_stripe_tolerates_five_minutes_and_two_secrets() -> None:
    """A signature is good for five minutes either way; during a rotation one of several is enough."""
    body = stripe()
    now = int(NOW.timestamp())
    header = stripe_signed(body)
    assert verifies("stripe", b"hook", header, body, now + 300)
    assert not verifies("stripe", b"hook", header, body, now + 301)
    assert not verifies("stripe", b"hook", header, body, now - 301)
    both = f"{header},v1={'0' * 64}".replace("v1=", f"v1={'1' * 64},v1=", 1)
    assert verifies("stripe", b"hook", both, body, now)
