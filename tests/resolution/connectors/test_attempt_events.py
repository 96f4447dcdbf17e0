"""Gateways' own events of payments become attempts: once, in any order, under the tenant's ids where it gave them."""

import datetime as dt
import itertools

import pytest

from core.events import event_of
from core.ids import public, uuid7
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.attempts.facts import AttemptFact, StoredAttempt
from payments.attempts.hearing import HeardAttempts
from resolution.connectors.attempt_events import GatewayAttemptEvents, attempt_of
from resolution.connectors.entities import Connector
from resolution.connectors.gateway_facts import fact_of
from tests.resolution.connectors.conftest import Bench
from tests.resolution.connectors.gateway_payments import NOW, razorpay, stripe, stripe_charge
from tests.resolution.connectors.test_gateway_webhooks import (
    announced,
    gateway,
    service_of,
    signed,
    stripe_signed,
)

LATER = NOW + dt.timedelta(seconds=90)


async def send(bench: Bench, made: Connector, *bodies: bytes) -> None:
    """As the gateway does: signed, over the service's own door; then told to the attempts, twice."""
    service = service_of(bench)
    for body in bodies:
        bench.clock.advance(dt.timedelta(seconds=1))
        stripes = made.webhook_scheme == "stripe"
        signature = stripe_signed(body, bench.clock.now()) if stripes else signed(body)
        await service.receive(public("con", made.id), signature, body)
    heard = HeardAttempts(bench.database, bench.services.vaults, bench.clock)
    events = GatewayAttemptEvents(bench.database, bench.services.vaults, heard)
    for message in await announced(bench) * 2:
        await events.heard(event_of(message))


async def attempts(bench: Bench) -> list[StoredAttempt]:
    service = GatewayAttempts(bench.database, bench.services.vaults, bench.clock)
    return (await service.list(bench.system, AttemptFilter(), after=None, limit=50)).data


async def counts(bench: Bench) -> list[tuple[int, int, int, int]]:
    """Of the hours: attempts, succeeded, faulted, failed; what routing learns from."""
    async with bench.database.transaction(bench.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT attempts, succeeded, faulted, failed FROM gateway_bucket WHERE grain = 2 ORDER BY bucket"
        )
    return [tuple(row.values()) for row in rows]


async def test_a_failed_payment_is_a_failed_attempt(bench: Bench) -> None:
    """With the gateway's reason in our words, whose fault it was, and nothing of the payer."""
    made = await gateway(bench)
    await send(bench, made, razorpay("payment.failed"))
    (found,) = await attempts(bench)
    assert (found.own_id, found.payment_id, found.gateway, found.method, found.bank) == (
        "pay_DESlfW9H8K9uqM", "order_DESlLckIVRkHWj", "bank", "netbanking", "hdfc",
    )  # fmt: skip
    assert (found.result, found.error_code, found.fault) == ("failed", "gateway_error", True)
    assert (found.amount_minor, found.currency) == (129_900, "INR")
    assert (found.started_at, found.finished_at) == (NOW - dt.timedelta(minutes=2), NOW)
    assert await counts(bench) == [(1, 0, 1, 0)]
    told = {event_of(each).kind for each in await announced(bench)}
    assert told == {"gateway.event", "gateway.attempt_failed"}


@pytest.mark.parametrize(
    "order", list(itertools.permutations(("payment.authorized", "payment.failed", "payment.captured")))
)
async def test_any_order_comes_to_the_same(bench: Bench, order: tuple[str, ...]) -> None:
    """Captured is captured, whether the failure of the first try or the authorisation is heard before or after it."""
    bench.clock.advance(dt.timedelta(minutes=5))
    await send(bench, await gateway(bench), *(razorpay(event, LATER) for event in order))
    (found,) = await attempts(bench)
    assert (found.result, found.error_code, found.fault, found.cost_minor) == (
        "succeeded",
        None,
        False,
        3_066,
    )
    assert await counts(bench) == [(1, 1, 0, 0)]
    async with bench.database.transaction(bench.environment_id) as tx:
        failures = await tx.fetchval("SELECT coalesce(sum(failures), 0) FROM gateway_failure_hour")
    assert failures == 0


