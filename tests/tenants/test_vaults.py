"""Keys in the database: made, cached, rotated, kept apart, destroyed."""

import asyncio
import datetime as dt
from uuid import UUID, uuid4

import pytest

from core.clock import ManualClock, SystemClock
from core.cpu import CpuPool
from core.database import Database
from tenants import subjects
from tenants.api_keys import CreateApiKey
from tenants.envelope import SealBroken
from tenants.kms import HandedKeys, LocalKms, MasterKeyUnusable
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices, assemble
from tenants.settings import MasterKey, TenantsSettings
from tenants.subjects import NewSubject
from tenants.tenancy import INSTALLATION, Tenant
from tenants.vault import version_of
from tenants.vaults import RotationTooEarly, VaultMissing, Vaults
from tests.fakes.watch import StopWatch
from tests.tenants.conftest import MASTER


async def a_subject(
    services: TenantServices, database: Database, environment_id: UUID, external: str
) -> UUID:
    vault = await services.vaults.of(environment_id)
    customer = vault.handle(external)
    _, row = subjects.draft(vault, external, customer, dt.datetime.now(dt.UTC))
    async with database.transaction(environment_id) as tx:
        await subjects.ensure_many(tx, [row])
    return customer


async def test_each_environment_has_keys_of_its_own(services: TenantServices, tenant: Tenant) -> None:
    """The same customer id is another token in the sandbox than in live, and sealed bytes do not cross."""
    live, sandbox = await services.vaults.of(tenant.live_id), await services.vaults.of(tenant.sandbox_id)
    assert live.handle("c-1") != sandbox.handle("c-1")
    record = uuid4()
    sealed = live.seal_tenant("a.b", record, b"x")
    with pytest.raises(SealBroken):
        sandbox.open_tenant("a.b", record, sealed)
    with pytest.raises(VaultMissing):
        await services.vaults.of(uuid4())


async def test_keys_of_one_environment_are_handed_over(
    services: TenantServices, tenant: Tenant, database: Database
) -> None:
    """A process that was handed them opens what that environment sealed, and no other environment."""
    handed = Vaults(database, HandedKeys(await services.vaults.handed(tenant.live_id)), SystemClock())
    here, there = await services.vaults.of(tenant.live_id), await handed.of(tenant.live_id)
    assert there.handle("c-1") == here.handle("c-1")
    customer = await a_subject(services, database, tenant.live_id, "c-1")
    async with database.transaction(tenant.live_id) as tx:
        wrapped = (await subjects.find_many(tx, [(tenant.live_id, customer)]))[tenant.live_id, customer]
    assert there.unwrap(customer, wrapped).wrapped == wrapped
    with pytest.raises(MasterKeyUnusable):
        await handed.of(tenant.sandbox_id)
    with pytest.raises(MasterKeyUnusable):
        async with database.transaction(tenant.live_id) as tx:
            await handed.rotate(tx, tenant.live_id)


async def test_subjects_are_made_once(services: TenantServices, tenant: Tenant, database: Database) -> None:
    """Of two writers who meet the same new customer, both get the key that won, and it opens the stored id."""
    vault, now = await services.vaults.of(tenant.live_id), dt.datetime.now(dt.UTC)
    customer = vault.handle("c-1")
    drafts = [subjects.draft(vault, "c-1", customer, now)[1] for _ in range(2)]

    async def write(row: NewSubject) -> bytes:
        async with database.transaction(tenant.live_id) as tx:
            return (await subjects.ensure_many(tx, [row]))[tenant.live_id, customer]

    won = await asyncio.gather(*(write(row) for row in drafts))
    assert won[0] == won[1]
    assert won[0] in {row.wrapped_key for row in drafts}
    async with database.transaction(tenant.live_id) as tx:
        found = await subjects.find_many(tx, [(tenant.live_id, customer), (tenant.live_id, uuid4())])
        row = await tx.fetchrow("SELECT sealed_id FROM subject WHERE customer = $1", customer)
    assert row is not None
    assert found == {(tenant.live_id, customer): won[0]}
    key = vault.unwrap(customer, won[0])
    assert subjects.external_id_of(key, customer, row["sealed_id"]) == "c-1"


async def test_many_subjects_at_once_and_twice(
    services: TenantServices, tenant: Tenant, database: Database
) -> None:
    """One batch may name a customer twice and mix old with new, in any order, of both environments."""
    now, rows = dt.datetime.now(dt.UTC), []
    for environment_id in (tenant.live_id, tenant.sandbox_id):
        vault = await services.vaults.of(environment_id)
        rows += [subjects.draft(vault, name, vault.handle(name), now)[1] for name in ("b", "a", "b")]
    async with database.transaction((tenant.live_id, tenant.sandbox_id)) as tx:
        first = await subjects.ensure_many(tx, rows[:2])
        both = await subjects.ensure_many(tx, rows)
        assert await subjects.ensure_many(tx, []) == {}
    assert len(both) == 4
    assert first.items() <= both.items()


