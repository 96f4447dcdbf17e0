"""Whom a credential acts for: the member that made it, through keys that make keys; nobody for what the installation made."""

import asyncio
import datetime as dt
import pathlib
from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from app.scratch import scratch
from core import roles
from core.clock import ManualClock
from core.database import SCOPE_SETTING, Database, DatabaseSettings
from core.ids import public
from core.postgres import EmbeddedPostgres
from migrations.upgrade import upgrade
from tenants.api_keys import CreateApiKey, RotateApiKey
from tenants.approval_policy import ApprovalPolicies
from tenants.oauth_clients import CreateOAuthClient
from tenants.permissions import Permission, Role
from tenants.principals import PermissionDenied, Principal
from tenants.second_members import is_vouched
from tenants.services import TenantServices
from tenants.sessions import SignIn
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.tenants.conftest import PASSWORD, a_member
from tests.tenants.ledger_rows import entries_of

SCOPES = [Permission.KEYS_WRITE, Permission.CLIENTS_WRITE, Permission.RULES_APPROVE]
BEFORE = "0034_cases"


@pytest.fixture
async def caller(services: TenantServices) -> Principal:
    tenant = await services.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    return await services.tenants.system_caller(tenant.id, "live")


async def signed_in(services: TenantServices, caller: Principal, role: Role) -> Principal:
    member = await a_member(services, caller, role)
    session = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
    return await services.authenticator.authenticate(f"Bearer {session.live_token}", None)


async def key_of(services: TenantServices, caller: Principal) -> Principal:
    made = await services.api_keys.create(caller, CreateApiKey(name="a key", scopes=SCOPES))
    return await services.authenticator.authenticate(None, made.text)


async def test_a_key_of_a_key_acts_for_the_same_member(services: TenantServices, caller: Principal) -> None:
    """A member's key, and the key that it makes, stand for that member; the installation's stand for nobody."""
    owner = await signed_in(services, caller, Role.OWNER)
    assert owner.id == public("mbr", owner.member_id or uuid4())
    first = await key_of(services, owner)
    second = await key_of(services, first)
    assert (first.member_id, second.member_id) == (owner.member_id, owner.member_id)
    assert (await key_of(services, caller)).member_id is None


async def test_who_rotates_a_secret_is_whom_it_acts_for(services: TenantServices, caller: Principal) -> None:
    """A key or client passes to who gets its new secret: else a member would hold another one's vote."""
    one, two = [await signed_in(services, caller, Role.OWNER) for _ in range(2)]
    made = await services.api_keys.create(one, CreateApiKey(name="a key", scopes=SCOPES))
    rotated = await services.api_keys.rotate(two, made.key.id, RotateApiKey())
    assert (await services.authenticator.authenticate(None, rotated.text)).member_id == two.member_id
    client = await services.oauth_clients.create(one, CreateOAuthClient(name="a client", scopes=SCOPES))
    again = await services.oauth_clients.rotate_secret(two, client.client.id)
    form = {
        "grant_type": "client_credentials",
        "client_id": public("cli", client.client.id),
        "client_secret": str(again.secret),
    }
    token = await services.oauth.token(None, form)
    bearer = await services.authenticator.authenticate(f"Bearer {token.access_token}", None)
    assert bearer.member_id == two.member_id


async def test_who_left_has_no_vote(services: TenantServices, caller: Principal) -> None:
    """A key outlives its member, and acts for nobody from then on."""
    leaver = await signed_in(services, caller, Role.ADMIN)
    made = await services.api_keys.create(leaver, CreateApiKey(name="a key", scopes=SCOPES))
    assert leaver.member_id is not None
    await services.members.remove(caller, leaver.member_id)
    assert (await services.authenticator.authenticate(None, made.text)).member_id is None


@pytest.mark.parametrize(
    ("author", "approvers", "enough"),
    [
        (1, [], False),
        (1, [2], True),
        (None, [2], False),
        (None, [2, 3], True),
        (1, [2, 3], True),
        (1, [1], False),
    ],
)
def test_two_members_stand_behind(author: int | None, approvers: list[int], *, enough: bool) -> None:
    """The author's and the approvers' members together are two, and somebody approved."""
    members = [UUID(int=each) for each in approvers]
    assert is_vouched(None if author is None else UUID(int=author), members) is enough


