"""What callers see of a database that goes away in the middle of a transaction."""

import asyncio
import os
import uuid

import asyncpg
import pytest

from core.database import Database, DatabaseSettings
from core.errors import DatabaseUnavailable
from core.postgres import EmbeddedPostgres
from tests.turns import turns


async def _cut(postgres: EmbeddedPostgres, backend: object) -> None:
    """End a session from outside, and let the driver notice: its socket is closed once the process is gone."""
    assert isinstance(backend, int)
    superuser = await asyncpg.connect(postgres.url("postgres"))
    try:
        assert await superuser.fetchval("SELECT pg_terminate_backend($1)", backend)
    finally:
        await superuser.close()
    async with asyncio.timeout(60):
        while _runs(backend):  # noqa: ASYNC110  it is told by the system
            await asyncio.sleep(0.01)
    await turns()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another user's
        return True
    return True


@pytest.mark.parametrize("statement", [True, False], ids=["at a statement", "at the commit"])
async def test_a_connection_that_broke_is_an_unavailable_database(
    database: Database, postgres: EmbeddedPostgres, statement: bool
) -> None:
    """However the driver words it, a session lost inside a transaction is DatabaseUnavailable with a time to retry."""

    async def work() -> None:
        async with database.transaction(uuid.uuid4()) as tx:
            await _cut(postgres, await tx.fetchval("SELECT pg_backend_pid()"))
            if statement:
                await tx.fetchval("SELECT 1")

    with pytest.raises(DatabaseUnavailable) as refused:
        await work()
    assert refused.value.retry_after_s == 1
    await database.ping()


async def test_a_listener_that_lost_its_connection_hears_so(
    database: Database, postgres: EmbeddedPostgres
) -> None:
    """A background loop sees an outage as an outage, and is started again without a word about a bug."""

    async def work() -> None:
        async with database.listening() as connection:
            await _cut(postgres, await connection.fetchval("SELECT pg_backend_pid()"))
            await connection.fetchval("SELECT 1")

    with pytest.raises(DatabaseUnavailable):
        await work()


async def test_an_error_of_the_caller_is_not_hidden_by_a_broken_connection(
    database: Database, postgres: EmbeddedPostgres
) -> None:
    """What a use case raised reaches its caller, though the rollback finds nobody."""

    async def work() -> None:
        async with database.transaction(uuid.uuid4()) as tx:
            await _cut(postgres, await tx.fetchval("SELECT pg_backend_pid()"))
            raise LookupError

    with pytest.raises(LookupError):
        await work()
    await database.ping()


async def test_a_wrong_use_of_the_driver_is_no_outage(database: Database) -> None:
    """A fault of ours stays visible as what it is."""
    with pytest.raises(asyncpg.InterfaceError):
        async with database.transaction(uuid.uuid4()) as tx:
            await tx.fetchval("SELECT $1::int")
    await database.ping()


async def test_nobody_there_is_said_at_once(postgres: EmbeddedPostgres) -> None:
    """Opening a pool where no server listens is refused, not awaited."""
    url = postgres.url().replace("host=", "host=%2Fnowhere")
    with pytest.raises(DatabaseUnavailable):
        async with asyncio.timeout(30):  # a wait for it would be a minute
            await Database.open(DatabaseSettings(url=url))


async def test_connections_stay_in_hand(database: Database) -> None:
    """Transactions one after another use one connection, two at once the same two; more take others; a failed one's is not kept."""

    async def backend() -> object:
        async with database.transaction(()) as tx:
            pid = await tx.fetchval("SELECT pg_backend_pid()")
            await asyncio.sleep(0)
            return pid

    first = await backend()
    assert [await backend() for _ in range(5)] == [first] * 5
    pairs = [frozenset(await asyncio.gather(backend(), backend())) for _ in range(5)]
    assert [len(pair) for pair in pairs] == [2] * 5
    assert len(set(pairs)) == 1
    assert len(set(await asyncio.gather(*[backend() for _ in range(3)]))) == 3
    with pytest.raises(ZeroDivisionError):
        async with database.transaction(()):
            raise ZeroDivisionError
    assert database.pool_connections()["used"] == 0


async def test_who_waits_for_a_connection_gets_the_next(postgres: EmbeddedPostgres) -> None:
    """A connection is kept in hand for nobody while somebody waits: with two for three, the third comes third, not too late."""
    database = await Database.open(
        DatabaseSettings(url=postgres.url(), pool_size_max=2, acquire_timeout_ms=20_000)
    )
    entered, leave = [asyncio.Event() for _ in range(3)], asyncio.Event()

    async def hold(place: int) -> None:
        async with database.transaction(()):
            entered[place].set()
            await leave.wait()

    try:
        tasks = [asyncio.create_task(hold(place)) for place in range(2)]
        await asyncio.gather(*(each.wait() for each in entered[:2]))
        tasks.append(asyncio.create_task(hold(2)))
        await asyncio.sleep(0)
        leave.set()
        async with asyncio.timeout(15):
            await asyncio.gather(*tasks)
        assert entered[2].is_set()
    finally:
        await database.close()


async def test_a_connection_in_hand_that_broke_is_replaced(
    database: Database, postgres: EmbeddedPostgres
) -> None:
    """A connection that the server cut while it lay idle costs nobody a request."""
    async with database.transaction(()) as tx:
        pid = await tx.fetchval("SELECT pg_backend_pid()")
    await _cut(postgres, pid)
    async with database.transaction(()) as tx:
        assert await tx.fetchval("SELECT pg_backend_pid()") != pid
