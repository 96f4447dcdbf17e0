import asyncio
import datetime as dt
import hashlib
from uuid import UUID, uuid4

import cbor2
import msgspec
import pytest

from core.database import Database
from core.ids import parse
from payments import keys
from payments.checks import PaymentRefused
from payments.entities import CustomerNotFound, LoginConflict, TransactionConflict, TransactionNotFound
from payments.facts import Transaction
from payments.logins import Logins
from payments.transactions import Payments, TransactionFilter
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tests.payments.samples import NOON, a_login, a_payment

ANY = TransactionFilter()


class Kept(msgspec.Struct):
    """What these tests read of an entry."""

    typ: str
    eid: bytes
    pc: list[bytes]


async def entries_of(database: Database, caller: Principal) -> list[Kept]:
    """The ledger entries of payments, oldest first: the tenant's own creation is not of interest here."""
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT entry FROM ledger_intake WHERE environment_id = $1 ORDER BY seq", caller.environment_id
        )
    decoded = [msgspec.convert(cbor2.loads(row["entry"]), Kept) for row in rows]
    return [entry for entry in decoded if entry.typ.startswith(("transaction.", "login."))]


async def rows_in(database: Database, caller: Principal, table: str) -> int:
    async with database.transaction(caller.environment_id) as tx:
        return len(await tx.fetch(f"SELECT 1 FROM {table}"))


async def test_a_payment_comes_back_as_it_was_sent(payments: Payments, caller: Principal) -> None:
    """Every field survives the sealing; time comes back as the same moment."""
    east = dt.timezone(dt.timedelta(hours=5, minutes=30))
    sent = a_payment(
        occurred_at=NOON.astimezone(east),
        description="TEA",
        device_id="phone",
        latitude=19.07,
        longitude=72.8,
    )
    stored = await payments.ingest(caller, sent)
    assert stored.transaction == sent
    assert await payments.get(caller, stored.id) == stored


async def test_one_entry_commits_to_one_payment(
    payments: Payments, caller: Principal, database: Database, tenancy: TenantServices
) -> None:
    """The entry has the payment's id, and its commitment opens with the customer's key and the payload alone."""
    stored = await payments.ingest(caller, a_payment())
    (entry,) = await entries_of(database, caller)
    assert entry.typ == "transaction.v1"
    assert UUID(bytes=entry.eid) == stored.id
    vault = await tenancy.vaults.of(caller.environment_id)
    customer = vault.handle("customer-1")
    async with database.transaction(caller.environment_id) as tx:
        key = (await keys.find(tx, vault, [customer]))[customer]
    assert entry.pc == [key.commit(stored.id, msgspec.msgpack.encode(stored.transaction))]


async def test_the_same_again_is_answered_and_not_counted(
    payments: Payments, caller: Principal, database: Database
) -> None:
    """A retry by own id gives the first answer, one row and one entry, whatever offset its time is written in."""
    sent = a_payment()
    first = await payments.ingest(caller, sent)
    east = NOON.astimezone(dt.timezone(dt.timedelta(hours=9)))
    again = await payments.ingest(caller, msgspec.structs.replace(sent, occurred_at=east))
    assert again == first
    assert await rows_in(database, caller, "payment_transaction") == 1
    assert len(await entries_of(database, caller)) == 1


async def test_a_taken_id_is_a_conflict_and_writes_nothing(
    payments: Payments, caller: Principal, database: Database
) -> None:
    """Other content under a recorded id is refused; not even the key of its customer is made."""
    await payments.ingest(caller, a_payment(id="taken"))
    with pytest.raises(TransactionConflict):
        await payments.ingest(caller, a_payment(id="taken", customer_id="somebody-new"))
    assert await rows_in(database, caller, "payment_transaction") == 1
    assert await rows_in(database, caller, "subject") == 1


async def test_a_bulk_answers_each_item_in_order(
    payments: Payments, caller: Principal, database: Database
) -> None:
    """New, repeated, conflicting and duplicate items are told apart, in one commit with one entry."""
    await payments.ingest(caller, a_payment(id="before"))
    twin = a_payment(id=None, description="TEA")
    items = [a_payment(id="new"), a_payment(id="before"), a_payment(id="new", amount_minor=1), twin, twin]
    results = await payments.ingest_many(caller, items)
    assert [one.standing for one in results] == ["recorded", "existing", "conflict", "recorded", "recorded"]
    assert [one.own_id for one in results] == ["new", "before", "new", None, None]
    assert results[4].duplicate_of == results[3].id
    assert await rows_in(database, caller, "payment_transaction") == 4
    assert len(await entries_of(database, caller)) == 2


