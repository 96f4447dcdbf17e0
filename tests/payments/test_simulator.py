import datetime as dt
import hashlib
import itertools
import math
import time
from pathlib import Path

import msgspec
import pytest

from core.clock import ManualClock
from payments.checks import problems_of, problems_of_login
from payments.facts import LoginEvent, Transaction
from payments.simulator import bundle, feed
from payments.simulator.events import (
    FRAUDS,
    GatewayAttempt,
    InvoiceEvent,
    PayoutStage,
    SimulatedLogin,
    SimulatedPayment,
    SimulatorConfig,
)
from payments.simulator.files import Format, write_folder
from payments.simulator.stream import Simulation, simulate

SMALL = SimulatorConfig(seed=11, days=20, customers=120)
# What the simulator has always made of SMALL. A change of it changes every model trained from it: say so in the changelog.
SMALL_SHA256 = "b79ea823c5ccfb005ad923ea96f3d339db7f864596d2790ba451b2e83bc677e5"


@pytest.fixture(scope="module")
def events() -> list[object]:
    return list(simulate(SMALL))


def test_the_same_seed_gives_the_same_bytes(events: list[object]) -> None:
    """Today's stream is that of every machine and of every day before, to the byte."""
    data = b"".join(msgspec.json.encode(event) for event in events)
    assert hashlib.sha256(data).hexdigest() == SMALL_SHA256


def test_another_seed_gives_another_stream() -> None:
    """Seeds, and nothing else, tell worlds apart."""
    one, two = (
        list(itertools.islice(simulate(SimulatorConfig(seed=seed, days=1, customers=20)), 50))
        for seed in (1, 2)
    )
    assert one != two


def test_events_come_in_order_and_within_the_days(events: list[object]) -> None:
    """The stream is sorted by time, inside the configured days from midnight IST."""
    times = [event.at for event in events]  # type: ignore[attr-defined]
    assert times == sorted(times)
    start = dt.datetime.combine(SMALL.start, dt.time(), dt.timezone(dt.timedelta(hours=5, minutes=30)))
    assert times[0] >= start
    assert times[-1] < start + dt.timedelta(days=SMALL.days)


def test_every_fact_is_one_that_the_service_takes(events: list[object]) -> None:
    """Payments and sign-ins survive the wire's own decoding and checks, and each has an id of its own."""
    now = ManualClock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).now()
    payments = [event.transaction for event in events if isinstance(event, SimulatedPayment)]
    logins = [event.login for event in events if isinstance(event, SimulatedLogin)]
    for payment in payments:
        decoded = msgspec.json.decode(msgspec.json.encode(payment), type=Transaction)
        assert decoded == payment
        assert problems_of(decoded, now) == []
    for login in logins:
        assert problems_of_login(msgspec.json.decode(msgspec.json.encode(login), type=LoginEvent), now) == []
    assert len({payment.id for payment in payments}) == len(payments)
    assert len({login.id for login in logins}) == len(logins)


def test_every_kind_of_thing_happens() -> None:
    """Frauds of each kind, errors, salary, rent, instalments, failed attempts, late invoices, returned payouts."""
    config = SimulatorConfig(seed=5, days=40, customers=300, fraud_level=2)
    events = list(simulate(config))
    payments = [event for event in events if isinstance(event, SimulatedPayment)]
    assert {event.scenario for event in payments} == {*FRAUDS, "ordinary", "double_charge", "wrong_amount"}
    assert {event.transaction.category for event in payments} >= {"salary", "rent", "emi", "transfer"}
    assert {event.transaction.method for event in payments} >= {"upi", "card", "neft", "imps", "cash"}
    attempts = [event for event in events if isinstance(event, GatewayAttempt)]
    assert {event.gateway for event in attempts} == {"gw-alpha", "gw-bravo", "gw-cedar", "gw-delta"}
    assert any(event.attempt > 1 and event.succeeded for event in attempts)
    stages = {event.stage for event in events if isinstance(event, PayoutStage)}
    assert stages == {"created", "approved", "sent", "settled", "returned"}
    paid = [event for event in events if isinstance(event, InvoiceEvent) and event.paid_at is not None]
    assert any(event.paid_at > event.due_at for event in paid if event.paid_at)
    assert any(event.paid_at < event.due_at for event in paid if event.paid_at)


