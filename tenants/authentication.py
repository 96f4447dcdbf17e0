"""One authenticator for both faces: API keys, access tokens and session tokens become principals.

A verified credential is remembered for four seconds under the SHA-256 of its text, so a busy caller costs microseconds
and a revocation holds everywhere within five seconds. Refusals are never remembered.
"""

import asyncio
import hashlib
from collections.abc import Callable
from time import monotonic
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec

from core.clock import Clock
from tenants.principals import Principal
from tenants.verification import CredentialMissing, Verified, Verifier, invalid

REMEMBERED_S = 4.0
REMEMBERED_MAX = 10_000
TEXT_LENGTH_MAX = 4_096

_BEARER = "Bearer "


class _Remembered(msgspec.Struct, frozen=True):
    principal: Principal
    until: float


class Authenticator:
    """keys, sessions, tokens: the verifiers of `cmk_…`, of `cms_…` and of JWTs."""

    def __init__(
        self,
        keys: Verifier,
        sessions: Verifier,
        tokens: Verifier,
        clock: Clock,
        *,
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        self._keys = keys
        self._sessions = sessions
        self._tokens = tokens
        self._clock = clock
        self._monotonic_s = monotonic_s
        self._remembered: dict[bytes, _Remembered] = {}
        self._forgotten = 0
        self._locks: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    def find_cached(self, authorization: str | None, api_key: str | None) -> Principal | None:
        """Return the principal of a credential that was verified moments ago; None means `authenticate` must be asked."""
        if authorization is None:
            if api_key is None:
                return None
            text = api_key
        else:
            text = authorization[7:]
            if authorization[:7] != _BEARER or (api_key is not None and api_key != text):
                return None
        found = self._remembered.get(hashlib.sha256(text.encode()).digest())
        if found is None or found.until <= self._monotonic_s():
            return None
        return found.principal

    async def authenticate(self, authorization: str | None, api_key: str | None) -> Principal:
        """Verify a credential, or remember that it was.

        Raises: CredentialMissing, CredentialInvalid, CredentialEnded, TenantSuspended, DatabaseUnavailable.
        """
        cached = self.find_cached(authorization, api_key)
        if cached is not None:
            return cached
        text = _text_of(authorization, api_key)
        digest = hashlib.sha256(text.encode()).digest()
        async with self._locks.setdefault(
            digest, asyncio.Lock()
        ):  # requests with one credential ask the database once
            found = self._remembered.get(digest)
            if found is not None and found.until > self._monotonic_s():
                return found.principal
            forgotten = self._forgotten
            verified = await self._verify(text)
            if forgotten == self._forgotten:  # else it was read before a change, perhaps
                self._remember(digest, verified)
        return verified.principal

    def forget(self, authorization: str | None, api_key: str | None) -> None:
        """Drop a credential that its holder just ended, so that this process refuses it at once."""
        self._remembered.pop(hashlib.sha256(_text_of(authorization, api_key).encode()).digest(), None)

    def forget_environment(self, environment_id: UUID) -> None:
        """Verify anew whoever comes next to an environment of which something was changed that principals carry."""
        self._forgotten += 1
        kept = self._remembered.items()
        self._remembered = {key: one for key, one in kept if one.principal.environment_id != environment_id}

    async def _verify(self, text: str) -> Verified:
        if text.startswith("cmk_"):
            return await self._keys.verify(text)
        if text.startswith("cms_"):
            return await self._sessions.verify(text)
        if text.count(".") == 2:
            return await self._tokens.verify(text)
        raise invalid("unknown form")

    def _remember(self, digest: bytes, verified: Verified) -> None:
        lasts_s = REMEMBERED_S
        if verified.ends_at is not None:
            lasts_s = min(lasts_s, (verified.ends_at - self._clock.now()).total_seconds())
        now = self._monotonic_s()
        self._remembered.pop(digest, None)
        if len(self._remembered) >= REMEMBERED_MAX:
            self._remembered = {key: one for key, one in self._remembered.items() if one.until > now}
        while len(self._remembered) >= REMEMBERED_MAX:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = _Remembered(verified.principal, now + lasts_s)


def _text_of(authorization: str | None, api_key: str | None) -> str:
    """The one credential of a request; both headers may carry it. Raises: CredentialMissing, CredentialInvalid."""
    if authorization is not None:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise CredentialMissing("The Authorization header does not carry a Bearer credential.")
        text = text.strip()
        if api_key is not None and api_key != text:
            raise invalid("two credentials")
    elif api_key is not None:
        text = api_key
    else:
        raise CredentialMissing("This operation needs a credential.")
    if not text or len(text) > TEXT_LENGTH_MAX or not text.isascii():
        raise invalid("length or characters")
    return text
