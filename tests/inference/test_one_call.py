"""Decisions that need nothing from the database are written in one call, which refuses what has changed since."""

import asyncio
import pathlib
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import msgspec
import pytest

from core import roles
from core.idempotency import IdempotencyKeyReused
from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference.decision_store import DecisionRow
from inference.decisions import DecisionErased
from inference.entities import DecideCommand
from payments.facts import Transaction
from tests.product import Product, product


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


@pytest.fixture
async def owner(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the tables, in a session that sees the rows of one environment at a time."""
    connection = await asyncpg.connect(postgres.url(roles.OWNER))
    yield connection
    await connection.close()


def question(customer: str) -> DecideCommand:
    """A customer whose history is sent along: nothing has to be read for it."""
    bought = Transaction(
        id="p-1",
        customer_id=customer,
        amount_minor=5_000,
        currency="INR",
        occurred_at=datetime.now(UTC) - timedelta(days=2),
    )
    return DecideCommand(use_case="credit-score", customer_id=customer, transactions=(bought,))


async def test_an_erased_customer_gets_a_key_of_their_own_again(
    running: Product, owner: asyncpg.Connection
) -> None:
    """A key that was deleted while it was open here is never written under again; what it sealed stays closed."""
    services, caller = running.services, running.asha.system
    first = await services.decisions.decide(caller, question("asha"))
    second = await services.decisions.decide(caller, question("asha"))
    await owner.execute("SELECT set_config('countermark.scope', $1, false)", str(caller.environment_id))
    await owner.execute("DELETE FROM subject WHERE environment_id = $1", caller.environment_id)
    third = await services.decisions.decide(caller, question("asha"))
    assert (await services.decisions.get(caller, parse("dec", third.id))).outcome == third.outcome
    await owner.execute("DELETE FROM subject WHERE environment_id = $1", caller.environment_id)
    for erased in (first, second, third):
        with pytest.raises(DecisionErased):
            await services.decisions.get(caller, parse("dec", erased.id))


async def test_keys_are_claimed_in_the_same_call(running: Product) -> None:
    """Of two processes with one key the second gets the first's decision; another body is refused; nothing else is lost."""
    services, caller = running.services, running.asha.system
    await services.decisions.decide(caller, question("ravi"))

    def keyed(fingerprint: bytes) -> DecideCommand:
        return msgspec.structs.replace(question("ravi"), key_hash=b"k" * 32, fingerprint=fingerprint)

    first = await services.decisions.decide(caller, keyed(b"f" * 32))
    again, beside = await asyncio.gather(
        services.decisions.decide(caller, keyed(b"f" * 32)),
        services.decisions.decide(caller, question("ravi")),
    )
    assert again.id == first.id
    assert beside.id != first.id
    with pytest.raises(IdempotencyKeyReused):
        await services.decisions.decide(caller, keyed(b"g" * 32))


async def test_one_that_waits_holds_nobody_else_up(running: Product, owner: asyncpg.Connection) -> None:
    """A tick that waits for a key which another process is claiming leaves the next tick its way."""
    services, caller = running.services, running.asha.system
    for customer in ("ravi", "asha"):
        await services.decisions.decide(caller, question(customer))
    await owner.execute("SELECT set_config('countermark.scope', $1, false)", str(caller.environment_id))
    async with owner.transaction():
        await owner.execute(
            "INSERT INTO decision_key (environment_id, key_hash, fingerprint, decision_id, created_at) "
            "VALUES ($1, $2, $2, $3, now())",
            caller.environment_id, b"k" * 32, uuid.uuid4(),
        )  # fmt: skip
        keyed = msgspec.structs.replace(question("ravi"), key_hash=b"k" * 32, fingerprint=b"k" * 32)
        waits = asyncio.create_task(services.decisions.decide(caller, keyed))
        blocked = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
        while not await owner.fetchval(blocked):  # noqa: ASYNC110  it is another session that waits
            await asyncio.sleep(0.01)
        assert (await services.decisions.decide(caller, question("asha"))).outcome
        assert not waits.done()
        await owner.execute("DELETE FROM decision_key WHERE key_hash = $1", b"k" * 32)
    assert (await waits).outcome


async def test_rows_are_the_tables_columns(running: Product, owner: asyncpg.Connection) -> None:
    """Rows travel as the table's own type, so their fields are its columns, in their order."""
    columns = await owner.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'decision'::regclass AND attnum > 0 ORDER BY attnum"
    )
    assert [column[0] for column in columns] == list(DecisionRow.__struct_fields__)


async def test_the_caller_gets_the_bytes_that_are_committed_to(running: Product) -> None:
    """An answer is written once: what is sent, what is stored and what the ledger commits to are the same bytes."""
    services, caller = running.services, running.asha.system
    asked = msgspec.structs.replace(question("asha"), include_features=True)
    sent = await services.decisions.decide_written(caller, asked)
    answered = msgspec.json.decode(sent)
    assert answered["explanation"]["features"]
    disclosed = await services.decisions.disclose(caller, parse("dec", answered["id"]))
    answer = sent[: sent.index(b',"entry_id":')] + b"}"
    assert b'"answer":' + answer + b',"runtime":' in disclosed.payload
    stored = await services.decisions.get(caller, parse("dec", answered["id"]))
    fetched = msgspec.json.decode(msgspec.json.encode(stored))
    assert fetched | {"explanation": answered["explanation"]} == answered
    assert list(fetched) == list(answered)
