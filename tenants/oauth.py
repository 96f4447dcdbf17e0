"""The OAuth2 authorization server: client credentials, introspection, revocation and metadata.

Sources: RFC 6749 (2.3, 3.2, 4.4, 5), RFC 7009, RFC 7523 (`aud` is the issuer exactly, `jti` works once), RFC 7662, RFC 8414.
"""

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Mapping
from urllib.parse import unquote_plus
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, InvalidId, PlatformError
from core.ids import parse
from tenants import authentication_store, client_store, credential_text, directory_store, jose, scopes
from tenants.access_tokens import AccessTokens
from tenants.closings import require_keys
from tenants.credential_text import CredentialKind
from tenants.entries import record
from tenants.installation_keys import Pepper
from tenants.jose import PublicJwk, TokenRefused
from tenants.limits import Limits
from tenants.principals import Principal, PrincipalKind
from tenants.signing_keys import SigningKeys
from tenants.verification import TenantSuspended, principal_of

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIFE_MAX_S = 300
_SKEW_S = 5
_NO_HASH = bytes(32)


class OAuthRefused(PlatformError):
    """A refusal in the words of RFC 6749 section 5.2: `code` is its `error`, the message its `error_description`."""

    kind = ErrorKind.INVALID
    code = "invalid_request"


class InvalidClient(OAuthRefused):
    kind = ErrorKind.UNAUTHENTICATED
    code = "invalid_client"


class UnauthorizedClient(OAuthRefused):
    code = "unauthorized_client"


class UnsupportedGrantType(OAuthRefused):
    code = "unsupported_grant_type"


class InvalidScope(OAuthRefused):
    code = "invalid_scope"


class TokenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 6749 section 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str

    def __repr__(self) -> str:
        return "TokenAnswer(***)"


class Introspection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 7662 section 2.2. An inactive token says nothing else."""

    active: bool
    scope: str | None = None
    client_id: str | None = None
    token_type: str | None = None
    exp: int | None = None
    iat: int | None = None
    nbf: int | None = None
    sub: str | None = None
    aud: str | None = None
    iss: str | None = None
    jti: str | None = None


class _Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 7523 section 3. `aud` is one text, never a list."""

    iss: str
    sub: str
    aud: str
    exp: int
    jti: str
    iat: int | None = None
    nbf: int | None = None


Form = Mapping[str, str]


