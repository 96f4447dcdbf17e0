"""Attempts on the real database: each once, its result once, counted once; incidents found, told and ended."""

import asyncio
import datetime as dt

import pytest

from core.clock import ManualClock
from core.database import Database
from core.events import TOPIC
from core.intake import leaf_hash
from payments.attempts import knowledge, store
from payments.attempts.attempts import AttemptFilter, GatewayAttempts
from payments.attempts.facts import AttemptConflict, AttemptFact
from payments.attempts.health_watch import HealthWatch
from payments.attempts.patterns import FailurePatterns
from payments.attempts.recording import HOUR, MINUTE, bucket_of
from tenants.principals import Principal
from tenants.services import TenantServices


@pytest.fixture
def attempts(database: Database, tenancy: TenantServices, clock: ManualClock) -> GatewayAttempts:
    return GatewayAttempts(database, tenancy.vaults, clock)


def fact(number: int, clock: ManualClock, minutes_ago: float = 1, **changes: object) -> AttemptFact:
    plain: dict[str, object] = {
        "id": f"try-{number}", "payment_id": f"pay-{number}", "gateway": "gw-alpha", "method": "upi", "bank": "sbi",
        "amount_minor": 10_000, "currency": "INR", "started_at": clock.now() - dt.timedelta(minutes=minutes_ago), **changes,
    }  # fmt: skip
    return AttemptFact(**plain)  # type: ignore[arg-type]


def fault(number: int, clock: ManualClock, minutes_ago: float = 1) -> AttemptFact:
    """One that failed by the gateway's own fault."""
    return fact(number, clock, minutes_ago, result="failed", error_code="gateway_down")


async def counts(
    database: Database, caller: Principal, clock: ManualClock
) -> list[tuple[int, int, int, int]]:
    """Attempts, succeeded, faulted, failed of each stored minute."""
    now = bucket_of(MINUTE, clock.now())
    async with database.transaction(caller.environment_id) as tx:
        rows = await store.minutes(tx, caller.environment_id, now - 60, now)
    return [(row["attempts"], row["succeeded"], row["faulted"], row["failed"]) for row in rows]


async def told(database: Database, caller: Principal) -> list[str]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT payload FROM outbox WHERE environment_id = $1 AND topic = $2 ORDER BY id",
            caller.environment_id,
            TOPIC,
        )
    return [row["payload"].decode() for row in rows]


