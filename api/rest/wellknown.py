"""What a client may read without a credential: the keys that verify tokens, and where the endpoints are."""

import msgspec

from api.rest.operations import Answer, get
from tenants.jose import PublicJwk
from tenants.oauth import AuthorizationServer
from tenants.permissions import TENANT_PERMISSIONS
from tenants.signing_keys import JWKS_MAX_AGE_S

_CACHED = {"cache-control": f"public, max-age={JWKS_MAX_AGE_S}"}
_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


class JsonWebKeySet(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 7517 section 5."""

    keys: list[PublicJwk]


class ServerMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 8414 section 2."""

    issuer: str
    token_endpoint: str
    introspection_endpoint: str
    revocation_endpoint: str
    jwks_uri: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    token_endpoint_auth_signing_alg_values_supported: list[str]
    introspection_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]


@get(
    "/.well-known/jwks.json",
    operation_id="getJwks",
    summary="Get the keys that verify access tokens",
    tag="oauth",
    public=True,
    root=True,
)
async def get_jwks(oauth: AuthorizationServer) -> Answer[JsonWebKeySet]:
    """Keep it for five minutes: a new key is here five minutes before it signs (RFC 7517)."""
    return Answer(body=JsonWebKeySet(keys=await oauth.jwks()), headers=_CACHED)


@get(
    "/.well-known/oauth-authorization-server",
    operation_id="getAuthorizationServer",
    summary="Get the authorization server's metadata",
    tag="oauth",
    public=True,
    root=True,
)
async def get_authorization_server(oauth: AuthorizationServer) -> Answer[ServerMetadata]:
    """Where the endpoints are and what they take (RFC 8414)."""
    issuer = oauth.issuer
    body = ServerMetadata(
        issuer=issuer,
        token_endpoint=f"{issuer}/oauth2/token",
        introspection_endpoint=f"{issuer}/oauth2/introspect",
        revocation_endpoint=f"{issuer}/oauth2/revoke",
        jwks_uri=f"{issuer}/.well-known/jwks.json",
        scopes_supported=sorted(TENANT_PERMISSIONS),
        response_types_supported=[],
        grant_types_supported=["client_credentials"],
        token_endpoint_auth_methods_supported=_AUTH_METHODS,
        token_endpoint_auth_signing_alg_values_supported=["ES256", "Ed25519", "PS256", "RS256"],
        introspection_endpoint_auth_methods_supported=_AUTH_METHODS,
        revocation_endpoint_auth_methods_supported=_AUTH_METHODS,
    )
    return Answer(body=body, headers=_CACHED)


HANDLERS = [get_jwks, get_authorization_server]
