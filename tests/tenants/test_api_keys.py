"""API keys: their text, who may make them, how they end."""

import dataclasses
import datetime as dt
from uuid import uuid4

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.errors import ErrorKind, InvalidRequest, PlatformError
from core.ids import public
from tenants import credential_text
from tenants.api_keys import (
    ApiKeys,
    CreateApiKey,
    KeyNotFound,
    KeyNotLive,
    KeyStatus,
    NewApiKey,
    PredecessorLive,
    RotateApiKey,
)
from tenants.credential_text import CredentialKind, mint
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tenants.tenancy import Tenant, TenantNotFound
from tenants.verification import CredentialEnded, CredentialInvalid, CredentialMissing, TenantSuspended
from tests.fakes.watch import StopWatch
from tests.tenants.ledger_rows import entries_of

SCOPES = [Permission.DECISIONS_CREATE, Permission.DECISIONS_READ]


async def a_key(services: TenantServices, caller: Principal) -> NewApiKey:
    return await services.api_keys.create(caller, CreateApiKey(name="checkout", scopes=SCOPES))


def test_a_key_has_its_form() -> None:
    """cmk_<mode>_<12>_<32><6>, all base62, and it reads back as what was minted."""
    key = mint(CredentialKind.API_KEY, "sandbox")
    text = key.text()
    assert len(text) == len("cmk_sandbox_") + 12 + 1 + 38 <= credential_text.CREDENTIAL_LENGTH_MAX
    assert credential_text.read(text) == key
    assert key.secret not in repr(key)


def test_a_mistyped_key_is_refused_offline() -> None:
    """Any one character changed breaks the checksum or the form, without a database."""
    text = mint(CredentialKind.API_KEY, "live").text()
    for at, letter in enumerate(text):
        other = "x" if letter != "x" else "y"
        assert credential_text.read(text[:at] + other + text[at + 1 :]) is None
    assert credential_text.read(text + "a") is None
    assert credential_text.read("cmk_live_") is None


async def test_a_key_authenticates_its_holder(services: TenantServices, system: Principal) -> None:
    """By either header, the key's principal has its environment, mode and exactly its scopes."""
    made = await a_key(services, system)
    caller = await services.authenticator.authenticate(f"Bearer {made.text}", None)
    assert caller == await services.authenticator.authenticate(None, made.text)
    assert caller.id == public("key", made.key.id)
    assert (caller.tenant_id, caller.environment_id) == (system.tenant_id, system.environment_id)
    assert (caller.mode, caller.permissions) == ("sandbox", frozenset(SCOPES))
    assert made.text.startswith("cmk_sandbox_")
    with pytest.raises(PermissionDenied, match="keys:write"):
        await a_key(services, caller)


async def test_the_secret_is_nowhere(services: TenantServices, system: Principal, database: Database) -> None:
    """The text of a key is in no table: what is stored neither holds nor reveals it."""
    made = await a_key(services, system)
    secret = made.text.rsplit("_", 1)[1][:32]
    assert secret not in repr(made)
    async with database.transaction((system.environment_id, system.tenant_id)) as tx:
        for table in ("api_key", "credential_directory", "ledger_intake"):
            rows = await tx.fetch(f"SELECT {table}::text AS text FROM {table}")
            assert rows
            assert all(secret not in row["text"] and secret.encode().hex() not in row["text"] for row in rows)


async def test_scopes_stay_within_the_creator(services: TenantServices, system: Principal) -> None:
    """Nobody hands out what they do not hold, and no key may make tenants."""
    weak = msgspec.structs.replace(
        system, permissions=frozenset({Permission.KEYS_WRITE, Permission.RULES_READ})
    )
    with pytest.raises(PermissionDenied, match="decisions:create"):
        await a_key(services, weak)
    made = await services.api_keys.create(weak, CreateApiKey(name="r", scopes=[Permission.RULES_READ]))
    assert made.key.scopes == ["rules:read"]
    with pytest.raises(InvalidRequest):
        await services.api_keys.create(system, CreateApiKey(name="t", scopes=[Permission.TENANTS_CREATE]))


@pytest.mark.parametrize(
    ("authorization", "api_key", "refusal"),
    [
        (None, None, CredentialMissing),
        ("Basic abc", None, CredentialMissing),
        ("Bearer ", None, CredentialInvalid),
        ("Bearer nonsense", None, CredentialInvalid),
        (None, "cmk_live_aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb000000", CredentialInvalid),
        (None, "cmk_" + "x" * 5_000, CredentialInvalid),
        (None, "cmk_live_ñ", CredentialInvalid),
        pytest.param(
            None,
            mint(CredentialKind.SESSION, "live").text().replace("cms", "cmk"),
            CredentialInvalid,
            id="a session's text",
        ),
        pytest.param(None, mint(CredentialKind.API_KEY, "live").text(), CredentialInvalid, id="unknown"),
    ],
)
async def test_what_is_not_a_key_is_refused(
    services: TenantServices, authorization: str | None, api_key: str | None, refusal: type[PlatformError]
) -> None:
    """Each refusal is UNAUTHENTICATED with a fix, and none says what exactly was wrong."""
    with pytest.raises(refusal) as caught:
        await services.authenticator.authenticate(authorization, api_key)
    assert caught.value.how_to_fix
    assert caught.value.kind is ErrorKind.UNAUTHENTICATED


