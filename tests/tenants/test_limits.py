"""Rates, quotas and usage."""

import asyncio
import datetime as dt
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import ManualClock
from core.database import Database
from core.errors import DatabaseUnavailable, InvalidRequest
from tenants.later_usage import count, units_left
from tenants.limits import Limits, QuotaExhausted, RateLimited
from tenants.plans import PLANS, PlanName
from tenants.principals import Ceilings, PermissionDenied, Principal
from tenants.principals import system as system_principal
from tenants.services import TenantServices
from tenants.usage import UsageCounters
from tests.fakes.watch import StopWatch

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def caller(
    *, rate: int = 10, tenant_rate: int = 20, quota: int = 10**9, of: Principal | None = None
) -> Principal:
    base = of or system_principal(uuid4(), uuid4(), "live")
    return msgspec.structs.replace(base, ceilings=Ceilings(tenant_rate, rate, quota))


class NoDatabase:
    """The hot path never asks it."""


class AwayDatabase:
    def transaction(self, scope: object) -> object:
        raise DatabaseUnavailable("The database cannot be reached.")


@pytest.fixture
def limits(watch: StopWatch, clock: ManualClock, database: Database) -> Limits:
    return Limits(UsageCounters(database, clock), clock, monotonic_s=watch)


def taken(limits: Limits, who: Principal, times: int) -> int:
    """How many of `times` requests are let through."""
    let = 0
    for _ in range(times):
        try:
            limits.check(who)
            let += 1
        except RateLimited:
            pass
    return let


def test_a_second_of_burst_then_the_rate(limits: Limits, watch: StopWatch) -> None:
    """A full bucket holds one second's worth; after that requests pass as it refills."""
    who = caller()
    assert taken(limits, who, 30) == 10
    watch.advance(0.5)
    assert taken(limits, who, 30) == 5
    watch.advance(100)
    assert taken(limits, who, 30) == 10


def test_what_is_left_is_told(limits: Limits, watch: StopWatch) -> None:
    """Each answer says policy, limit and remainder; a refusal says when to come back, and that is true."""
    who = caller()
    assert [limits.check(who).remaining for _ in range(3)] == [9, 8, 7]
    taken(limits, who, 30)
    with pytest.raises(RateLimited) as caught:
        limits.check(who)
    assert (caught.value.allowance.policy, caught.value.allowance.remaining) == ("principal", 0)
    wait_s = caught.value.retry_after_s
    assert wait_s is not None
    watch.advance(wait_s + 0.001)
    limits.check(who)


def test_a_tenants_principals_share_its_rate(limits: Limits) -> None:
    """Two principals get their own rates until the tenant's is used up; another tenant feels nothing."""
    one = caller()
    two = msgspec.structs.replace(one, id="key_two")
    three = msgspec.structs.replace(one, id="key_three")
    assert [taken(limits, who, 30) for who in (one, two, three)] == [10, 10, 0]
    assert taken(limits, caller(), 30) == 10
    with pytest.raises(RateLimited, match="tenant"):
        limits.check(three)


def test_a_dear_request_costs_more(limits: Limits) -> None:
    """A bulk of five takes five; one above a whole second passes alone and is paid back."""
    who = caller()
    limits.check(who, cost=5)
    assert taken(limits, who, 30) == 5
    other = caller()
    limits.check(other, cost=1_000)
    assert taken(limits, other, 5) == 0


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 0.5), st.integers(1, 5)), min_size=1, max_size=200))
def test_no_pattern_beats_the_rate(steps: list[tuple[float, int]]) -> None:
    """Whatever the timing, no more passes than one second's worth plus the rate times the time."""
    watch, clock = StopWatch(), ManualClock(NOON)
    limits = Limits(UsageCounters(NoDatabase(), clock), clock, monotonic_s=watch)  # type: ignore[arg-type]
    who, passed, start = caller(tenant_rate=1_000), 0, watch.now_s
    for wait, cost in steps:
        watch.advance(wait)
        try:
            limits.check(who, cost)
            passed += cost
        except RateLimited:
            pass
        assert passed <= 10 + 10 * (watch.now_s - start) + 1e-4


def test_buckets_are_bounded(watch: StopWatch, clock: ManualClock, database: Database) -> None:
    """Buckets that have refilled are dropped when there are too many: idle callers cost no memory."""
    limits = Limits(UsageCounters(database, clock), clock, monotonic_s=watch, buckets_max=100)
    for _ in range(150):
        limits.check(caller())
        watch.advance(0.2)
    assert len(limits._principals) <= 101


def test_quotas_end_with_the_month(limits: Limits, clock: ManualClock) -> None:
    """The last call of the quota passes, the next is told to wait for the first of the next month."""
    who = caller(quota=3)
    assert taken(limits, who, 3) == 3
    with pytest.raises(QuotaExhausted) as caught:
        limits.check(who)
    first = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    assert caught.value.retry_after_s == pytest.approx((first - clock.now()).total_seconds(), abs=2)
    assert caught.value.allowance.policy == "quota"


async def test_units_are_held_against_the_quota(services: TenantServices, system: Principal) -> None:
    """Items of a call count beside it, what fails is given back, and what the quota does not hold is not begun."""
    who, limits = caller(rate=100, quota=10, of=system), services.limits
    before = limits.check(who, operation="createTransactions").remaining
    with limits.units(who, "createTransactions", 6):
        pass
    with pytest.raises(KeyError), limits.units(who, "createTransactions", 4):
        raise KeyError
    begun = False
    with pytest.raises(QuotaExhausted) as caught, limits.units(who, "createTransactions", 6):
        begun = True
    assert (begun, caught.value.allowance.policy) == (False, "quota")
    assert limits.check(who, operation="getTenant").remaining == before - 1  # a rate is of calls
    await services.usage.flush()
    with limits.units(who, "createLogins", 4):
        pass
    with pytest.raises(QuotaExhausted):
        limits.check(who)
    await services.usage.flush()
    report = await services.usage.report(who, None, None)
    assert {(one.operation, one.calls, one.units) for one in report.data} == {
        ("createTransactions", 1, 6),
        ("getTenant", 1, 1),
        ("createLogins", 0, 3),
    }
    assert (report.calls_this_month, report.units_this_month) == (2, 10)


