"""What an instance holds about a customer goes with the customer's key, and an open one ends then."""

from uuid import UUID

import pytest

from core.canonical import decode
from payments import keys
from resolution.workflows.erasures import Erasures
from tenants.envelope import SealBroken
from tests.resolution.workflows.conftest import World
from tests.resolution.workflows.documents import ask, call, document

ABOUT: dict[str, object] = {"reference": "r1", "customer_id": "C1"}


async def known(world: World, customer_id: str) -> UUID:
    """Let a customer be known to the environment. Returns: the handle."""
    vault = await world.tenancy.vaults.of(world.caller.environment_id)
    async with world.database.transaction(world.caller.environment_id) as tx:
        return (await keys.ensure(tx, vault, [customer_id], world.clock.now()))[customer_id][0]


async def erase(world: World, customer: UUID) -> None:
    """Delete the one row that an erasure is."""
    async with world.database.transaction(world.caller.environment_id) as tx:
        await tx.execute("DELETE FROM subject WHERE customer = $1", customer)


async def test_an_instance_that_is_due_ends_as_erased(world: World) -> None:
    """Its timer comes after the erasure: nothing more is called, and it is cancelled with that code, in the ledger too."""
    customer = await known(world, "C1")
    begun = await world.start(document(call("first"), {"pause": {"wait": "PT1H"}}, call("second")), ABOUT)
    await world.runner.run_due()
    assert len(world.bank.effects) == 1
    await erase(world, customer)
    await world.later(hours=1)
    shown = await world.instances.get(world.caller, begun)
    assert (shown.status, shown.code, len(world.bank.effects)) == ("cancelled", "erased", 1)
    assert (await world.happened(begun))[-1] == ("end", "erased")
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = await tx.fetch("SELECT entry FROM ledger_intake ORDER BY seq")
        queued = await tx.fetchval("SELECT count(*) FROM workflow_queue WHERE instance_id = $1", begun)
    entries = [decode(row["entry"]) for row in rows]
    assert [
        each["out"] for each in entries if isinstance(each, dict) and each["typ"] == "workflow.end.v1"
    ] == ["erased"]
    assert queued == 0
    assert await world.runner.run_due() == 0


async def test_one_that_waits_for_a_person_is_found(world: World) -> None:
    """It is due for nobody: a look at all customers of open instances wakes it, and those of others sleep on."""
    gone, stays = await known(world, "C1"), await known(world, "C2")
    first = await world.start(document(ask("decide")), ABOUT, "s1")
    second = (
        await world.instances.start(
            world.caller,
            (await world.instances.get(world.caller, first)).workflow_id,
            "s2",
            {"reference": "r2", "customer_id": "C2"},
        )
    ).id
    await world.runner.run_due()
    looking = Erasures(world.database, world.clock)
    assert await looking.look(world.caller.environment_id) == 0
    await erase(world, gone)
    assert await looking.look(world.caller.environment_id) == 1
    await world.runner.run_due()
    ended = [await world.instances.get(world.caller, each) for each in (first, second)]
    assert [(each.status, each.code) for each in ended] == [("cancelled", "erased"), ("waiting", None)]
    assert stays != gone


async def test_data_rest_under_the_key_of_whom_they_are_about(world: World) -> None:
    """The environment's own key opens the data of who is known by nobody, and not those of a customer."""
    customer = await known(world, "C1")
    about = await world.start(document({"pause": {"wait": "PT1H"}}), ABOUT, "s1")
    workflow = (await world.instances.get(world.caller, about)).workflow_id
    nobody = (await world.instances.start(world.caller, workflow, "s2", {"reference": "r2"})).id
    vault = await world.tenancy.vaults.of(world.caller.environment_id)
    async with world.database.transaction(world.caller.environment_id) as tx:
        rows = {row["id"]: row for row in await tx.fetch("SELECT id, customer, state FROM workflow_instance")}
        key = (await keys.find(tx, vault, [customer]))[customer]
    assert (rows[about]["customer"], rows[nobody]["customer"]) == (customer, None)
    assert b"C1" in key.open("workflow_instance.state", about, rows[about]["state"])
    with pytest.raises(SealBroken):
        vault.open_tenant("workflow_instance.state", about, rows[about]["state"])
    assert b"r2" in vault.open_tenant("workflow_instance.state", nobody, rows[nobody]["state"])
