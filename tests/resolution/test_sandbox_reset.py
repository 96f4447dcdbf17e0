"""A reset takes a sandbox back to its seed, leaves what was configured and the log, and touches no other environment."""

import asyncio
import pathlib
from collections.abc import AsyncIterator

import asyncpg
import cbor2
import msgspec
import pytest

from core import intake, roles
from core.database import Database
from core.ids import parse, public
from core.postgres import EmbeddedPostgres
from inference.decisions import DecisionNotFound
from inference.entities import DecideCommand, Decision
from payments.facts import Transaction
from payments.transactions import TransactionFilter
from resolution.erasure.holdings import HOLDINGS
from resolution.sandboxes import store
from resolution.sandboxes.sandboxes import NotASandbox, ResetSandbox
from resolution.sandboxes.store import CLEARED, KEPT
from tenants.api_keys import CreateApiKey
from tenants.closings import EnvironmentNotFound
from tenants.permissions import Permission
from tenants.principals import Principal
from tests.product import Product, product

_TABLES = """
SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND c.column_name = 'environment_id' AND t.table_type = 'BASE TABLE'
"""


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    folder: pathlib.Path = tmp_path_factory.mktemp("reset")
    async with product(postgres, folder) as opened:
        yield opened


async def decided(running: Product, caller: Principal, own_id: str) -> Decision:  # type: ignore[type-arg]  # of any answer
    fact = {
        "id": own_id,
        "customer_id": "ann",
        "amount_minor": 25_075,
        "currency": "INR",
        "occurred_at": "2026-11-20T10:00:00Z",
    }
    payment = msgspec.convert(fact, Transaction)
    command = DecideCommand(use_case="transaction-anomaly", transaction=payment)
    return await running.services.decisions.decide(caller, command)


async def rows_of(database: asyncpg.Connection, tables: tuple[str, ...], caller: Principal) -> dict[str, int]:
    found = {}
    async with database.transaction():
        await database.execute("SELECT set_config('countermark.scope', $1, true)", str(caller.environment_id))
        for name in tables:
            found[name] = await database.fetchval(
                f"SELECT count(*) FROM {name} WHERE environment_id = $1",
                caller.environment_id,  # names of ours
            )
    return found


async def test_every_table_is_cleared_or_kept(database: Database) -> None:
    """No table of an environment is forgotten, none is on both lists, and what rests about people goes."""
    async with database.unscoped() as tx:
        there = {row["table_name"] for row in await tx.fetch(_TABLES)}
    assert there == set(CLEARED) | KEPT
    assert not set(CLEARED) & KEPT
    assert {name for each in HOLDINGS for name in each.columns} <= set(CLEARED)
    assert len(CLEARED) == len(set(CLEARED))


async def test_a_reset_goes_back_to_the_seed(running: Product, postgres: EmbeddedPostgres) -> None:
    """Decisions and payments are gone, keys stay, receipts of before still stand in the log; the same ids are taken anew, in live nothing moved."""
    services, asha = running.services, running.asha
    live = await services.tenants.system_caller(asha.tenant.id, "live")
    first = await decided(running, asha.system, "pay-1")
    kept = await decided(running, live, "pay-1")
    named = public("env", asha.system.environment_id)
    owner = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        before = await rows_of(owner, CLEARED, live)
        done = await services.sandboxes.reset(asha.system, ResetSandbox(environment_id=named))
        assert done.cleared > 0
        with pytest.raises(DecisionNotFound):
            await services.decisions.get(asha.system, parse("dec", first.id))
        page = await services.payments.list(
            asha.system, TransactionFilter(own_id="pay-1"), after=None, limit=10
        )
        assert page.data == []
        assert done.seeded is not None
        seeds = await rows_of(
            owner, ("payment_transaction", "gateway_attempt", "payout", "decision"), asha.system
        )
        told = done.seeded
        assert tuple(seeds.values()) == (told.transactions, told.gateway_attempts, told.payouts, 0)
        assert await rows_of(owner, CLEARED, live) == before
    finally:
        await owner.close()
    assert (await services.decisions.get(live, parse("dec", kept.id))).outcome == kept.outcome
    again = await decided(
        running, asha.system, "pay-1"
    )  # its customer's key was open in this process, and is another now
    replay = await services.replays.replay(asha.system, parse("dec", again.id))
    assert (again.id != first.id, replay.verdict) == (True, "identical")
    answer = await running.rest.get("/api/v1/principal", headers=asha.headers)
    assert answer.status_code == 200


async def test_two_resets_at_once_come_one_after_the_other(running: Product) -> None:
    """Each clears and sends its own seed, whole; what is left is the seed of one."""
    caller = running.other.system
    wanted = ResetSandbox(environment_id=public("env", caller.environment_id))
    resets = [running.services.sandboxes.reset(caller, wanted) for _ in range(3)]
    *_, last = [done.seeded for done in await asyncio.gather(*resets)]
    assert last is not None
    async with running.base.database.transaction(caller.environment_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM payout") == last.payouts
        assert await tx.fetchval("SELECT count(*) FROM payment_transaction") == last.transactions


async def test_the_log_stays_and_says_so(running: Product) -> None:
    """Entries of before are there as they were signed, and the reset is one of them."""
    caller = running.other.system
    made = await decided(running, caller, "pay-2")
    named = public("env", caller.environment_id)
    await running.services.sandboxes.reset(caller, ResetSandbox(environment_id=named, seed=False))
    async with running.base.database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch(
            "SELECT entry FROM ledger_intake WHERE environment_id = $1 ORDER BY seq", caller.environment_id
        )
    assert made.receipt.leaf_hash in {intake.leaf_hash(row["entry"]) for row in rows}
    assert cbor2.loads(rows[-1]["entry"])["typ"] == "sandbox.reset.v1"


async def test_live_is_never_cleared(running: Product) -> None:
    """The use case refuses, and so does the database, whoever asks it; and no other environment than one's own can be named."""
    services, asha = running.services, running.asha
    live = await services.tenants.system_caller(asha.tenant.id, "live")
    with pytest.raises(NotASandbox):
        await services.sandboxes.reset(live, ResetSandbox(environment_id=public("env", live.environment_id)))
    with pytest.raises(asyncpg.RaiseError, match="only a sandbox"):
        async with running.base.database.transaction((live.tenant_id, live.environment_id)) as tx:
            await store.clear(tx, live.environment_id)
    with pytest.raises(EnvironmentNotFound):
        await services.sandboxes.reset(
            asha.system, ResetSandbox(environment_id=public("env", live.environment_id))
        )
    with pytest.raises(asyncpg.RaiseError, match="never cleared"):
        async with running.base.database.transaction((asha.tenant.id, asha.tenant.sandbox_id)) as tx:
            await tx.fetchval(
                "SELECT countermark_clear_sandbox($1, $2)", asha.tenant.sandbox_id, ["ledger_entry"]
            )
    assert (
        await services.api_keys.create(live, CreateApiKey(name="still", scopes=[Permission.DECISIONS_READ]))
    ).text
