"""The authorization server: how clients prove themselves, and what is refused; at the end over HTTP with a foreign client."""

import base64
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from urllib.parse import quote_plus

import httpx
import msgspec
import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from core.clock import ManualClock
from core.database import Database
from core.idempotency import Idempotency
from core.ids import public
from tenants.api_keys import CreateApiKey
from tenants.jose import PublicJwk
from tenants.oauth import (
    ASSERTION_TYPE,
    InvalidClient,
    OAuthRefused,
    UnauthorizedClient,
    UnsupportedGrantType,
)
from tenants.oauth_clients import ClientHasNoSecret, ClientNotFound, CreateOAuthClient, NewOAuthClient
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.services import TenantServices
from tenants.tenancy import Tenant
from tests.fakes.faces import make_services
from tests.fakes.servers import rest_server
from tests.tenants.conftest import a_client, a_token

ISSUER = "http://127.0.0.1:8080"
KEYS: dict[str, Callable[[], ECKey | OKPKey | RSAKey]] = {
    "ES256": lambda: ECKey.generate_key("P-256"),
    "Ed25519": lambda: OKPKey.generate_key("Ed25519"),
    "PS256": lambda: RSAKey.generate_key(2048),
    "RS256": lambda: RSAKey.generate_key(2048),
}


class Signer:
    """A client that proves itself with assertions of its own key."""

    def __init__(self, name: str, key: ECKey | OKPKey | RSAKey, alg: str, clock: ManualClock) -> None:
        self.name = name
        self.key = key
        self.alg = alg
        self.clock = clock
        self.made = 0

    def assertion(self, header: dict[str, object] | None = None, **changes: object) -> str:
        self.made += 1
        now = int(self.clock.now().timestamp())
        claims = {"iss": self.name, "sub": self.name, "aud": ISSUER, "exp": now + 60, "jti": f"a-{self.made}"}
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(
            {"alg": self.alg, "kid": "1", **(header or {})}, claims, self.key, algorithms=[self.alg]
        )

    def form(self, assertion: str) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }


async def a_signer(
    services: TenantServices, caller: Principal, clock: ManualClock, alg: str = "ES256"
) -> Signer:
    key = KEYS[alg]()
    members = {**key.as_dict(private=False), "kid": "1", "alg": alg}
    made = await services.oauth_clients.create(
        caller,
        CreateOAuthClient(
            name="signer",
            scopes=[Permission.DECISIONS_CREATE],
            public_keys=[msgspec.convert(members, PublicJwk)],
        ),
    )
    assert made.secret is None
    return Signer(public("cli", made.client.id), key, alg, clock)


def basic(name: str, secret: str) -> str:
    pair = f"{quote_plus(name)}:{quote_plus(secret)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def name_of(client: NewOAuthClient) -> str:
    return public("cli", client.client.id)


async def test_a_secret_works_by_header_and_by_form(services: TenantServices, system: Principal) -> None:
    """client_secret_basic and client_secret_post give tokens; both at once, or none, do not."""
    client = await a_client(services, system)
    header, secret = basic(name_of(client), str(client.secret)), str(client.secret)
    grant = {"grant_type": "client_credentials"}
    answer = await services.oauth.token(header, grant)
    assert (answer.token_type, answer.expires_in) == ("Bearer", 600)
    assert answer.access_token not in repr(answer)
    await services.oauth.token(header, {**grant, "client_id": name_of(client)})
    await services.oauth.token(None, {**grant, "client_id": name_of(client), "client_secret": secret})
    for form in ({**grant, "client_secret": secret}, {**grant, "client_id": "cli_other"}):
        with pytest.raises(OAuthRefused):
            await services.oauth.token(header, form)
    with pytest.raises(InvalidClient):
        await services.oauth.token(None, grant)


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"no-colon").decode(), "Bearer x", "Basic /w==", ""],
)
async def test_malformed_headers_are_refused(services: TenantServices, header: str) -> None:
    """A header that is not two form-encoded parts in base64 is invalid_client, never a failure of ours."""
    with pytest.raises(InvalidClient):
        await services.oauth.token(header, {"grant_type": "client_credentials"})