async def test_swapped_rows_open_nothing(
    services: TenantServices, tenant: Tenant, other_tenant: Tenant, database: Database
) -> None:
    """A wrapped key copied to another subject or tenant by a hand in the database is refused."""
    one = await a_subject(services, database, tenant.live_id, "c-1")
    vault, foreign = await services.vaults.of(tenant.live_id), await services.vaults.of(other_tenant.live_id)
    async with database.transaction(tenant.live_id) as tx:
        wrapped = (await subjects.find_many(tx, [(tenant.live_id, one)]))[tenant.live_id, one]
    with pytest.raises(SealBroken):
        vault.unwrap(vault.handle("c-2"), wrapped)
    with pytest.raises(SealBroken):
        foreign.unwrap(one, wrapped)


async def test_rotation_under_use(
    services: TenantServices,
    system: Principal,
    database: Database,
    clock: ManualClock,
    watch: StopWatch,
    settings: TenantsSettings,
    cpu: CpuPool,
) -> None:
    """A new version wraps only when every process knows it; re-wrapping moves all and destroys the old one."""
    environment_id = system.environment_id
    before = await services.vaults.of(environment_id)
    old = await a_subject(services, database, environment_id, "old")
    sealed = before.seal_tenant("a.b", old, b"secret")
    other = await assemble(database, LocalKms(MASTER), cpu, clock, settings, monotonic_s=watch)
    assert (await other.vaults.of(environment_id)).current == 1
    assert await services.rotation.rotate_environment(system) == 2
    with pytest.raises(RotationTooEarly):
        await services.rotation.rewrap_environment(system)

    for _ in range(4):  # two minutes, in which each process reads the keys again
        clock.advance(dt.timedelta(seconds=31))
        watch.advance(31)
        await other.vaults.of(environment_id)
    assert (await other.vaults.of(environment_id)).current == 2
    late = await a_subject(other, database, environment_id, "late")
    assert await services.rotation.rewrap_environment(system) == 1
    assert await services.rotation.rewrap_environment(system) == 0

    fresh = await assemble(database, LocalKms(MASTER), cpu, clock, settings, monotonic_s=watch)
    vault = await fresh.vaults.of(environment_id)
    assert vault.handle("old") == old
    assert vault.open_tenant("a.b", old, sealed) == b"secret"
    async with database.transaction(environment_id) as tx:
        keys = await subjects.find_many(tx, [(environment_id, old), (environment_id, late)])
        assert await tx.fetchval("SELECT count(*) FROM vault_key") == 1
    assert {version_of(wrapped) for wrapped in keys.values()} == {2}
    for (_, customer), wrapped in keys.items():
        vault.unwrap(customer, wrapped)
    slow = ManualClock(clock.now() - dt.timedelta(minutes=10))  # of a machine whose time is behind
    behind = await assemble(database, LocalKms(MASTER), cpu, slow, settings, monotonic_s=watch)
    assert (await behind.vaults.of(environment_id)).current == 2
    weak = await services.api_keys.create(system, _key_command())
    with pytest.raises(PermissionDenied):
        await services.rotation.rotate_environment(await services.authenticator.authenticate(None, weak.text))


async def test_the_master_key_rotates(
    services: TenantServices,
    tenant: Tenant,
    database: Database,
    clock: ManualClock,
    settings: TenantsSettings,
    cpu: CpuPool,
) -> None:
    """After re-wrapping, the installation runs on the new master key alone, and the old one opens nothing."""
    new = MasterKey(bytes(range(32)))
    caller = await services.tenants.system_caller(tenant.id, "live")
    made = await services.api_keys.create(caller, _key_command())
    handle = (await services.vaults.of(tenant.live_id)).handle("c")
    moving = await assemble(database, LocalKms(new, [MASTER]), cpu, clock, settings)
    try:
        assert await moving.rotation.rewrap_for_master(INSTALLATION) >= 1
        moved = await assemble(database, LocalKms(new), cpu, clock, settings)
        assert (await moved.vaults.of(tenant.live_id)).handle("c") == handle
        await moved.authenticator.authenticate(None, made.text)
        with pytest.raises(MasterKeyUnusable):
            await assemble(database, LocalKms(MASTER), cpu, clock, settings)
    finally:  # the other tests share the database, and its installation keys
        back = await assemble(database, LocalKms(MASTER, [new]), cpu, clock, settings)
        await back.rotation.rewrap_for_master(INSTALLATION)


async def test_destroyed_keys_leave_nothing_readable(
    services: TenantServices, tenant: Tenant, database: Database, watch: StopWatch
) -> None:
    """Without its keys an environment is gone, within the half minute that a process keeps them open."""
    await services.vaults.of(tenant.sandbox_id)
    async with database.transaction(tenant.sandbox_id) as tx:
        await tx.execute("DELETE FROM vault_key")
    watch.advance(31)
    with pytest.raises(VaultMissing):
        await services.vaults.of(tenant.sandbox_id)


def _key_command() -> CreateApiKey:
    return CreateApiKey(name="k", scopes=[Permission.DECISIONS_READ])
