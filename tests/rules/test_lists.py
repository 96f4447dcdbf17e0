"""Lists on a real PostgreSQL: bounded, kept as digests, each change in the ledger once, seen in memory within a second."""

import datetime as dt
from uuid import UUID, uuid4

import msgspec
import pytest

from core.canonical import decode
from core.clock import ManualClock, to_micros
from core.database import Database
from core.errors import PlatformError
from core.ids import uuid7
from rules import list_entities, lists
from rules.list_entities import (
    ExpiryPast,
    ListEntryNotFound,
    ListFull,
    ListNotFound,
    ListRead,
    ListTaken,
    NewEntry,
    NewList,
    digest_of,
)
from rules.listed import ListsInMemory
from rules.lists import Lists, hold_lists, names_read
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tests.fakes.watch import StopWatch
from tests.payments.conftest import caller, cpu, tenancy

__all__ = ["caller", "cpu", "tenancy"]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def service(database: Database, tenancy: TenantServices, clock: ManualClock) -> Lists:
    return Lists(database, tenancy.vaults, clock)


def named(name: str = "stolen_devices", kind: list_entities.Kind = "device") -> NewList:
    return NewList(name=name, kind=kind, description="Devices that were reported.")


def entries(*values: str, end: dt.datetime | None = None) -> list[NewEntry]:
    return [NewEntry(value=value, expires_at=end) for value in values]


async def logged(database: Database, environment_id: UUID) -> list[str]:
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY eid")
    found = [decode(row["entry"]) for row in rows]
    typs = [str(each["typ"]) for each in found if isinstance(each, dict)]
    return sorted(typ for typ in typs if typ.startswith("list."))


