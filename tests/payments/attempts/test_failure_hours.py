"""Failed attempts counted by hour, place and code: each once, whatever is sent again."""

import datetime as dt

from core.clock import ManualClock
from core.database import Database
from payments import failure_hours
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.recording import HOUR, bucket_of
from payments.failure_hours import Blocks, Narrow
from tenants.principals import Principal
from tests.payments.attempts.test_recording import attempts, fact, fault

__all__ = ["attempts"]


async def test_a_failure_counts_once_with_its_money(
    attempts: GatewayAttempts, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Pending, failed, and failed again: one failure with its amount, the latest as the example; what succeeded is none."""
    await attempts.record(caller, fact(1, clock))
    first = await attempts.record(caller, fault(1, clock))
    assert await attempts.record(caller, fault(1, clock)) == first
    last = await attempts.record(caller, fault(2, clock, 0.5))
    await attempts.record(caller, fact(3, clock, result="succeeded"))
    await attempts.record(caller, fault(4, clock, 24 * 60 + 5))
    end = bucket_of(HOUR, clock.now())
    blocks = Blocks(first=end - 47, end=end + 1, stride=24, width=24, now=1)
    async with database.transaction(caller.environment_id) as tx:
        counted = await failure_hours.counted(tx, caller.environment_id, "attempt", blocks)
        series = await failure_hours.series(
            tx, caller.environment_id, "attempt", Narrow(gateway="gw-alpha"), end - 2, end + 1
        )
        elsewhere = await failure_hours.series(
            tx, caller.environment_id, "attempt", Narrow(gateway="gw-beta"), end - 2, end + 1
        )
    newest, before = sorted(counted.tallies, key=lambda each: each.past)
    assert (newest.past, newest.count, newest.amount_minor) == (False, 2, 20_000)
    assert (before.past, before.count, before.amount_minor) == (True, 1, 10_000)
    assert newest.example == last.id
    assert (newest.first_at, newest.last_at) == (first.started_at, clock.now() - dt.timedelta(seconds=30))
    assert sum(each.tries for each in counted.tried or () if not each.past) == 3
    assert counted.courses == {"gateway_down": {0: 2, 1: 1}}
    assert counted.tries == {0: 3, 1: 1}
    assert sum(series.values()) == 2
    assert elsewhere == {}
