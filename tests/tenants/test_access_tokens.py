"""Access tokens: what is in a good one, and that no bent one is taken."""

import asyncio
import base64
import datetime as dt
import json

import pytest

from core.clock import ManualClock
from core.database import Database
from core.ids import public
from tenants import jose
from tenants.oauth import InvalidClient, InvalidScope
from tenants.oauth_clients import CreateOAuthClient, NewOAuthClient
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tenants.signing_keys import SigningKeys
from tenants.tenancy import INSTALLATION
from tenants.verification import CredentialEnded, CredentialInvalid
from tests.fakes.watch import StopWatch
from tests.tenants.conftest import a_client, a_token
from tests.tenants.forgeries import Forger, bad_claims, bad_forms, bad_headers, parts
from tests.tenants.ledger_rows import entries_of


async def a_forger(services: TenantServices, client: NewOAuthClient) -> Forger:
    return Forger(await a_token(services, client), await services.signing_keys.current())


async def refusal(services: TenantServices, token: str) -> str | None:
    """The words a token is refused with; None where it is taken."""
    try:
        await services.authenticator.authenticate(None, token)
    except CredentialInvalid as error:
        return error.message
    return None


async def test_a_token_says_what_rfc_9068_asks(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """Type at+jwt, ES256, ten minutes, one text as audience; the principal is the client with the scopes asked for."""
    client = await a_client(services, system)
    token = await a_token(services, client, scope="decisions:create")
    header, claims, _ = parts(token)
    now = int(clock.now().timestamp())
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    assert (claims["iss"], claims["aud"]) == ("http://127.0.0.1:8080",) * 2
    assert (claims["iat"], claims["exp"], claims["scope"]) == (now, now + 600, "decisions:create")
    caller = await services.authenticator.authenticate(f"Bearer {token}", None)
    assert (caller.id, caller.environment_id) == (claims["sub"], system.environment_id)
    assert caller.permissions == {Permission.DECISIONS_CREATE}


async def test_no_forged_token_is_taken(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """None of 100 bent tokens authenticates, among them many that our own key signed; all get the one refusal."""
    forger = await a_forger(services, await a_client(services, system))
    now = int(clock.now().timestamp())
    assert await refusal(services, forger.with_claims()) is None
    forged = [*bad_claims(forger, now), *bad_headers(forger), *bad_forms(forger)]
    assert len(forged) >= 100
    for name, token in forged:
        assert await refusal(services, token) == "The credential was not accepted.", name
        assert services.authenticator.find_cached(None, token) is None


async def test_a_token_ends_by_itself(
    services: TenantServices, system: Principal, clock: ManualClock, watch: StopWatch
) -> None:
    """A remembered token is refused from the second of its expiry on."""
    token = await a_token(services, await a_client(services, system))
    clock.advance(dt.timedelta(seconds=598))
    watch.advance(598)
    await services.authenticator.authenticate(None, token)
    clock.advance(dt.timedelta(seconds=2))
    watch.advance(2)
    with pytest.raises(CredentialInvalid):
        await services.authenticator.authenticate(None, token)


async def test_revocation_reaches_tokens_within_five_seconds(
    services: TenantServices, system: Principal, watch: StopWatch, database: Database
) -> None:
    """A client revokes its own token, an admin the whole client; both hold everywhere four seconds later."""
    client = await a_client(services, system)
    one, two = await a_token(services, client), await a_token(services, client)
    for token in (one, two):
        await services.authenticator.authenticate(None, token)
    form = {"client_id": public("cli", client.client.id), "client_secret": str(client.secret), "token": one}
    before = len(await entries_of(database, system.environment_id))
    await services.oauth.revoke(None, form)
    await services.oauth.revoke(None, form)
    entries = (await entries_of(database, system.environment_id))[before:]
    assert [entry["typ"] for entry in entries] == ["token.revoke.v1"]
    watch.advance(4.01)
    with pytest.raises(CredentialEnded):
        await services.authenticator.authenticate(None, one)
    await services.authenticator.authenticate(None, two)
    await services.oauth_clients.revoke(system, client.client.id)
    watch.advance(4.01)
    with pytest.raises(CredentialEnded):
        await services.authenticator.authenticate(None, two)
    with pytest.raises(InvalidClient):
        await a_token(services, client)


async def test_scopes_shrink_and_never_grow(services: TenantServices, system: Principal) -> None:
    """A token holds at most what its client holds; a client at most what its creator holds."""
    client = await a_client(services, system)
    for scope in ("rules:activate", "decisions:create rules:activate", "nonsense", " "):
        with pytest.raises(InvalidScope):
            await a_token(services, client, scope=scope)
    caller = await services.authenticator.authenticate(None, await a_token(services, client))
    with pytest.raises(PermissionDenied):
        await services.oauth_clients.create(
            caller, CreateOAuthClient(name="x", scopes=[Permission.CLIENTS_WRITE])
        )


async def test_signing_keys_rotate_without_a_refused_token(
    services: TenantServices, system: Principal, clock: ManualClock, watch: StopWatch
) -> None:
    """A new key is published before it signs; tokens of the old one live their time out; then it is gone."""
    client = await a_client(services, system)
    old = await a_token(services, client)
    kid = await services.signing_keys.rotate(INSTALLATION)
    assert {kid, parts(old)[0]["kid"]} <= {key.kid for key in await services.oauth.jwks()}
    assert parts(await a_token(services, client))[0]["kid"] != kid
    clock.advance(dt.timedelta(minutes=5))
    watch.advance(300)
    assert parts(await a_token(services, client))[0]["kid"] == kid
    await services.authenticator.authenticate(None, old)
    clock.advance(dt.timedelta(minutes=15))
    watch.advance(900)
    published = {key.kid for key in await services.oauth.jwks()}
    assert kid in published
    assert parts(old)[0]["kid"] not in published
    with pytest.raises(PermissionDenied):
        await services.signing_keys.rotate(
            await services.authenticator.authenticate(None, await a_token(services, client))
        )


async def test_another_process_learns_a_new_key_at_once(
    services: TenantServices, system: Principal, database: Database, clock: ManualClock
) -> None:
    """A kid that a process does not know makes it read the keys again, and unknown ones only every two seconds."""
    watch = StopWatch()
    late = SigningKeys(database, services.vaults._kms, clock, monotonic_s=watch)
    await late.ensure()
    kid = await services.signing_keys.rotate(INSTALLATION)
    assert kid not in await late.verifying(kid)
    watch.advance(2)
    assert kid in await late.verifying(kid)


async def test_published_keys_are_public(services: TenantServices) -> None:
    """JWKS holds no private member, and each key is one that we would take ourselves."""
    for key in await services.oauth.jwks():
        jose.load(key)
        assert not hasattr(key, "d")
    assert "***" in repr(await services.signing_keys.current())


async def test_concurrent_first_uses_ask_once(services: TenantServices, system: Principal) -> None:
    """Sixteen requests with one new token make one principal, the same for all."""
    token = await a_token(services, await a_client(services, system))
    callers = await asyncio.gather(*(services.authenticator.authenticate(None, token) for _ in range(16)))
    assert len({id(caller) for caller in callers}) == 1


def test_base64_of_a_header_is_json() -> None:
    """The forger's own reading of tokens is right, or the test above would prove nothing."""
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in ({"a": 1}, {"b": 2})
    )
    assert parts(f"{token}.AA")[:2] == ({"a": 1}, {"b": 2})