async def test_values_are_put_on_and_taken_off(
    service: Lists, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Each change is counted and logged once; what is so already changes nothing and is not logged."""
    made = await service.create(caller, named())
    assert made.fact == "lists.stolen_devices.device_id"
    first = await service.add(caller, made.id, entries("d-1", "d-2", "d-2"), "reported")
    assert (first.added, first.entry_count) == (2, 2)
    again = await service.add(caller, made.id, entries("d-1"), "reported")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
    longer = await service.add(caller, made.id, entries("d-1", end=clock.now() + HOUR), "for an hour")
    assert (longer.added, longer.updated, longer.entry_count) == (0, 1, 2)
    gone = await service.remove(caller, made.id, ["d-2", "d-9"])
    assert (gone.removed, gone.unchanged, gone.entry_count) == (1, 1, 1)
    assert (await service.remove(caller, made.id, ["d-9"])).removed == 0
    assert (await service.get(caller, made.id)).entry_count == 1
    assert await logged(database, caller.environment_id) == [
        "list.add.v1", "list.add.v1", "list.create.v1", "list.remove.v1",
    ]  # fmt: skip


async def test_no_value_rests_in_clear(service: Lists, caller: Principal, database: Database) -> None:
    """What is stored of an entry, and what the ledger says of it, does not hold the value."""
    made = await service.create(caller, named("watched", "customer"))
    await service.add(caller, made.id, entries("customer-4711"), "seen twice")
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT to_jsonb(rule_list_entry)::text AS kept FROM rule_list_entry")
        told = await tx.fetch("SELECT entry FROM ledger_intake")
    assert len(rows) == 1
    assert all("4711" not in row["kept"] for row in rows)
    assert all(b"4711" not in row["entry"] for row in told)
    found = await service.find(caller, made.id, "customer-4711")
    assert found.reason == "seen twice"


async def test_an_expired_entry_is_gone(service: Lists, caller: Principal, clock: ManualClock) -> None:
    """From its end on it is neither listed nor found; who adds later makes room of it."""
    made = await service.create(caller, named())
    await service.add(caller, made.id, entries("d-1", end=clock.now() + HOUR), "an hour")
    assert (await service.find(caller, made.id, "d-1")).expires_at == clock.now() + HOUR
    clock.advance(HOUR)
    with pytest.raises(ListEntryNotFound):
        await service.find(caller, made.id, "d-1")
    assert (await service.entries(caller, made.id, None, 10)).data == []
    clock.advance(lists.EXPIRED_KEPT + HOUR)
    assert (await service.add(caller, made.id, entries("d-2"), "next")).entry_count == 1
    with pytest.raises(ExpiryPast) as refused:
        await service.add(caller, made.id, [*entries("d-3"), *entries("d-4", end=clock.now())], "late")
    assert [field.field for field in refused.value.fields] == ["entries[1].expires_at"]


async def test_pages_and_bounds(service: Lists, caller: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newest first, page by page; a list has room for so many, and an environment for so many of all."""
    made = await service.create(caller, named())
    await service.add(caller, made.id, entries("a", "b", "c"), "three")
    first = await service.entries(caller, made.id, None, 2)
    assert (len(first.data), first.has_more) == (2, True)
    rest = await service.entries(caller, made.id, first.data[-1].id, 2)
    assert (len(rest.data), rest.has_more) == (1, False)
    monkeypatch.setattr(lists, "LIST_ENTRIES_MAX", 4)
    with pytest.raises(ListFull):
        await service.add(caller, made.id, entries("d", "e"), "too many")
    assert (await service.get(caller, made.id)).entry_count == 3
    monkeypatch.setattr(lists, "LISTS_MAX", 1)
    with pytest.raises(ListFull):
        await service.create(caller, named("another"))


async def test_who_may_and_whose_it_is(service: Lists, caller: Principal) -> None:
    """Changing needs its own permission; another environment has no such list; a name is taken once."""
    made = await service.create(caller, named())
    with pytest.raises(ListTaken):
        await service.create(caller, named())
    reader = msgspec.structs.replace(
        caller, permissions=frozenset({Permission.RULES_READ, Permission.RULES_WRITE})
    )
    with pytest.raises(PermissionDenied):
        await service.add(reader, made.id, entries("d-1"), "no")
    stranger = msgspec.structs.replace(caller, environment_id=uuid4())
    with pytest.raises(ListNotFound):
        await service.get(stranger, made.id)
    assert (await service.list(stranger, None, 10)).data == []


async def test_a_list_that_rules_read_stays(
    service: Lists, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Versions are kept, so what one reads is not dropped; a version cannot be kept on a list that was."""
    read_by, free = await service.create(caller, named()), await service.create(caller, named("free"))
    async with database.transaction(caller.environment_id) as tx:
        assert await names_read(tx, caller.environment_id) == [
            "lists.free.device_id",
            "lists.stolen_devices.device_id",
        ]
        await hold_lists(tx, caller.environment_id, [read_by.fact, "score"])
        await tx.execute(
            "INSERT INTO ruleset (environment_id, use_case, id, last_number) VALUES ($1, 'lead-score', $2, 1)",
            caller.environment_id, uuid7(clock),
        )  # fmt: skip
        await tx.execute(
            "INSERT INTO ruleset_version (environment_id, id, use_case, number, graph, fallback, digest, outcomes, facts, cost_us, "
            "author, reason, created_at) VALUES ($1, $2, 'lead-score', 1, '{}', 'review', $3, '{}', $4, 1, 'a', 'b', now())",
            caller.environment_id, uuid7(clock), b"d" * 32, [read_by.fact],
        )  # fmt: skip
    with pytest.raises(ListRead):
        await service.delete(caller, read_by.id)
    assert (await service.delete(caller, free.id)).name == "free"
    async with database.transaction(caller.environment_id) as tx:
        with pytest.raises(ListNotFound):
            await hold_lists(tx, caller.environment_id, ["lists.free.device_id"])


async def test_memory_follows_within_a_second(
    service: Lists, caller: Principal, database: Database, tenancy: TenantServices, clock: ManualClock
) -> None:
    """What is held is what is stored, by digest and end; a change is seen at the next look, another list is not read again."""
    watch = StopWatch()
    memory = ListsInMemory(database, monotonic_s=watch)
    environment_id, names = caller.environment_id, ("stolen_devices", "unknown")
    made = await service.create(caller, named())
    end = clock.now() + HOUR
    await service.add(caller, made.id, [*entries("d-1"), *entries("d-2", end=end)], "two")
    assert memory.find(environment_id, names) is None
    held = (await memory.get(environment_id, names))["stolen_devices"]
    vault = await tenancy.vaults.of(environment_id)
    one, two, three = (digest_of(vault, "device", each) for each in ("d-1", "d-2", "d-3"))
    assert (held.holds(one, to_micros(end)), held.holds(two, to_micros(end)), len(held)) == (True, False, 2)
    assert held.holds(two, to_micros(end) - 1)
    watch.advance(2)
    assert (await memory.get(environment_id, names))["stolen_devices"] is held
    await service.add(caller, made.id, entries("d-3"), "one more")
    watch.advance(2)
    later = (await memory.get(environment_id, names))["stolen_devices"]
    assert later.holds(three, to_micros(clock.now()))
    assert not held.holds(three, to_micros(clock.now()))


async def test_a_thousand_at_once(service: Lists, caller: Principal) -> None:
    """All of them, in one change."""
    made = await service.create(caller, named("many", "payee"))
    change = await service.add(caller, made.id, entries(*(f"p-{n}" for n in range(1_000))), "a file")
    assert (change.added, change.entry_count) == (1_000, 1_000)


def test_errors_are_the_domains_own() -> None:
    """Each error of lists says what to do."""
    found = [
        each
        for each in vars(list_entities).values()
        if isinstance(each, type) and issubclass(each, PlatformError)
    ]
    assert all(each.fix for each in found if each is not PlatformError)
