"""The payee of a sandbox whose payouts are stuck: found by the ordinary watch, told as any, and nobody in live."""

import json
from uuid import UUID, uuid4

from core.clock import ManualClock
from core.database import Database
from core.ids import public
from payments.payouts.payouts import Payouts
from payments.payouts.staged import StuckPayees
from payments.payouts.statuses import PayoutStatuses
from payments.payouts.watch import PayoutWatch
from tenants.principals import Principal
from tenants.services import TenantServices
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.payments.payouts.samples import a_payout, a_road
from tests.tenants.ledger_rows import entries_of

NOTE = "sandbox.magic: magic_stuck: payout_stuck"


async def callers(tenancy: TenantServices) -> tuple[Principal, Principal]:
    """The sandbox and the live environment of a new tenant."""
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    sandbox = await tenancy.tenants.system_caller(tenant.id, "sandbox")
    return sandbox, await tenancy.tenants.system_caller(tenant.id, "live")


async def events_of(database: Database, environment_id: UUID) -> list[dict[str, object]]:
    async with database.transaction(environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY id")
    return [json.loads(row["payload"]) for row in rows]


async def test_a_payout_for_the_magic_payee_is_stuck_at_the_next_look(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, tenancy: TenantServices,
    clock: ManualClock, database: Database,
) -> None:  # fmt: skip
    """Without any history and a second old: once, with the note that says why, an entry and an event."""
    sandbox, _ = await callers(tenancy)
    made = await payouts.create(sandbox, a_payout(payee_id="magic_stuck", created_at=clock.now()))
    await payouts.create(sandbox, a_payout(payee_id="magic_stuck_not", created_at=clock.now()))
    for _ in range(2):
        await watch.look([sandbox.environment_id])
    page = await statuses.anomalies(sandbox, payout=None, kind=None, after=None, limit=10)
    assert [(each.payout_id, each.kind, each.stage, each.detail.note) for each in page.data] == [
        (made.id, "stuck", "created", NOTE)
    ]
    assert (page.data[0].detail.basis, page.data[0].detail.since) == (None, clock.now())
    (told,) = await events_of(database, sandbox.environment_id)
    assert (told["kind"], told["subject"]) == ("payout.stuck", public("pyt", made.id))
    assert told["data"]["note"] == NOTE  # type: ignore[index]
    entries = await entries_of(database, sandbox.environment_id)
    assert [each["refs"] for each in entries if each["typ"] == "payout.anomaly.v1"] == [[made.id.bytes]]


async def test_one_that_has_arrived_is_not_stuck(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, tenancy: TenantServices
) -> None:
    """What the sandbox was told of a payout stays true."""
    sandbox, _ = await callers(tenancy)
    payout = a_payout(payee_id="magic_stuck")
    await payouts.create(sandbox, payout)
    await payouts.hear_many(sandbox, a_road(payout.id, 5, 10, 15, 20))
    await watch.look([sandbox.environment_id])
    assert (await statuses.anomalies(sandbox, payout=None, kind=None, after=None, limit=10)).data == []


async def test_in_live_it_is_a_payee_like_any_other(
    payouts: Payouts, watch: PayoutWatch, statuses: PayoutStatuses, tenancy: TenantServices,
    clock: ManualClock,
) -> None:  # fmt: skip
    """Looked at beside the same tenant's sandbox, in one round."""
    sandbox, live = await callers(tenancy)
    for caller in (live, sandbox):
        await payouts.create(caller, a_payout(payee_id="magic_stuck", created_at=clock.now()))
    await watch.look([live.environment_id, sandbox.environment_id])
    found = [
        len((await statuses.anomalies(caller, payout=None, kind=None, after=None, limit=10)).data)
        for caller in (live, sandbox)
    ]
    assert found == [0, 1]


async def test_pseudonyms_are_a_sandboxes_own(tenancy: TenantServices, database: Database) -> None:
    """Of live, and of an environment whose keys are gone, there are none."""
    sandbox, live = await callers(tenancy)
    payees = StuckPayees(database, tenancy.vaults)
    vault = await tenancy.vaults.of(sandbox.environment_id)
    assert await payees.of(sandbox.environment_id) == {vault.handle("magic_stuck"): NOTE}
    assert await payees.of(sandbox.environment_id) is await payees.of(sandbox.environment_id)
    assert await payees.of(live.environment_id) == {}
    assert await payees.of(uuid4()) == {}