async def test_what_is_counted_when_a_month_ends(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """The last calls of a month reach the database with the first flush of the next."""
    services.limits.check(system, operation="getTenant")
    clock.advance(dt.timedelta(days=12))
    await services.usage.flush()
    report = await services.usage.report(system, dt.date(2026, 11, 1), dt.date(2026, 12, 31))
    assert [(one.day.month, one.calls) for one in report.data] == [(11, 1)]


async def test_work_that_is_done_later(
    services: TenantServices, system: Principal, database: Database, clock: ManualClock
) -> None:
    """It counts with its own transaction, and what is left of the quota is of calls and of it."""
    quota = (await services.tenants.get(system, system.tenant_id)).sandbox_quota_per_month
    assert await units_left(database, system.environment_id, clock) == quota
    async with database.transaction(system.environment_id) as tx:
        await count(tx, system.environment_id, clock.now(), "createBatch", 500)
    services.limits.check(system, operation="createBatch")
    await services.usage.flush()
    assert await units_left(database, system.environment_id, clock) == quota - 501
    report = await services.usage.report(system, None, None)
    assert [(one.operation, one.calls, one.units) for one in report.data] == [("createBatch", 1, 501)]


async def test_a_quota_is_shared_by_processes(
    database: Database, clock: ManualClock, watch: StopWatch, system: Principal
) -> None:
    """Two processes together overrun a quota by no more than what they admit between flushes; then both refuse."""
    counters = [UsageCounters(database, clock) for _ in range(2)]
    one, two = (Limits(each, clock, monotonic_s=watch) for each in counters)
    who = caller(rate=10**6, tenant_rate=10**6, quota=100, of=system)
    let = [0, 0]
    for _ in range(20):
        for at, limits in enumerate((one, two)):
            for _ in range(4):
                try:
                    limits.check(who)
                    let[at] += 1
                except QuotaExhausted:
                    pass
        for each in counters:
            await each.flush()
    assert 100 <= sum(let) <= 100 + 8
    for limits in (one, two):
        with pytest.raises(QuotaExhausted):
            limits.check(who)


async def test_usage_is_counted_by_day_and_operation(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """What was called is there after a flush, by operation and day, and nobody else sees it."""
    for operation, times in (("createDecision", 3), ("getTenant", 1)):
        for _ in range(times):
            services.limits.check(system, operation=operation)
    await services.usage.flush()
    clock.advance(dt.timedelta(days=1))
    await services.usage.flush()
    services.limits.check(system, operation="createDecision")
    await asyncio.gather(services.usage.flush(), services.usage.flush())
    report = await services.usage.report(system, None, None)
    assert [(one.day.day, one.operation, one.calls) for one in report.data] == [
        (21, "createDecision", 3),
        (21, "getTenant", 1),
        (22, "createDecision", 1),
    ]
    assert report.calls_this_month == 5
    other = msgspec.structs.replace(system, permissions=frozenset())
    with pytest.raises(PermissionDenied):
        await services.usage.report(other, None, None)


async def test_a_new_month_starts_at_zero(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """Last month's calls stay in the report and out of this month's quota."""
    who = caller(rate=100, quota=2, of=system)
    taken(services.limits, who, 2)
    await services.usage.flush()
    with pytest.raises(QuotaExhausted):
        services.limits.check(who)
    clock.advance(dt.timedelta(days=12))
    await services.usage.flush()
    services.limits.check(who)
    await services.usage.flush()
    report = await services.usage.report(who, dt.date(2026, 11, 1), dt.date(2026, 12, 31))
    assert (report.calls_this_month, sum(one.calls for one in report.data)) == (1, 3)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 11, 2), dt.date(2026, 11, 1)),
        (dt.date(2026, 1, 1), dt.date(2026, 11, 1)),
        (dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        (dt.date(9999, 1, 1), None),
    ],
)
async def test_odd_ranges_are_refused(
    services: TenantServices, system: Principal, first: dt.date, last: dt.date | None
) -> None:
    """A range that is backwards or longer than 92 days names its field."""
    with pytest.raises(InvalidRequest) as caught:
        await services.usage.report(system, first, last)
    assert caught.value.fields[0].field == "first_day"


async def test_counts_survive_a_database_that_is_away(
    clock: ManualClock, system: Principal, database: Database
) -> None:
    """What could not be written is written by a later flush, once."""
    usage = UsageCounters(AwayDatabase(), clock)  # type: ignore[arg-type]
    limits = Limits(usage, clock)
    limits.check(system, operation="createDecision")
    with pytest.raises(DatabaseUnavailable):
        await usage.flush()
    limits.check(system, operation="createDecision")
    usage._database = database
    await usage.flush()
    await usage.flush()
    assert [one.calls for one in (await usage.report(system, None, None)).data] == [2]


def test_plans_are_what_tenants_start_with() -> None:
    """Every plan has its limits, and a principal's rate is never above its tenant's."""
    assert PLANS.keys() == set(PlanName)
    assert all(plan.principal_rate_per_s <= plan.tenant_rate_per_s for plan in PLANS.values())