class AuthorizationServer:
    def __init__(
        self,
        database: Database,
        pepper: Pepper,
        keys: SigningKeys,
        tokens: AccessTokens,
        limits: Limits,
        clock: Clock,
        *,
        issuer: str,
    ) -> None:
        self._database = database
        self._pepper = pepper
        self._keys = keys
        self._tokens = tokens
        self._limits = limits
        self._clock = clock
        self.issuer = issuer

    async def token(self, authorization: str | None, form: Form) -> TokenAnswer:
        """Answer a client credentials request. form: each parameter once.

        Raises: OAuthRefused and its kinds, RateLimited.
        """
        if "grant_type" not in form:
            raise OAuthRefused("grant_type is missing.")
        if form["grant_type"] != "client_credentials":
            raise UnsupportedGrantType("Only client_credentials is supported.")
        principal, client_id = await self._client_of(authorization, form)
        self._limits.check(principal, operation="createToken")
        held = sorted(permission.value for permission in principal.permissions)
        wanted = sorted(set(form["scope"].split())) if form.get("scope") else held
        if not wanted or not set(wanted) <= set(held):
            raise InvalidScope("The client does not hold every scope that was asked for.")
        return TokenAnswer(
            access_token=await self._tokens.issue(client_id, wanted),
            token_type="Bearer",  # noqa: S106 - the type, not a token
            expires_in=self._tokens.life_s,
            scope=" ".join(wanted),
        )

    async def introspect(self, authorization: str | None, form: Form) -> Introspection:
        """Tell a client about a token of its own environment; any other is inactive. Raises: OAuthRefused and its kinds."""
        principal, _ = await self._client_of(authorization, form)
        self._limits.check(principal, operation="introspectToken")
        if "token" not in form:
            raise OAuthRefused("token is missing.")
        try:
            claims = await self._tokens.read(form["token"])
            holder = (await self._tokens.verify(form["token"])).principal
        except (TokenRefused, PlatformError) as error:
            if isinstance(error, PlatformError) and error.kind is ErrorKind.UNAVAILABLE:
                raise
            return Introspection(active=False)
        if holder.environment_id != principal.environment_id:
            return Introspection(active=False)
        return Introspection(
            active=True,
            token_type="Bearer",  # noqa: S106 - the type, not a token
            **{**msgspec.structs.asdict(claims), "scope": " ".join(sorted(holder.permissions))},
        )

    async def revoke(self, authorization: str | None, form: Form) -> None:
        """Revoke a token of the calling client. One that is not, or is none, changes nothing, as RFC 7009 wants.

        Raises: OAuthRefused and its kinds.
        """
        principal, _ = await self._client_of(authorization, form)
        self._limits.check(principal, operation="revokeToken")
        if "token" not in form:
            raise OAuthRefused("token is missing.")
        try:
            claims = await self._tokens.read(form["token"])
            token_id = parse("tok", claims.jti)
        except (TokenRefused, InvalidId):
            return
        if claims.client_id != principal.id:
            return
        async with self._database.transaction((principal.tenant_id, principal.environment_id)) as tx:
            await require_keys(tx, principal.tenant_id, principal.environment_id)
            ends_at = dt.datetime.fromtimestamp(claims.exp, dt.UTC)
            if await client_store.revoke_token(tx, principal.environment_id, token_id, ends_at):
                await record(tx, self._clock, principal, "token.revoke.v1", token_id)

    async def jwks(self) -> list[PublicJwk]:
        return await self._keys.published()

    async def _client_of(self, authorization: str | None, form: Form) -> tuple[Principal, UUID]:
        """Authenticate a client by exactly one method. Raises: OAuthRefused, InvalidClient, TenantSuspended."""
        by_header = authorization is not None
        by_secret = "client_secret" in form
        by_assertion = "client_assertion" in form or "client_assertion_type" in form
        if by_header + by_secret + by_assertion > 1:
            raise OAuthRefused("Authenticate by one method only.")
        if by_assertion:
            return await self._by_assertion(form)
        if authorization is not None:
            name, secret = _basic(authorization)
            if form.get("client_id", name) != name:
                raise OAuthRefused("client_id differs from the Authorization header.")
        elif by_secret and "client_id" in form:
            name, secret = form["client_id"], form["client_secret"]
        else:
            raise _no_client("no credentials")
        return await self._by_secret(name, secret)

    async def _by_secret(self, name: str, secret: str) -> tuple[Principal, UUID]:
        credential = credential_text.read(secret)
        if credential is None or credential.kind is not CredentialKind.CLIENT_SECRET:
            raise _no_client("form or checksum of the secret")
        tenant_id, environment_id, client_id = await self._listed(name)
        async with self._database.transaction((tenant_id, environment_id)) as tx:
            row = await authentication_store.find_client(tx, environment_id, client_id)
            stored = row["secret_hash"] if row is not None and row["secret_hash"] is not None else _NO_HASH
            if not self._pepper.matches(credential, stored) or row is None:
                raise _no_client("wrong secret")
            return await self._admit(tx, row, name), client_id

    async def _by_assertion(self, form: Form) -> tuple[Principal, UUID]:
        if form.get("client_assertion_type") != ASSERTION_TYPE or "client_assertion" not in form:
            raise OAuthRefused(f"client_assertion_type must be {ASSERTION_TYPE}.")
        text = form["client_assertion"]
        try:
            name = msgspec.json.decode(jose.peek_payload(text), type=_Assertion).sub
        except (TokenRefused, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _no_client("assertion") from error
        if form.get("client_id", name) != name:
            raise OAuthRefused("client_id differs from the assertion.")
        tenant_id, environment_id, client_id = await self._listed(name)
        async with self._database.transaction((tenant_id, environment_id)) as tx:
            row = await authentication_store.find_client(tx, environment_id, client_id)
            if row is None or row["public_keys"] is None:
                raise _no_client("not a client with keys")
            ends_at, jti = self._check_assertion(text, name, row["public_keys"])
            used = hashlib.sha256(f"{name}\0{jti}".encode()).digest()
            if not await client_store.use_assertion(tx, environment_id, used, ends_at):
                raise _no_client("assertion used before")
            return await self._admit(tx, row, name), client_id

    def _check_assertion(self, text: str, name: str, public_keys: bytes) -> tuple[dt.datetime, str]:
        """Returns: when the assertion ends, and its jti. Raises: InvalidClient."""
        keys = {key.kid: jose.load(key) for key in msgspec.json.decode(public_keys, type=list[PublicJwk])}
        try:
            claims = msgspec.json.decode(jose.verify(text, keys, typ=None), type=_Assertion)
        except (TokenRefused, msgspec.DecodeError) as error:
            raise _no_client(f"assertion: {error}") from error
        now = self._clock.now().timestamp()
        begins = max(claims.iat or 0, claims.nbf or 0)
        if claims.iss != name or claims.sub != name or claims.aud != self.issuer:
            raise _no_client("issuer, subject or audience of the assertion")
        if not now < claims.exp <= now + ASSERTION_LIFE_MAX_S + _SKEW_S or begins > now + _SKEW_S:
            raise _no_client("time of the assertion")
        if not 1 <= len(claims.jti) <= 256:
            raise _no_client("jti of the assertion")
        return dt.datetime.fromtimestamp(claims.exp, dt.UTC), claims.jti

    async def _listed(self, name: str) -> tuple[UUID, UUID, UUID]:
        try:
            parse("cli", name)
        except InvalidId as error:
            raise _no_client("client_id") from error
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, name, "client")
        if not listed or listed[0].environment_id is None:
            raise _no_client("unknown client")
        return listed[0].tenant_id, listed[0].environment_id, listed[0].object_id

    async def _admit(self, tx: Transaction, row: asyncpg.Record, name: str) -> Principal:
        if row["revoked_at"] is not None:
            raise _no_client("revoked client")
        try:
            principal = principal_of(row, PrincipalKind.CLIENT, name, scopes.stored(row["scopes"]))
        except TenantSuspended as error:
            raise UnauthorizedClient("The tenant of this client is suspended.") from error
        await client_store.touch(tx, row["environment_id"], row["client_id"], self._clock.now())
        return principal


def _no_client(reason: str) -> InvalidClient:
    return InvalidClient("The client was not accepted.", internal=reason)


def _basic(authorization: str) -> tuple[str, str]:
    """Read HTTP Basic with form-encoded parts (RFC 6749 section 2.3.1). Raises: InvalidClient."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _no_client("not Basic")
    try:
        name, separator, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise _no_client("malformed Basic") from error
    if not separator:
        raise _no_client("malformed Basic")
    return unquote_plus(name), unquote_plus(secret)
