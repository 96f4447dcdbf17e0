"""What a backtest survives: processes that stop or are killed anywhere, lost leases, an end while a chunk is in hand."""

import asyncio
import os
import pathlib
import signal
import sys
from uuid import UUID, uuid4

import pytest

from core import roles
from core.errors import PlatformError
from core.ids import public
from core.postgres import EmbeddedPostgres
from inference.backtests import runs, store
from inference.backtests.entities import BacktestEnded, BacktestNotFound, BacktestRequest, Report
from inference.backtests.upkeep import BacktestUpkeep
from tests.inference.backtests.conftest import ANOMALY, LONG_AGO, Desk
from tests.rules.graphs import thresholds
from tests.tenants.conftest import MASTER


@pytest.fixture
def environment(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> dict[str, str]:
    """Of a process that works backtests off."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "COUNTERMARK_DATA_DIR": str(tmp_path),
        "COUNTERMARK_DATABASE_URL": postgres.url(roles.OWNER),
        "COUNTERMARK_DATABASE_APP_URL": postgres.url(roles.APP),
        "COUNTERMARK_MASTER_KEY": MASTER.reveal().hex(),
    }


async def started(desk: Desk) -> UUID:
    version = await desk.push(thresholds(decline=">= 0.2", review=">= 0.05"))
    assert version.id is not None
    request = BacktestRequest(version_id=public("rsv", version.id), since=LONG_AGO)
    return (await desk.backtests.create(desk.caller, ANOMALY, request)).id


async def report_of(desk: Desk, backtest_id: UUID) -> Report:
    shown = await desk.backtests.get(desk.caller, ANOMALY, backtest_id)
    assert shown.report is not None, shown.backtest
    return shown.report


async def blocked(desk: Desk) -> bool:
    """Whether somebody waits for a row that another holds."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = current_user"
    async with desk.base.database.unscoped() as tx:
        return await tx.fetchval(waits) != 0


async def test_by_several_processes_of_which_some_die(desk: Desk) -> None:
    """Two processes at once, and one that dies with a chunk in hand again and again, make the report of one that was left alone:
    every decision is counted once."""
    await desk.pay(40)
    calm = await desk.report(await desk.push(thresholds(decline=">= 0.2", review=">= 0.05")))
    backtest_id = await started(desk)
    await desk.process().work_next()
    for _ in range(runs.ATTEMPTS_MAX - 2):
        dead = uuid4()
        async with desk.base.database.unscoped() as tx:
            assert await store.claim(tx, dead, runs.LEASE) is not None
        await asyncio.gather(desk.process().work_next(), desk.process().work_next())
        await BacktestUpkeep(desk.base.database).hand_back(dead)
    await desk.work_off()
    assert await report_of(desk, backtest_id) == calm
    assert calm.decisions == 40


async def test_a_killed_process_costs_its_chunk_alone(desk: Desk, environment: dict[str, str]) -> None:
    """Killed with SIGKILL between trying a chunk and noting it: what it held goes back, and is tried once more."""
    await desk.pay(10)
    backtest_id = await started(desk)
    await desk.process().work_next()  # the range is cut into chunks
    owner = uuid4()
    environment_id = desk.caller.environment_id
    async with desk.base.database.transaction(environment_id) as tx:
        await tx.fetch("SELECT 1 FROM backtest_chunk WHERE backtest_id = $1 FOR UPDATE", backtest_id)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.backtester", str(owner), env=environment, stdin=asyncio.subprocess.PIPE
        )
        while not await blocked(desk):
            assert process.returncode is None
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    found = await desk.backtests.get(desk.caller, ANOMALY, backtest_id)
    assert (found.backtest.progress.done, found.backtest.progress.of) == (0, 10)
    upkeep = BacktestUpkeep(desk.base.database)
    await upkeep.hand_back(owner)
    assert await upkeep.anything_to_do()
    await desk.work_off()
    assert (await report_of(desk, backtest_id)).decisions == 10


