"""Access tokens: RFC 9068 JWTs, signed with ES256, at most ten minutes long, and their verifier."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import InvalidId
from core.ids import parse, public, uuid7
from tenants import authentication_store, directory_store, jose, scopes
from tenants.jose import TokenRefused
from tenants.permissions import Permission
from tenants.principals import PrincipalKind
from tenants.signing_keys import SigningKeys
from tenants.verification import Verified, ended, invalid, principal_of

TYP = "at+jwt"
# Clocks of our own processes may differ by this much; an expiry is taken at its word.
SKEW_S = 5


class Claims(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token says (RFC 9068 section 2.2), and nothing else. `sub` is the client, as nobody stands behind it."""

    iss: str
    sub: str
    aud: str
    client_id: str
    iat: int
    nbf: int
    exp: int
    jti: str
    scope: str


class AccessTokens:
    """Makes tokens, and verifies those that this installation made."""

    def __init__(
        self, database: Database, keys: SigningKeys, clock: Clock, *, issuer: str, life_s: int
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._issuer = issuer
        self.life_s = life_s

    async def issue(self, client_id: UUID, granted: list[str]) -> str:
        key, now = await self._keys.current(), int(self._clock.now().timestamp())
        name = public("cli", client_id)
        claims = Claims(
            iss=self._issuer,
            sub=name,
            aud=self._issuer,
            client_id=name,
            iat=now,
            nbf=now,
            exp=now + self.life_s,
            jti=public("tok", uuid7(self._clock)),
            scope=" ".join(granted),
        )
        return jose.sign(msgspec.json.encode(claims), key.key, kid=key.kid, typ=TYP)

    async def read(self, text: str) -> Claims:
        """Verify signature and claims; whether client and token still stand is `verify`'s to ask.

        Raises: TokenRefused.
        """
        header = jose.read_header(text.partition(".")[0])
        payload = jose.verify(text, await self._keys.verifying(header.kid), typ=TYP)
        try:
            claims = msgspec.json.decode(payload, type=Claims)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise TokenRefused("claims") from error
        now = self._clock.now().timestamp()
        if claims.iss != self._issuer or claims.aud != self._issuer or claims.sub != claims.client_id:
            raise TokenRefused("issuer, audience or subject")
        if claims.exp <= now or claims.nbf > now + SKEW_S or claims.iat > now + SKEW_S:
            raise TokenRefused("time")
        if claims.exp - claims.iat > self.life_s:
            raise TokenRefused("longer than we issue")
        return claims

    async def verify(self, text: str) -> Verified:
        """Raises: CredentialInvalid, CredentialEnded, TenantSuspended, DatabaseUnavailable."""
        try:
            claims = await self.read(text)
            token_id = parse("tok", claims.jti)
        except (TokenRefused, InvalidId) as error:
            raise invalid(f"token: {error}") from error
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, claims.client_id, "client")
        if not listed or listed[0].environment_id is None:
            raise invalid("token of an unknown client")
        environment_id = listed[0].environment_id
        async with self._database.transaction((listed[0].tenant_id, environment_id)) as tx:
            row = await authentication_store.find_client(tx, environment_id, listed[0].object_id)
            revoked = await authentication_store.is_token_revoked(tx, environment_id, token_id)
        if row is None:
            raise invalid("token of an unknown client")
        if revoked or row["revoked_at"] is not None:
            raise ended()
        principal = principal_of(
            row, PrincipalKind.CLIENT, claims.client_id, _still_granted(claims.scope, row)
        )
        return Verified(principal, dt.datetime.fromtimestamp(claims.exp, dt.UTC))


def _still_granted(scope: str, row: asyncpg.Record) -> frozenset[Permission]:
    return scopes.stored(scope.split()) & scopes.stored(row["scopes"])