async def test_what_was_recorded_before_gets_its_result(bench: Bench) -> None:
    """An attempt of the tenant's own id, which it gave to the gateway as a note, is settled in its place; and heard first, its report agrees."""
    made = await gateway(bench)
    service = GatewayAttempts(bench.database, bench.services.vaults, bench.clock)
    fact = AttemptFact(
        id="order-1-try-1", payment_id="order-1", gateway="razorpay-main", method="netbanking", bank="hdfc",
        amount_minor=129_900, currency="INR", started_at=NOW - dt.timedelta(hours=2),
    )  # fmt: skip
    before = await service.record(bench.system, fact)
    notes = {"attempt_id": "order-1-try-1", "payment_id": "order-1"}
    await send(bench, made, razorpay("payment.failed", notes=notes))
    (found,) = await attempts(bench)
    assert (found.id, found.gateway, found.started_at, found.result) == (
        before.id, "razorpay-main", fact.started_at, "failed",
    )  # fmt: skip
    assert await counts(bench) == [(1, 0, 1, 0)]
    choice = public("gch", uuid7(bench.clock))
    second = {**notes, "attempt_id": "order-1-try-2"}
    await send(bench, made, razorpay("payment.captured", notes=second, id="pay_2"))
    reported = AttemptFact(
        id="order-1-try-2", payment_id="order-1", choice_id=choice, gateway="razorpay-main", method="netbanking",
        amount_minor=129_900, currency="INR", started_at=NOW - dt.timedelta(minutes=3),
    )  # fmt: skip
    late = await service.record(bench.system, reported)
    assert (late.result, public("gch", late.choice_id or found.id)) == ("succeeded", choice)
    assert len(await attempts(bench)) == 2


async def test_stripe_tells_of_intents_and_of_charges(bench: Bench) -> None:
    """Both are one attempt, by the charge; a second charge of the intent is another try of the same payment."""
    made = await gateway(bench, "stripe")
    await send(
        bench,
        made,
        stripe("payment_intent.payment_failed", "evt_1"),
        stripe_charge("charge.failed", "evt_2", failure_code="card_declined", outcome={"reason": "insufficient_funds", "type": "issuer_declined"}),
        stripe("payment_intent.succeeded", "evt_3", latest_charge="ch_second", metadata={"payment_id": "order-9"}),
        stripe("payment_intent.succeeded", "evt_4", latest_charge={"id": "ch_third", "object": "charge"}),
        stripe("customer.created", "evt_5"),
    )  # fmt: skip
    found = {each.own_id: each for each in await attempts(bench)}
    assert {name: (each.payment_id, each.result, each.error_code) for name, each in found.items()} == {
        "ch_3MtwBwLkdIwHu7ix2Vx9mIgo": ("pi_3MtwBwLkdIwHu7ix28a3tqPa", "failed", "insufficient_funds"),
        "ch_second": ("order-9", "succeeded", None),
        "ch_third": ("pi_3MtwBwLkdIwHu7ix28a3tqPa", "succeeded", None),
    }
    assert {each.fault for each in found.values()} == {False}
    assert {(each.method, each.currency) for each in found.values()} == {("card", "USD")}


@pytest.mark.parametrize(
    ("told", "code", "cause"),
    [
        ({"error_source": "issuer_bank", "error_reason": "bank_technical_error"}, "payer_bank_down", "bank"),
        ({"error_source": "customer", "error_reason": "incorrect_otp"}, "wrong_otp", "customer"),
        ({"error_source": "network", "error_reason": "payment_timed_out"}, "payment_timed_out", "gateway"),
        ({"error_source": "business", "error_reason": "input_validation_failed"}, "input_validation_failed", "merchant"),
        ({"error_source": None, "error_reason": "payment_failed", "error_code": "BAD_REQUEST_ERROR"}, "bad_request_error", None),
        ({"error_source": "issuer_bank", "error_reason": "gateway_technical_error"}, "gateway_technical_error", "bank"),
    ],
)  # fmt: skip
def test_whose_fault_a_failure_is(told: dict[str, object], code: str, cause: str | None) -> None:
    """The gateway's own word for whose doing it was goes before what its code would mean."""
    payment = fact_of("razorpay", razorpay("payment.failed", NOW, **told)).payment
    assert payment is not None
    assert (payment.code, payment.cause) == (code, cause)


async def test_what_is_no_attempt_records_none(bench: Bench) -> None:
    """No amount, no known currency, an id of another thing as the choice: nothing, or without it, and never an error."""
    made = await gateway(bench)
    await send(
        bench,
        made,
        razorpay("payment.captured", id="pay_a", amount=None),
        razorpay("payment.captured", id="pay_b", currency="XXQ"),
        razorpay("payment.captured", id="pay_c", notes={"choice_id": "dec_1"}, method="cardless_emi", created_at=None),
        razorpay("payment.dispute.created", id="pay_d"),
    )  # fmt: skip
    (found,) = await attempts(bench)
    assert (found.own_id, found.choice_id, found.method, found.started_at) == ("pay_c", None, "other", NOW)
    assert attempt_of(made, fact_of("razorpay", razorpay("payment.dispute.created"))) is None