async def test_cancelled_while_a_chunk_is_noted(desk: Desk) -> None:
    """Who cancels and who notes a chunk take the same rows in the same order: one waits for the other, none fails."""
    await desk.pay(10)
    backtest_id = await started(desk)
    await desk.process().work_next()  # the range is cut into chunks
    async with desk.base.database.unscoped() as tx:
        claim = await store.claim(tx, uuid4(), runs.LEASE)
    assert claim is not None
    async with desk.base.database.transaction(desk.caller.environment_id) as tx:
        assert await store.take_off(tx, claim)
        cancelling = asyncio.create_task(desk.backtests.cancel(desk.caller, ANOMALY, backtest_id))
        while not await blocked(desk):
            assert not cancelling.done()
            await asyncio.sleep(0.05)
        await store.keep_tally(tx, claim, b"sealed", desk.base.clock.now())
    assert (await cancelling).state == "cancelled"


async def test_a_process_works_a_backtest_off(desk: Desk, environment: dict[str, str]) -> None:
    """The process as the worker starts it does the whole of it, and ends when its input does."""
    await desk.pay(9)
    backtest_id = await started(desk)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.backtester", str(uuid4()), env=environment, stdin=asyncio.subprocess.PIPE
    )
    while (await desk.backtests.get(desk.caller, ANOMALY, backtest_id)).report is None:
        assert process.returncode is None
        await asyncio.sleep(0.05)
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0
    assert (await report_of(desk, backtest_id)).decisions == 9


async def test_who_lost_the_lease_notes_nothing(desk: Desk) -> None:
    """A chunk that another took over meanwhile is noted once: by who holds it."""
    await desk.pay(5)
    backtest_id = await started(desk)
    await desk.process().work_next()
    async with desk.base.database.unscoped() as tx:
        late = await store.claim(tx, uuid4(), runs.LEASE)
        await tx.execute("UPDATE backtest_queue SET leased_until = now()")
    await desk.work_off()
    assert late is not None
    async with desk.base.database.transaction(desk.caller.environment_id) as tx:
        assert not await store.take_off(tx, late)
    found = await desk.backtests.get(desk.caller, ANOMALY, backtest_id)
    assert found.backtest.progress.done == 5


async def test_what_is_cancelled_stays_so(desk: Desk) -> None:
    """Cancelled before or while it runs it has no report, nothing is left to do, and it cannot be cancelled twice."""
    await desk.pay(20)
    backtest_id = await started(desk)
    await desk.process().work_next()
    await desk.process().work_next()
    cancelled = await desk.backtests.cancel(desk.caller, ANOMALY, backtest_id)
    assert (cancelled.state, cancelled.progress.done) == ("cancelled", 7)
    assert await desk.process().work_next() is False
    assert (await desk.backtests.get(desk.caller, ANOMALY, backtest_id)).report is None
    with pytest.raises(BacktestEnded):
        await desk.backtests.cancel(desk.caller, ANOMALY, backtest_id)


async def test_what_never_gets_on_fails(desk: Desk) -> None:
    """A chunk that fails each time is given up after some attempts, with a reason."""
    await desk.pay(3)
    backtest_id = await started(desk)
    await desk.process().work_next()
    async with desk.base.database.unscoped() as tx:
        await tx.execute("UPDATE backtest_queue SET attempts = $1", runs.ATTEMPTS_MAX)
    await desk.work_off()
    failed = (await desk.backtests.get(desk.caller, ANOMALY, backtest_id)).backtest
    assert failed.state == "failed"
    assert failed.failure is not None
    assert failed.failure.code == "backtest_interrupted"


async def test_old_backtests_are_forgotten(desk: Desk) -> None:
    """After its time a backtest is gone; one that has not ended stays."""
    await desk.pay(3)
    ended = await desk.tried(thresholds())
    waiting = await started(desk)
    async with desk.base.database.transaction(desk.caller.environment_id) as tx:
        await store.forget(tx, desk.caller.environment_id, runs.LEASE - runs.LEASE)
    with pytest.raises(BacktestNotFound):
        await desk.backtests.get(desk.caller, ANOMALY, ended.backtest.id)
    assert (await desk.backtests.get(desk.caller, ANOMALY, waiting)).backtest.state == "queued"


async def test_another_environment_does_not_see_it(desk: Desk) -> None:
    """Neither shown nor cancelled by who does not own it."""
    backtest_id = await started(desk)
    stranger = await desk.base.tenants.tenants.system_caller(desk.caller.tenant_id, "live")
    for refused in (desk.backtests.get, desk.backtests.cancel):
        with pytest.raises(PlatformError) as raised:
            await refused(stranger, ANOMALY, backtest_id)
        assert raised.value.code == "backtest_not_found"