async def test_the_entry_of_a_bulk_commits_to_each_payment(
    payments: Payments, caller: Principal, database: Database, tenancy: TenantServices
) -> None:
    """Its commitment is the hash of the kept ones, each of which one customer's key opens."""
    items = [a_payment(customer_id=f"customer-{number % 3}") for number in range(7)]
    results = await payments.ingest_many(caller, items)
    (entry,) = await entries_of(database, caller)
    async with database.transaction(caller.environment_id) as tx:
        (batch,) = await tx.fetch("SELECT * FROM payment_batch")
        vault = await tenancy.vaults.of(caller.environment_id)
        open_keys = await keys.find(tx, vault, [vault.handle(one.customer_id) for one in items])
    assert entry.pc == [hashlib.sha256(batch["commitments"]).digest()]
    assert batch["ids"] == [one.id for one in results]
    eid = UUID(bytes=entry.eid)
    expected = [
        open_keys[vault.handle(one.customer_id)].commit(eid, msgspec.msgpack.encode(one)) for one in items
    ]
    assert batch["commitments"] == b"".join(expected)


async def test_a_bulk_of_the_largest_size_fits(payments: Payments, caller: Principal) -> None:
    """1,000 payments are recorded in one call, 1,001 refused."""
    items = [a_payment(customer_id=f"customer-{number % 50}") for number in range(1_000)]
    assert all(one.standing == "recorded" for one in await payments.ingest_many(caller, items))
    state = await payments.customer_state(caller, "customer-7")
    assert state.lifetime.count == 20
    with pytest.raises(Exception, match="1 to 1,000"):
        await payments.ingest_many(caller, [*items, a_payment()])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "ABC"}, "currency"),
        ({"country": "ZZ"}, "country"),
        ({"occurred_at": dt.datetime(1999, 12, 31, tzinfo=dt.UTC)}, "occurred_at"),
        ({"occurred_at": dt.datetime(2026, 11, 22, 12, 0, 1, tzinfo=dt.UTC)}, "occurred_at"),
        ({"occurred_at": dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14)))}, "occurred_at"),
        (
            {"occurred_at": dt.datetime.max.replace(tzinfo=dt.timezone(-dt.timedelta(hours=14)))},
            "occurred_at",
        ),
        ({"latitude": 1.0}, "longitude"),
    ],
)
async def test_absurd_payments_are_refused_whole(
    payments: Payments, caller: Principal, database: Database, change: dict[str, object], field: str
) -> None:
    """A bad item is named with its place and reason, and nothing of its bulk is written."""
    with pytest.raises(PaymentRefused) as refused:
        await payments.ingest_many(caller, [a_payment(), a_payment(**change)])
    (problem,) = refused.value.fields
    assert problem.field == f"items[1].{field}"
    assert problem.reason
    assert problem.fix
    with pytest.raises(PaymentRefused) as refused:
        await payments.ingest(caller, a_payment(**change))
    assert refused.value.fields[0].field == field
    assert await rows_in(database, caller, "payment_transaction") == 0
    assert await rows_in(database, caller, "subject") == 0