async def test_a_result_that_comes_later_counts_once(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Pending, then failed, sent four times over: one attempt, one fault, by its start; a customer's failure is no fault."""
    await attempts.record(caller, fact(1, clock))
    assert await counts(database, caller, clock) == [(1, 0, 0, 0)]
    for _ in range(2):
        stored = await attempts.record(caller, fault(1, clock))
        assert (stored.result, stored.fault, stored.own_id, stored.payment_id) == (
            "failed",
            True,
            "try-1",
            "pay-1",
        )
        await attempts.record(caller, fact(1, clock))
    assert await counts(database, caller, clock) == [(1, 0, 1, 0)]
    await attempts.record(caller, fact(2, clock, result="failed", error_code="wrong_pin"))
    await attempts.record(caller, fact(3, clock, result="failed", error_code="own-code", cause="gateway"))
    assert await counts(database, caller, clock) == [(3, 0, 2, 1)]


async def test_a_final_result_stays(attempts: GatewayAttempts, caller: Principal, clock: ManualClock) -> None:
    """Another result, or other content, under the same own id is refused, and nothing changes."""
    await attempts.record(caller, fact(1, clock, result="succeeded"))
    for other in (fault(1, clock), fact(1, clock, amount_minor=1, result="succeeded")):
        with pytest.raises(AttemptConflict):
            await attempts.record(caller, other)
    page = await attempts.list(caller, AttemptFilter(payment_id="pay-1"), after=None, limit=10)
    assert [each.result for each in page.data] == ["succeeded"]


async def test_the_same_bulk_from_two_sides_counts_once(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Two that send the same at once, in other orders, and once more: a hundred attempts, whoever was first."""
    facts = [fact(number, clock, result="succeeded") for number in range(100)]
    both = await asyncio.gather(
        attempts.record_many(caller, facts), attempts.record_many(caller, facts[::-1])
    )
    assert sorted(each.standing for bulk in both for each in bulk) == ["existing"] * 100 + ["recorded"] * 100
    await attempts.record_many(caller, facts)
    assert await counts(database, caller, clock) == [(100, 100, 0, 0)]


async def test_what_is_the_tenants_own_rests_sealed(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """No column holds the caller's own ids in clear, and the entry of a change holds neither these nor the amount."""
    await attempts.record(caller, fact(77, clock))
    async with database.transaction(caller.environment_id) as tx:
        (row,) = await tx.fetch(
            "SELECT * FROM gateway_attempt WHERE environment_id = $1", caller.environment_id
        )
        entries = await tx.fetch(
            "SELECT entry, leaf_hash FROM ledger_intake WHERE environment_id = $1", caller.environment_id
        )
    assert all(
        b"try-77" not in each and b"pay-77" not in each for each in row.values() if isinstance(each, bytes)
    )
    made = [each for each in entries if b"gateway_attempt.v1" in each["entry"]]
    assert len(made) == 1
    assert b"pay-77" not in made[0]["entry"]
    assert made[0]["leaf_hash"] == leaf_hash(made[0]["entry"])


async def test_an_incident_is_found_told_and_ended(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Twenty faults begin one incident however often is looked; attempts that work end it; both are events and entries."""
    watch = HealthWatch(database, clock)
    await attempts.record_many(caller, [fact(at, clock, 30, result="succeeded") for at in range(200)])
    await watch.look(caller.environment_id)
    assert watch.found == 0
    await attempts.record_many(caller, [fault(1_000 + at, clock, 1 + at % 5) for at in range(20)])
    for _ in range(2):
        await watch.look(caller.environment_id)
    assert watch.found == 1
    report = await FailurePatterns(database, clock).report(caller, None, None, "faulted")
    (incident,) = report.incidents
    assert (incident.gateway, incident.method, incident.ended_at) == ("gw-alpha", "upi", None)
    assert report.faults == 20
    clock.advance(dt.timedelta(minutes=10))
    await attempts.record_many(
        caller, [fact(2_000 + at, clock, at % 5, result="succeeded") for at in range(60)]
    )
    for _ in range(2):
        await watch.look(caller.environment_id)
    events = [each for each in await told(database, caller) if "gin_" in each]
    assert ["degraded" in events[0], "recovered" in events[1], len(events)] == [True, True, 2]


async def test_a_change_of_rate_is_dated(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """An hour of failures an hour ago stands in the report with its begin and end."""
    for begin in range(0, 240, 10):
        bad = 60 <= begin < 120
        facts = [
            fault(begin * 100 + at, clock, begin + at / 10)
            if bad and at % 2
            else fact(begin * 100 + at, clock, begin + at / 10, result="succeeded")
            for at in range(100)
        ]
        await attempts.record_many(caller, facts)
    since = clock.now() - dt.timedelta(hours=4)
    report = await FailurePatterns(database, clock).report(caller, since, None, "failed")
    changes = [each for each in report.changes if each.method == "upi"]
    assert len(changes) == 2
    ago = [(clock.now() - each.at) / dt.timedelta(minutes=1) for each in changes]
    assert ago == pytest.approx([60, 120], abs=6)


async def test_only_busy_environments_are_looked_at(
    attempts: GatewayAttempts, caller: Principal, stranger: Principal, database: Database, clock: ManualClock
) -> None:
    """One with attempts of the last hours is; one without any is not, nor the first once they are long ago."""
    watch, both = HealthWatch(database, clock), [caller.environment_id, stranger.environment_id]
    await attempts.record(caller, fact(1, clock))
    assert await watch.busy(both) == [caller.environment_id]
    clock.advance(dt.timedelta(hours=5))
    assert await watch.busy(both) == []


async def test_old_counts_are_forgotten(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Minutes of last week go, hours stay; what is usual does not change."""
    await attempts.record_many(caller, [fact(at, clock, 7 * 24 * 60, result="succeeded") for at in range(50)])
    async with database.transaction(caller.environment_id) as tx:
        before = await knowledge.read_usual(tx, caller.environment_id, clock.now())
        await knowledge.prune(tx, caller.environment_id, clock.now())
        after = await knowledge.read_usual(tx, caller.environment_id, clock.now())
        minutes = await store.minutes(tx, caller.environment_id, 0, bucket_of(MINUTE, clock.now()))
        hours = await store.hours(tx, caller.environment_id, 0, bucket_of(HOUR, clock.now()))
    assert (minutes, len(hours)) == ([], 1)
    assert before == after
    assert before.of("gw-alpha", "upi", "sbi").worked == pytest.approx(50 * 0.5**0.5)
