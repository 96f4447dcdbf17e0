"""The request log: every call once, newest first, in its environment alone, whatever is away meanwhile."""

import datetime as dt
from uuid import UUID, uuid4

import pytest

from core.clock import ManualClock
from core.database import Database
from core.errors import DatabaseUnavailable
from core.ids import parse
from tenants import request_log
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tenants.request_log import BODIES_PER_S, ListRequests, LoggedRequest, RequestLog, RequestNotFound, Seen

ALL = ListRequests()


def a_principal(permission: Permission) -> Principal:
    """A key of an environment of its own."""
    return Principal(
        kind=PrincipalKind.API_KEY,
        id="key_of_somebody",
        tenant_id=uuid4(),
        environment_id=uuid4(),
        mode="sandbox",
        permissions=frozenset({permission}),
    )


def seen(name: str, code: str | None = None, body: bytes = b'{"currency":"INR","payer":"Asha"}') -> Seen:
    status = 200 if code is None else 400
    return Seen(
        request_id=name,
        face="rest",
        operation="decideChurnScore",
        status=status,
        seconds=0.0125,
        code=code,
        sent=body,
    )


async def pages(
    log: RequestLog, who: Principal, wanted: ListRequests = ALL, limit: int = 7
) -> list[LoggedRequest]:
    """Read everything, page by page."""
    found, after = list[LoggedRequest](), None
    while True:
        page = await log.list_page(who, wanted, after, limit)
        found += page.data
        if page.next_after is None:
            return found
        after = parse("rql", page.next_after)


@pytest.fixture
def who() -> Principal:
    return a_principal(Permission.REQUESTS_READ)


async def test_calls_of_several_processes_come_newest_first(
    database: Database, clock: ManualClock, who: Principal
) -> None:
    """Blocks of two processes overlap in time; each call is listed once, in order, through any number of pages."""
    logs = [RequestLog(database, clock) for _ in range(2)]
    made = []
    for at in range(180):
        clock.advance(dt.timedelta(milliseconds=3))
        logs[at % 2].add(who, seen(f"req-{at}", "invalid_request" if at % 5 == 0 else None))
        made.append(f"req-{at}")
        if at % 4 == 3:
            await logs[at // 4 % 2].flush()
    for log in logs:
        await log.flush()
    found = await pages(logs[0], who)
    assert [each.request_id for each in found] == made[::-1]
    refused = await pages(logs[0], who, ListRequests(refused=True, code="invalid_request"))
    assert [each.request_id for each in refused] == [name for name in made[::-1] if int(name[4:]) % 5 == 0]
    assert (found[0].duration_ms, found[0].status, found[0].caller) == (12.5, 200, who.id)
    assert await logs[1].get(who, parse("rql", found[30].id)) == found[30]


async def test_bodies_are_masked_and_few(database: Database, clock: ManualClock, who: Principal) -> None:
    """Of a second, the first bodies are kept, masked; every call is kept."""
    log = RequestLog(database, clock)
    for at in range(BODIES_PER_S + 5):
        log.add(who, seen(f"req-{at}"))
    log.add(who, seen("refused", "invalid_request", b"{"))
    await log.flush()
    found = await pages(log, who)
    kept = [each.request_body for each in found if each.request_body is not None]
    assert (len(found), len(kept)) == (BODIES_PER_S + 6, BODIES_PER_S)
    assert set(kept) == {'{"currency":"INR","payer":"text of 4"}'}
    clock.advance(dt.timedelta(seconds=1))
    log.add(who, seen("the next second"))
    await log.flush()
    assert (await pages(log, who))[0].request_body is not None


async def test_another_environment_sees_nothing(
    database: Database, clock: ManualClock, who: Principal
) -> None:
    """Another environment's call is not found, and a principal without the permission asks in vain."""
    log, other = RequestLog(database, clock), a_principal(Permission.REQUESTS_READ)
    log.add(who, seen("mine"))
    await log.flush()
    mine = (await pages(log, who))[0]
    assert await pages(log, other) == []
    with pytest.raises(RequestNotFound):
        await log.get(other, parse("rql", mine.id))
    with pytest.raises(RequestNotFound):
        await log.get(who, UUID(int=7))
    with pytest.raises(PermissionDenied):
        await log.list_page(a_principal(Permission.USAGE_READ), ALL)


async def test_old_calls_are_forgotten(
    database: Database, clock: ManualClock, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a week, and beyond the number that is kept, the oldest blocks go."""
    log = RequestLog(database, clock)
    for day in range(10):
        log.add(who, seen(f"day-{day}"))
        await log.flush()
        clock.advance(dt.timedelta(days=1))
    async with database.transaction(who.environment_id) as tx:
        await request_log.forget(tx, who.environment_id, clock.now())
    assert [each.request_id for each in await pages(log, who)] == [f"day-{day}" for day in range(9, 2, -1)]
    monkeypatch.setattr(request_log, "KEPT_MAX", 3)
    async with database.transaction(who.environment_id) as tx:
        await request_log.forget(tx, who.environment_id, clock.now())
    assert [each.request_id for each in await pages(log, who)] == ["day-9", "day-8", "day-7"]


async def test_a_search_that_finds_little_goes_on(
    database: Database, clock: ManualClock, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page looks at so many blocks and says that there is more; following it finds what lies deep."""
    monkeypatch.setattr(request_log, "_ROUNDS_MAX", 1)
    monkeypatch.setattr(request_log, "_BLOCKS_AT_ONCE", 2)
    log = RequestLog(database, clock)
    for at in range(9):
        clock.advance(dt.timedelta(seconds=1))
        log.add(who, seen("deep" if at == 0 else f"req-{at}"))
        await log.flush()
    first = await log.list_page(who, ListRequests(request_id="deep"))
    assert (first.data, first.has_more) == ([], True)
    assert [each.request_id for each in await pages(log, who, ListRequests(request_id="deep"))] == ["deep"]
    assert len(await pages(log, who)) == 9


class AwayDatabase:
    def transaction(self, scope: object) -> object:
        raise DatabaseUnavailable("The database cannot be reached.")


async def test_calls_wait_for_the_database(
    database: Database, clock: ManualClock, who: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be written is written the next time, once; beyond what may wait, calls are dropped and counted."""
    log = RequestLog(AwayDatabase(), clock)  # type: ignore[arg-type]
    log.add(who, seen("waits"))
    with pytest.raises(DatabaseUnavailable):
        await log.flush()
    monkeypatch.setattr(request_log, "_WAITING_MAX", 2)
    clock.advance(dt.timedelta(seconds=1))
    for name in ("comes later", "is too much"):
        log.add(who, seen(name))
    log._database = database
    await log.flush()
    await log.flush()
    assert [each.request_id for each in await pages(log, who)] == ["comes later", "waits"]
    assert log.dropped == 1