async def test_pages_are_newest_first_and_complete(payments: Payments, caller: Principal) -> None:
    """Going through the pages shows each payment once, in order of time, also where times are equal."""
    items = [a_payment(occurred_at=NOON - dt.timedelta(minutes=number // 3)) for number in range(25)]
    await payments.ingest_many(caller, items)
    seen: list[Transaction | None] = []
    after = None
    while True:
        page = await payments.list(caller, ANY, after=after, limit=7)
        seen += [one.transaction for one in page.data]
        if not page.has_more:
            break
        after = parse("txn", page.next_after or "")
    assert len(seen) == len({one.id for one in seen if one}) == 25
    times = [one.occurred_at for one in seen if one]
    assert times == sorted(times, reverse=True)


async def test_lists_are_filtered(payments: Payments, caller: Principal) -> None:
    """By customer, by own id, by time from (included) to (not included), and by all at once."""
    hour = dt.timedelta(hours=1)
    await payments.ingest_many(
        caller,
        [
            a_payment(id="a", occurred_at=NOON),
            a_payment(id="b", occurred_at=NOON - hour),
            a_payment(id="c", occurred_at=NOON - hour, customer_id="customer-2"),
        ],
    )

    async def found(wanted: TransactionFilter) -> list[str | None]:
        page = await payments.list(caller, wanted, after=None, limit=10)
        return [one.transaction.id for one in page.data if one.transaction]

    assert sorted(filter(None, await found(ANY))) == ["a", "b", "c"]
    assert await found(TransactionFilter(customer_id="customer-2")) == ["c"]
    assert await found(TransactionFilter(own_id="b")) == ["b"]
    assert await found(TransactionFilter(own_id="b", customer_id="customer-2")) == []
    assert await found(TransactionFilter(occurred_from=NOON)) == ["a"]
    assert await found(TransactionFilter(customer_id="customer-1", occurred_to=NOON)) == ["b"]
    assert await found(TransactionFilter(customer_id="nobody")) == []


async def test_another_tenant_finds_nothing(
    payments: Payments, logins: Logins, caller: Principal, stranger: Principal
) -> None:
    """Ids, own ids and customers of one tenant do not exist for another; its cursor is refused."""
    stored = await payments.ingest(caller, a_payment(id="mine"))
    with pytest.raises(TransactionNotFound):
        await payments.get(stranger, stored.id)
    with pytest.raises(CustomerNotFound):
        await payments.customer_state(stranger, "customer-1")
    assert (await payments.list(stranger, TransactionFilter(own_id="mine"), after=None, limit=9)).data == []
    assert (await payments.list(stranger, ANY, after=None, limit=9)).data == []
    with pytest.raises(Exception, match="cursor"):
        await payments.list(stranger, ANY, after=stored.id, limit=9)
    assert (await payments.ingest(stranger, a_payment(id="mine"))).id != stored.id
    assert (await logins.record(stranger, a_login(id="mine"))).standing == "recorded"


async def test_permissions_are_asked_for(payments: Payments, logins: Logins, caller: Principal) -> None:
    """Writing needs payments:write, reading payments:read, and neither stands for the other."""
    reader = msgspec.structs.replace(caller, permissions=frozenset({Permission.PAYMENTS_READ}))
    writer = msgspec.structs.replace(caller, permissions=frozenset({Permission.PAYMENTS_WRITE}))
    with pytest.raises(PermissionDenied):
        await payments.ingest(reader, a_payment())
    with pytest.raises(PermissionDenied):
        await payments.ingest_many(reader, [a_payment()])
    with pytest.raises(PermissionDenied):
        await logins.record(reader, a_login())
    with pytest.raises(PermissionDenied):
        await logins.record_many(reader, [a_login()])
    with pytest.raises(PermissionDenied):
        await payments.get(writer, uuid4())
    with pytest.raises(PermissionDenied):
        await payments.list(writer, ANY, after=None, limit=1)
    with pytest.raises(PermissionDenied):
        await payments.customer_state(writer, "customer-1")


async def test_nothing_personal_rests_in_clear(
    payments: Payments, logins: Logins, caller: Principal, database: Database
) -> None:
    """Ids of customers, devices, merchants, payees and descriptions are in no table in clear."""
    secret = "zebra-4111111111111111"
    await payments.ingest(
        caller,
        a_payment(
            id=f"id-{secret}",
            customer_id=secret,
            merchant_id=f"m-{secret}",
            device_id=f"d-{secret}",
            payee_id=f"p-{secret}",
            description=f"to {secret}",
            region=f"r-{secret}",
        ),
    )
    await logins.record(caller, a_login(customer_id=secret, device_id=f"d-{secret}", region=f"r-{secret}"))
    async with database.transaction(caller.environment_id) as tx:
        tables = await tx.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        readable = [
            row["tablename"] for row in tables if not row["tablename"].startswith(("pgqueuer", "alembic"))
        ]
        for table in readable:
            if not await tx.fetchval("SELECT has_table_privilege($1, 'SELECT')", table):
                continue
            for row in await tx.fetch(f"SELECT * FROM {table}"):
                for value in row.values():
                    held = value if isinstance(value, bytes) else str(value).encode()
                    assert b"zebra" not in held, f"{table} holds a customer's data in clear"


async def test_rivals_of_one_own_id_get_one_payment(
    payments: Payments, caller: Principal, database: Database
) -> None:
    """Ten callers sending the same payment at once: one row, one entry, the same answer for all."""
    sent = a_payment()
    answers = await asyncio.gather(*(payments.ingest(caller, sent) for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert await rows_in(database, caller, "payment_transaction") == 1
    assert len(await entries_of(database, caller)) == 1
    assert (await payments.customer_state(caller, "customer-1")).lifetime.count == 1


async def test_sign_ins_are_recorded_once(logins: Logins, caller: Principal, database: Database) -> None:
    """Single and bulk: recorded, repeated and conflicting sign-ins are told apart, with one entry a call."""
    first = await logins.record(caller, a_login(id="one"))
    again = await logins.record(caller, a_login(id="one"))
    assert (first.standing, again.standing, again.id) == ("recorded", "existing", first.id)
    with pytest.raises(LoginConflict):
        await logins.record(caller, a_login(id="one", succeeded=False))
    bulk = await logins.record_many(caller, [a_login(id="one"), a_login(id="two"), a_login(id=None)])
    assert [one.standing for one in bulk] == ["existing", "recorded", "recorded"]
    with pytest.raises(PaymentRefused) as refused:
        await logins.record_many(caller, [a_login(), a_login(country="ZZ")])
    assert refused.value.fields[0].field == "items[1].country"
    assert [entry.typ for entry in await entries_of(database, caller)] == ["login.v1", "login.bulk.v1"]