async def test_the_owner_alone_says_otherwise(
    services: TenantServices, caller: Principal, database: Database, clock: ManualClock
) -> None:
    """Live asks for approvals as it came; the owner may do without, which is in the ledger, once."""
    policies = ApprovalPolicies(database, clock)
    owner = await signed_in(services, caller, Role.OWNER)
    admin = await signed_in(services, caller, Role.ADMIN)
    assert (await policies.get(admin)).required
    with pytest.raises(PermissionDenied):
        await policies.set(admin, required=False, reason="in a hurry")
    await policies.set(owner, required=False, reason="a bank of one")
    said = await policies.set(owner, required=False, reason="a bank of one")
    assert (said.required, said.set_by) == (False, owner.id)
    kinds = [entry["typ"] for entry in await entries_of(database, caller.environment_id)]
    assert kinds.count("approval.policy.v1") == 1


@pytest.fixture
def earlier() -> Iterator[EmbeddedPostgres]:
    """A database as the release before left it."""
    with scratch("earlier") as folder:
        cluster = EmbeddedPostgres(folder / "pg", durable=False)
        cluster.start()
        try:
            config = Config()
            config.set_main_option("script_location", str(pathlib.Path(__file__).parents[2] / "migrations"))
            config.attributes["url"] = cluster.url(roles.OWNER)
            command.upgrade(config, BEFORE)
            yield cluster
        finally:
            cluster.stop()


async def test_credentials_of_before_find_their_members(earlier: EmbeddedPostgres) -> None:
    """Whoever is named as a maker, by whatever chain of keys and clients, is whom a credential acts for after the upgrade."""
    environment, member = uuid4(), uuid4()
    first, client, last, of_system = uuid4(), uuid4(), uuid4(), uuid4()
    keys = [
        (first, public("mbr", member)),
        (last, public("cli", client)),
        (of_system, "system"),
        (uuid4(), public("key", of_system)),
    ]
    connection = await asyncpg.connect(earlier.url(roles.OWNER))
    async with connection.transaction():
        await connection.execute(f"SELECT set_config('{SCOPE_SETTING}', $1, true)", str(environment))
        for key_id, maker in keys:
            await connection.execute(_OLD_KEY, environment, key_id, maker, dt.datetime.now(dt.UTC))
        maker = public("key", first)
        await connection.execute(_OLD_CLIENT, environment, client, maker, dt.datetime.now(dt.UTC))
        await _activations_of_before(connection, environment)
    await connection.close()
    await asyncio.to_thread(upgrade, earlier.url(roles.OWNER))

    opened = await Database.open(DatabaseSettings(url=earlier.url()))
    async with opened.transaction(environment) as tx:
        rows = await tx.fetch("SELECT key_id, member_id FROM api_key")
        of_client = await tx.fetchval("SELECT member_id FROM oauth_client")
        stands = await tx.fetch("SELECT id, stands_on FROM ruleset_activation ORDER BY activated_at")
        active = await tx.fetchval("SELECT activation_id FROM ruleset")
    await opened.close()
    assert {row["key_id"] for row in rows if row["member_id"] == member} == {first, last}
    assert [row["member_id"] for row in rows].count(None) == 2
    assert of_client == member
    assert [row["stands_on"] for row in stands] == [None, stands[0]["id"], stands[1]["id"]]
    assert active == stands[2]["id"]


_OLD_KEY = """
INSERT INTO api_key (environment_id, key_id, reference, name, secret_hash, scopes, created_by, created_at)
VALUES ($1, $2, ($2::uuid)::text, 'a key', decode(repeat('00', 32), 'hex'), '{}', $3, $4)
"""
_OLD_CLIENT = """
INSERT INTO oauth_client (environment_id, client_id, name, auth_method, secret_hash, scopes, created_by, created_at)
VALUES ($1, $2, 'a client', 'client_secret', decode(repeat('00', 32), 'hex'), '{}', $3, $4)
"""
_OLD_RULESET = (
    "INSERT INTO ruleset (environment_id, use_case, id, last_number) VALUES ($1, 'churn-score', $2, 1)"
)
_OLD_VERSION = """
INSERT INTO ruleset_version (environment_id, id, use_case, number, graph, fallback, digest, outcomes, facts, cost_us, author,
    reason, created_at)
VALUES ($1, $2, 'churn-score', 1, '{}', 'keep', decode(repeat('00', 32), 'hex'), '{}', '{}', 1, 'system', 'then', $3)
"""
_OLD_ACTIVATION = """
INSERT INTO ruleset_activation (environment_id, id, use_case, version_id, actor, reason, activated_at)
VALUES ($1, $2, 'churn-score', $3, 'system', 'then', $4)
"""


async def _activations_of_before(connection: asyncpg.Connection, environment: UUID) -> None:
    """A ruleset that was activated three times."""
    version, at = uuid4(), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    await connection.execute(_OLD_RULESET, environment, uuid4())
    await connection.execute(_OLD_VERSION, environment, version, at)
    for hours in range(3):
        when = at + dt.timedelta(hours=hours)
        await connection.execute(_OLD_ACTIVATION, environment, uuid4(), version, when)