def mistyped(secret: str) -> str:
    """The secret with another last letter: a fixed one would be right once in 62 times."""
    return secret[:-1] + ("y" if secret[-1] == "x" else "x")


async def test_wrong_secrets_look_alike(services: TenantServices, system: Principal) -> None:
    """Unknown client, another client's secret, an API key, a mistyped secret: one answer."""
    client, other = await a_client(services, system), await a_client(services, system)
    key = await services.api_keys.create(system, CreateApiKey(name="k", scopes=[Permission.DECISIONS_READ]))
    words = set()
    for name, secret in [
        (name_of(client), str(other.secret)),
        (name_of(client), mistyped(str(client.secret))),
        (name_of(client), key.text),
        (name_of(client), ""),
        ("cli_01kc1x5w3ceyp8s1r7t3v5w9ya", str(client.secret)),
        ("nobody\0", str(client.secret)),
        ("key_01kc1x5w3ceyp8s1r7t3v5w9ya", str(client.secret)),
    ]:
        with pytest.raises(InvalidClient) as caught:
            await services.oauth.token(basic(name, secret), {"grant_type": "client_credentials"})
        words.add(caught.value.message)
    assert len(words) == 1


async def test_only_client_credentials(services: TenantServices, system: Principal) -> None:
    """Other grants are refused by name, a missing one as an invalid request."""
    client = await a_client(services, system)
    header = basic(name_of(client), str(client.secret))
    for grant in (
        "password",
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ):
        with pytest.raises(UnsupportedGrantType):
            await services.oauth.token(header, {"grant_type": grant})
    with pytest.raises(OAuthRefused, match="grant_type"):
        await services.oauth.token(header, {})


@pytest.mark.parametrize("alg", sorted(KEYS))
async def test_assertions_work_once(
    services: TenantServices, system: Principal, clock: ManualClock, alg: str
) -> None:
    """private_key_jwt with each algorithm that metadata names gives a token, and the same assertion never a second."""
    signer = await a_signer(services, system, clock, alg)
    assertion = signer.assertion()
    answer = await services.oauth.token(None, signer.form(assertion))
    assert (await services.authenticator.authenticate(None, answer.access_token)).id == signer.name
    with pytest.raises(InvalidClient):
        await services.oauth.token(None, signer.form(assertion))


async def test_bent_assertions_are_refused(
    services: TenantServices, system: Principal, clock: ManualClock
) -> None:
    """Wrong audience (a list, the token endpoint), times, ids, keys and algorithms: none gives a token."""
    signer = await a_signer(services, system, clock)
    stranger = await a_signer(services, system, clock)
    with_secret = name_of(await a_client(services, system))
    now = int(clock.now().timestamp())
    own = Signer(signer.name, KEYS["ES256"](), "ES256", clock)
    mixed = Signer(signer.name, KEYS["RS256"](), "RS256", clock)
    bent = [
        signer.assertion(aud=f"{ISSUER}/oauth2/token"),
        signer.assertion(aud=[ISSUER]),
        signer.assertion(aud=f"{ISSUER}/"),
        signer.assertion(aud=None),
        signer.assertion(iss="other"),
        signer.assertion(iss=None),
        signer.assertion(sub=stranger.name),
        signer.assertion(iss=stranger.name, sub=stranger.name),
        signer.assertion(iss=with_secret, sub=with_secret),
        signer.assertion(sub="nobody"),
        signer.assertion(exp=now),
        signer.assertion(exp=now - 1),
        signer.assertion(exp=now + 3_600),
        signer.assertion(exp=None),
        signer.assertion(exp=str(now + 60)),
        signer.assertion(jti=None),
        signer.assertion(jti=""),
        signer.assertion(jti="x" * 300),
        signer.assertion(iat=now + 60),
        signer.assertion(nbf=now + 60),
        signer.assertion({"kid": "2"}),
        signer.assertion({"jku": "https://evil.example"}),
        signer.assertion({"jwk": signer.key.as_dict(private=False)}),
        own.assertion(),
        mixed.assertion(),
        signer.assertion()[:-4] + "AAAA",
        signer.assertion().rpartition(".")[0] + ".",
        "nonsense",
        "",
    ]
    for assertion in bent:
        with pytest.raises(InvalidClient):
            await services.oauth.token(None, signer.form(assertion))
    good = signer.assertion()
    for form in (
        {**signer.form(good), "client_assertion_type": "other"},
        {**signer.form(good), "client_id": stranger.name},
        {**signer.form(good), "client_secret": "x"},
    ):
        with pytest.raises(OAuthRefused):
            await services.oauth.token(None, form)
    await services.oauth.token(None, signer.form(good))


