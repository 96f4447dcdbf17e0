"""Verifies API keys: the checksum before any lookup, then the keyed hash in constant time."""

from core.clock import Clock
from core.database import Database
from core.ids import public
from tenants import authentication_store, credential_text, directory_store, key_store, scopes
from tenants.access_grants import boxed
from tenants.credential_text import CredentialKind
from tenants.installation_keys import Pepper
from tenants.principals import PrincipalKind
from tenants.verification import TOUCH_EVERY, Verified, ended, invalid, principal_of

_NO_HASH = bytes(32)


class KeyVerifier:
    def __init__(self, database: Database, pepper: Pepper, clock: Clock) -> None:
        self._database = database
        self._pepper = pepper
        self._clock = clock

    async def verify(self, text: str) -> Verified:
        """Raises: CredentialInvalid, CredentialEnded, TenantSuspended, DatabaseUnavailable."""
        key = credential_text.read(text)
        if key is None or key.kind is not CredentialKind.API_KEY:
            raise invalid("form or checksum")
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, key.reference, "api_key")
        if not listed or listed[0].environment_id is None:
            self._pepper.matches(key, _NO_HASH)  # an unknown reference takes as long as a wrong secret
            raise invalid("unknown reference")
        environment_id, key_id = listed[0].environment_id, listed[0].object_id
        async with self._database.transaction((listed[0].tenant_id, environment_id)) as tx:
            row = await authentication_store.find_key(tx, environment_id, key_id)
            if row is None or not self._pepper.matches(key, row["secret_hash"]):
                raise invalid("wrong secret")
            now = self._clock.now()
            expires_at = row["expires_at"]
            if row["revoked_at"] is not None or (expires_at is not None and expires_at <= now):
                raise ended()
            granted = scopes.stored(row["scopes"])
            principal = principal_of(row, PrincipalKind.API_KEY, public("key", key_id), granted)
            if row["last_used_at"] is None or row["last_used_at"] + TOUCH_EVERY <= now:
                await key_store.touch(tx, environment_id, key_id, now)
            return await boxed(tx, Verified(principal, expires_at), now)