def test_gateways_have_outages() -> None:
    """In some hour some gateway fails most attempts, while its usual failures are a few in a hundred."""
    attempts = [
        event
        for event in simulate(SimulatorConfig(seed=2, days=30, customers=400))
        if isinstance(event, GatewayAttempt)
    ]
    hours: dict[tuple[str, int], list[bool]] = {}
    for attempt in attempts:
        hours.setdefault((attempt.gateway, int(attempt.at.timestamp() // 3_600)), []).append(
            attempt.succeeded
        )
    failing = [key for key, results in hours.items() if len(results) >= 8 and sum(results) < len(results) / 2]
    assert failing
    assert 0.02 < sum(not one.succeeded for one in attempts) / len(attempts) < 0.15


def test_labels_are_honest() -> None:
    """About one payment in a hundred is fraud, and labels err both ways, a little."""
    payments = [
        event
        for event in simulate(SimulatorConfig(seed=3, days=60, customers=500))
        if isinstance(event, SimulatedPayment)
    ]
    rate = sum(event.fraud for event in payments) / len(payments)
    assert 0.003 < rate < 0.02
    truly = [event for event in payments if event.scenario in FRAUDS]
    assert 0 < sum(not event.fraud for event in truly) / len(truly) < 0.1
    assert any(event.fraud for event in payments if event.scenario == "ordinary")
    assert not any(event.fraud and event.scenario == "double_charge" for event in payments[:2_000])


def test_fates_follow_what_drives_them() -> None:
    """Outcomes are drawn from probabilities that behaviour shapes: not certain, and not noise."""
    truths = Simulation(SimulatorConfig(seed=4, days=90, customers=4_000)).truths
    for outcome, probability in (("defaulted", "default_probability"), ("churned", "churn_probability")):
        bad = [getattr(one, probability) for one in truths if getattr(one, outcome)]
        good = [getattr(one, probability) for one in truths if not getattr(one, outcome)]
        assert 0.03 < len(bad) / len(truths) < 0.25
        ranked = sorted(bad + good)
        low, high = ranked[len(ranked) // 10], ranked[-len(ranked) // 10]
        assert high > 3 * low
        assert math.fsum(bad) / len(bad) > 1.3 * math.fsum(good) / len(good)


def test_the_fraud_level_scales_what_is_injected() -> None:
    """At level 0 nothing is injected; at 5 about five times what there is at 1."""

    def injected(level: float) -> int:
        config = SimulatorConfig(seed=6, days=30, customers=300, fraud_level=level)
        return sum(
            isinstance(one, SimulatedPayment) and one.scenario != "ordinary" for one in simulate(config)
        )

    assert injected(0) == 0
    assert 2.5 < injected(5) / injected(1) < 8


def test_it_is_fast_enough() -> None:
    """At least 20,000 events a second of CPU time."""
    began = time.process_time()
    count = sum(1 for _ in simulate(SimulatorConfig(seed=8, days=20, customers=300)))
    assert count / (time.process_time() - began) > 20_000


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_files_hold_everything_reproducibly(tmp_path: Path, form: Format) -> None:
    """Two runs write the same bytes; transactions and labels have one row a payment, keyed alike."""
    config = SimulatorConfig(seed=9, days=4, customers=40)
    days: list[int] = []
    rows, _ = (
        write_folder(Simulation(config), tmp_path / name, form, progress=days.append)
        for name in ("one", "two")
    )
    assert len(days) == 8
    assert rows[f"transactions.{form}"] == rows[f"labels.{form}"] > 100
    assert rows[f"customers.{form}"] == 40
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_the_bundled_payments_are_the_commands() -> None:
    """`countermark simulate --bundle app/demo/payments.jsonl` writes what is committed, some of it fraud."""
    committed = Path(__file__).parents[2] / "app" / "demo" / "payments.jsonl"
    payments = bundle.bundled()
    assert committed.read_bytes() == b"".join(
        msgspec.json.encode(one.transaction) + b"\n" for one in payments
    )
    assert len(payments) == bundle.BUNDLED
    assert sum(one.fraud for one in payments) >= 10


def test_history_ends_where_the_bundle_begins() -> None:
    """What the demo feeds lies before what it scores, and shares no id with it."""
    config = SimulatorConfig(seed=33, days=4, customers=60, fraud_level=3)
    scored = bundle.bundled(config)
    fed = [event for event in bundle.history(2, config) if isinstance(event, SimulatedPayment)]
    assert fed
    assert max(event.at for event in fed) < min(event.at for event in scored)
    assert not {event.transaction.id for event in fed} & {event.transaction.id for event in scored}
    assert max(event.at for event in fed) - min(event.at for event in fed) > dt.timedelta(days=1)


def test_a_feed_sends_every_payment_and_sign_in_once(events: list[object]) -> None:
    """Cut into bulks of a size that the service takes, in order, nothing lost or doubled."""
    cut = list(feed.bulks(simulate(SMALL), 100))
    payments = [event.transaction for event in events if isinstance(event, SimulatedPayment)]
    logins = [event.login for event in events if isinstance(event, SimulatedLogin)]
    assert [one for bulk in cut for one in bulk.transactions] == payments
    assert [one for bulk in cut for one in bulk.logins] == logins
    assert all(len(bulk.transactions) <= 100 and len(bulk.logins) <= 100 for bulk in cut)