async def test_used_assertions_are_forgotten_when_they_end(
    services: TenantServices, system: Principal, clock: ManualClock, database: Database
) -> None:
    """The replay guard keeps what could be replayed and no more."""
    signer = await a_signer(services, system, clock)
    await services.oauth.token(None, signer.form(signer.assertion()))
    clock.advance(dt.timedelta(seconds=61))
    await services.oauth.token(None, signer.form(signer.assertion()))
    await services.upkeep.forget_tokens(system.environment_id)
    async with database.transaction(system.environment_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM oauth_assertion") == 1


async def test_introspection_stays_in_the_environment(
    services: TenantServices, system: Principal, other_tenant: Tenant
) -> None:
    """A client learns about tokens of its own environment; another's, and rubbish, are just inactive."""
    client = await a_client(services, system)
    token = await a_token(services, client)
    header = basic(name_of(client), str(client.secret))
    found = await services.oauth.introspect(header, {"token": token})
    assert (found.active, found.client_id) == (True, name_of(client))
    assert found.scope == "decisions:create decisions:read"
    stranger = await a_client(services, await services.tenants.system_caller(other_tenant.id, "sandbox"))
    stranger_header = basic(name_of(stranger), str(stranger.secret))
    for authorization, text in ((stranger_header, token), (header, "rubbish"), (header, token[:-3])):
        answer = await services.oauth.introspect(authorization, {"token": text})
        assert msgspec.json.encode(answer) == b'{"active":false}'
    await services.oauth.revoke(stranger_header, {"token": token})
    assert (await services.oauth.introspect(header, {"token": token})).active
    await services.oauth.revoke(header, {"token": token})
    assert not (await services.oauth.introspect(header, {"token": token})).active
    for call in (services.oauth.introspect, services.oauth.revoke):
        with pytest.raises(OAuthRefused, match="token"):
            await call(header, {})
        with pytest.raises(InvalidClient):
            await call(None, {"token": token})


async def test_clients_are_managed(
    services: TenantServices, system: Principal, clock: ManualClock, other_tenant: Tenant
) -> None:
    """List, rotate and revoke work in the own environment; across tenants a client does not exist."""
    client = await a_client(services, system)
    clock.advance(dt.timedelta(seconds=1))
    signer = await a_signer(services, system, clock)
    page = await services.oauth_clients.list_page(system, None, 1)
    assert ([public("cli", page.data[0].id)], page.has_more) == ([signer.name], True)
    fresh = await services.oauth_clients.rotate_secret(system, client.client.id)
    assert fresh.secret != client.secret
    with pytest.raises(InvalidClient):
        await a_token(services, client)
    await a_token(services, fresh)
    with pytest.raises(ClientHasNoSecret):
        await services.oauth_clients.rotate_secret(system, page.data[0].id)
    stranger = await services.tenants.system_caller(other_tenant.id, "sandbox")
    for call in (
        services.oauth_clients.get,
        services.oauth_clients.rotate_secret,
        services.oauth_clients.revoke,
    ):
        with pytest.raises(ClientNotFound):
            await call(stranger, client.client.id)
    await services.tenants.suspend(system, system.tenant_id)
    with pytest.raises(UnauthorizedClient):
        await a_token(services, fresh)


@pytest.fixture
async def rest(services: TenantServices, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    given = make_services(
        authenticator=services.authenticator,
        limits=services.limits,
        vaults=services.vaults,
        oauth=services.oauth,
        api_keys=services.api_keys,
        oauth_clients=services.oauth_clients,
        idempotency=Idempotency(database),
    )
    async with rest_server(given) as client:
        yield client


async def test_a_foreign_client_gets_and_revokes_a_token(
    services: TenantServices, system: Principal, rest: httpx.AsyncClient
) -> None:
    """Authlib's client, which knows nothing of us, works by Basic and by form; the token opens the API until revoked."""
    client = await a_client(services, system)
    base = str(rest.base_url).rstrip("/")
    for method in ("client_secret_basic", "client_secret_post"):
        async with AsyncOAuth2Client(
            name_of(client), client.secret, token_endpoint_auth_method=method, trust_env=False
        ) as foreign:
            token = await foreign.fetch_token(f"{base}/oauth2/token", grant_type="client_credentials")
            listed = await foreign.get(f"{base}/api/v1/principal")
            assert listed.json()["id"] == name_of(client)
            told = await foreign.introspect_token(f"{base}/oauth2/introspect", token=token["access_token"])
            assert told.json()["active"] is True
            gone = await foreign.revoke_token(f"{base}/oauth2/revoke", token=token["access_token"])
            assert gone.status_code == 200
            told = await foreign.introspect_token(f"{base}/oauth2/introspect", token=token["access_token"])
            assert told.json() == {"active": False}


async def test_metadata_and_keys_verify_a_token_elsewhere(
    services: TenantServices, system: Principal, rest: httpx.AsyncClient
) -> None:
    """A resource server with nothing but the published documents verifies a token; the metadata obeys RFC 8414."""
    metadata = (await rest.get("/.well-known/oauth-authorization-server")).json()
    AuthorizationServerMetadata({**metadata, "issuer": "https://example.com"}).validate_token_endpoint()
    assert metadata["token_endpoint_auth_signing_alg_values_supported"] == sorted(KEYS)
    answer = await rest.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    token = await a_token(services, await a_client(services, system))
    decoded = jwt.decode(token, KeySet.import_key_set(answer.json()), algorithms=["ES256"])
    assert decoded.claims["iss"] == metadata["issuer"]
    assert decoded.header["typ"] == "at+jwt"


async def test_refusals_over_http_follow_rfc_6749(
    services: TenantServices, system: Principal, rest: httpx.AsyncClient
) -> None:
    """`error` and `error_description`, 400 or 401 with a challenge, never stored; a success is not stored either."""
    client = await a_client(services, system)
    header = {"authorization": basic(name_of(client), str(client.secret))}
    good = {"grant_type": "client_credentials"}
    form = {"content-type": "application/x-www-form-urlencoded"}
    cases: list[tuple[httpx.Response, int, str]] = [
        (await rest.post("/oauth2/token", data=good), 401, "invalid_client"),
        (
            await rest.post("/oauth2/token", headers=header, data={"grant_type": "x"}),
            400,
            "unsupported_grant_type",
        ),
        (await rest.post("/oauth2/token", headers=header, data={**good, "scope": "x"}), 400, "invalid_scope"),
        (await rest.post("/oauth2/token", headers=header, json=good), 400, "invalid_request"),
        (
            await rest.post("/oauth2/token", headers={**header, **form}, content=b"a=1&a=2"),
            400,
            "invalid_request",
        ),
        (
            await rest.post("/oauth2/token", headers={**header, **form}, content=b"\xff"),
            400,
            "invalid_request",
        ),
        (
            await rest.post("/oauth2/token", headers={**header, **form}, content=b"a=%00"),
            400,
            "invalid_request",
        ),
        (await rest.post("/oauth2/token", headers={**header, **form}, content=b""), 400, "invalid_request"),
    ]
    for answer, status, error in cases:
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert set(answer.json()) == {"error", "error_description"}
        assert answer.headers["cache-control"] == "no-store"
        assert ("www-authenticate" in answer.headers) is (status == 401)
    taken = await rest.post("/oauth2/token", headers=header, data=good)
    assert (taken.status_code, taken.headers["cache-control"]) == (200, "no-store")
    assert set(json.loads(taken.content)) == {"access_token", "token_type", "expires_in", "scope"}