async def test_a_wrong_secret_looks_like_an_unknown_key(services: TenantServices, system: Principal) -> None:
    """The same words for a wrong secret, a wrong mode and an unknown reference; two different credentials are refused too."""
    made = await a_key(services, system)
    right = credential_text.read(made.text)
    assert right is not None
    forged = [
        msgspec.structs.replace(right, secret=mint(CredentialKind.API_KEY, "live").secret),
        msgspec.structs.replace(right, mode="live"),
        msgspec.structs.replace(right, reference="AAAAAAAAAAAA"),
        msgspec.structs.replace(right, kind=CredentialKind.CLIENT_SECRET),
    ]
    words = set()
    for credential in forged:
        with pytest.raises(CredentialInvalid) as caught:
            await services.authenticator.authenticate(None, credential.text())
        words.add((caught.value.message, caught.value.how_to_fix))
    await services.authenticator.authenticate(f"Bearer {made.text}", made.text)
    with pytest.raises(CredentialInvalid) as caught:
        await services.authenticator.authenticate(f"Bearer {made.text}", (await a_key(services, system)).text)
    assert words == {(caught.value.message, caught.value.how_to_fix)}


async def test_a_revoked_key_dies_within_five_seconds(
    services: TenantServices, system: Principal, watch: StopWatch
) -> None:
    """A process that remembered the key lets it in for at most four seconds more."""
    made = await a_key(services, system)
    header = f"Bearer {made.text}"
    await services.authenticator.authenticate(header, None)
    revoked = await services.api_keys.revoke(system, made.key.id)
    assert revoked.status is KeyStatus.REVOKED
    assert services.authenticator.find_cached(header, None) is not None
    watch.advance(4.01)
    assert services.authenticator.find_cached(header, None) is None
    with pytest.raises(CredentialEnded):
        await services.authenticator.authenticate(header, None)


async def test_a_key_expires_on_time(
    services: TenantServices, system: Principal, clock: ManualClock, watch: StopWatch
) -> None:
    """A remembered key is forgotten at its expiry, not four seconds after it."""
    ends = clock.now() + dt.timedelta(seconds=2)
    made = await services.api_keys.create(system, CreateApiKey(name="x", scopes=SCOPES, expires_at=ends))
    await services.authenticator.authenticate(None, made.text)
    clock.advance(dt.timedelta(seconds=2))
    watch.advance(2)
    with pytest.raises(CredentialEnded):
        await services.authenticator.authenticate(None, made.text)
    with pytest.raises(InvalidRequest):
        await services.api_keys.create(system, CreateApiKey(name="x", scopes=SCOPES, expires_at=ends))


async def test_rotation_has_a_grace_period(
    services: TenantServices, system: Principal, clock: ManualClock, watch: StopWatch
) -> None:
    """Old and new key both work until the grace ends, then only the new; a chain has one live end."""
    old = await a_key(services, system)
    new = await services.api_keys.rotate(system, old.key.id, RotateApiKey(grace_s=60))
    assert (new.key.rotated_from, new.key.scopes, new.key.name) == (old.key.id, old.key.scopes, "checkout")
    for text in (old.text, new.text):
        await services.authenticator.authenticate(None, text)
    with pytest.raises(KeyNotLive):
        await services.api_keys.rotate(system, old.key.id, RotateApiKey())
    clock.advance(dt.timedelta(seconds=61))
    watch.advance(61)
    await services.authenticator.authenticate(None, new.text)
    with pytest.raises(CredentialEnded):
        await services.authenticator.authenticate(None, old.text)
    assert (await services.api_keys.get(system, old.key.id)).status is KeyStatus.EXPIRED


async def test_never_more_than_two_of_a_chain_live(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """While a predecessor has its grace, its successor is rotated only with an end at once, however long the chain."""
    first = await a_key(services, system)
    chain = [first, await services.api_keys.rotate(system, first.key.id, RotateApiKey(grace_s=60))]
    for grace_s in (0, 0):
        with pytest.raises(PredecessorLive, match=public("key", first.key.id)) as caught:
            await services.api_keys.rotate(system, chain[-1].key.id, RotateApiKey(grace_s=30))
        assert caught.value.kind is ErrorKind.CONFLICT
        assert public("key", first.key.id) in caught.value.how_to_fix
        chain.append(await services.api_keys.rotate(system, chain[-1].key.id, RotateApiKey(grace_s=grace_s)))
        held = [(await services.api_keys.get(system, each.key.id)).status for each in chain]
        assert held.count(KeyStatus.LIVE) == 2
    clock.advance(dt.timedelta(seconds=61))
    chain.append(await services.api_keys.rotate(system, chain[-1].key.id, RotateApiKey(grace_s=60)))
    await services.api_keys.revoke(system, chain[-2].key.id)
    await services.api_keys.rotate(system, chain[-1].key.id, RotateApiKey(grace_s=60))


async def test_keys_are_listed_newest_first(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """Pages follow each other without gap or repeat, and `hint` is all that is shown of a key."""
    made = []
    for _ in range(5):
        clock.advance(dt.timedelta(seconds=1))
        made.append(await a_key(services, system))
    first = await services.api_keys.list_page(system, None, 3)
    rest = await services.api_keys.list_page(system, first.data[-1].id, 3)
    assert [key.id for key in first.data + rest.data] == [one.key.id for one in reversed(made)]
    assert (first.has_more, rest.has_more) == (True, False)
    assert made[0].text.startswith(rest.data[-1].hint)


async def test_use_is_written_down(services: TenantServices, system: Principal, clock: ManualClock) -> None:
    """`last_used_at` is there after the first use, to the minute after."""
    made = await a_key(services, system)
    assert made.key.last_used_at is None
    await services.authenticator.authenticate(None, made.text)
    assert (await services.api_keys.get(system, made.key.id)).last_used_at == clock.now()


async def test_another_tenants_key_does_not_exist(
    services: TenantServices, system: Principal, other_tenant: Tenant
) -> None:
    """Reading, rotating or revoking across tenants, and across one's own environments, is NOT_FOUND."""
    made = await a_key(services, system)
    live = msgspec.structs.replace(
        system, environment_id=(await services.tenants.get(system, system.tenant_id)).live_id, mode="live"
    )
    stranger = await services.tenants.system_caller(other_tenant.id, "sandbox")
    for caller in (stranger, live):
        with pytest.raises(KeyNotFound):
            await services.api_keys.get(caller, made.key.id)
        with pytest.raises(KeyNotFound):
            await services.api_keys.rotate(caller, made.key.id, RotateApiKey())
        with pytest.raises(KeyNotFound):
            await services.api_keys.revoke(caller, made.key.id)
        assert (await services.api_keys.list_page(caller, None, 10)).data == []
    with pytest.raises(TenantNotFound):
        await services.tenants.get(stranger, system.tenant_id)


async def test_each_change_has_one_entry(
    services: TenantServices, system: Principal, database: Database
) -> None:
    """Create, rotate and revoke each leave exactly one entry that names the keys and the actor; repeats leave none."""
    before = len(await entries_of(database, system.environment_id))
    made = await a_key(services, system)
    new = await services.api_keys.rotate(system, made.key.id, RotateApiKey())
    await services.api_keys.revoke(system, made.key.id)
    await services.api_keys.revoke(system, made.key.id)
    entries = (await entries_of(database, system.environment_id))[before:]
    assert [(entry["typ"], entry["act"]) for entry in entries] == [
        ("key.create.v1", "system"),
        ("key.rotate.v1", "system"),
        ("key.revoke.v1", "system"),
    ]
    assert entries[1]["refs"] == [made.key.id.bytes, new.key.id.bytes]


async def test_a_suspended_tenant_is_refused(
    services: TenantServices, tenant: Tenant, system: Principal, watch: StopWatch
) -> None:
    """Suspension stops every credential within seconds, and only the installation lets the tenant in again."""
    made = await a_key(services, system)
    await services.tenants.suspend(system, tenant.id)
    with pytest.raises(TenantSuspended):
        await services.authenticator.authenticate(None, made.text)
    await services.tenants.resume(system, tenant.id)
    caller = await services.authenticator.authenticate(None, made.text)
    with pytest.raises(PermissionDenied):
        await services.tenants.resume(caller, tenant.id)


async def test_unknown_ids_are_not_found(services: TenantServices, system: Principal) -> None:
    """An id that never was is NOT_FOUND, as another tenant's is."""
    with pytest.raises(KeyNotFound):
        await services.api_keys.get(system, uuid4())


def test_the_service_holds_no_secret_in_its_repr(services: TenantServices) -> None:
    """A service that lands in a traceback shows neither pepper nor master key."""
    assert isinstance(services.api_keys, ApiKeys)
    assert dataclasses.is_dataclass(services)
    assert repr(services.api_keys._pepper) == "Pepper(***)"
