"""Verifies session tokens and slides their idle expiry forward, at most once a minute."""

import asyncpg
import msgspec

from core.clock import Clock
from core.database import Database
from core.ids import public
from tenants import authentication_store, directory_store, session_store
from tenants.access_grants import boxed
from tenants.installation_keys import Pepper
from tenants.permissions import PERMISSIONS_OF_ROLE, Role
from tenants.principals import PrincipalKind
from tenants.sessions import IDLE_LIFE, session_of
from tenants.verification import TOUCH_EVERY, Verified, ended, invalid, principal_of


class SessionVerifier:
    def __init__(self, database: Database, pepper: Pepper, clock: Clock) -> None:
        self._database = database
        self._pepper = pepper
        self._clock = clock

    async def verify(self, text: str) -> Verified:
        """Raises: CredentialInvalid, CredentialEnded, TenantSuspended, DatabaseUnavailable."""
        token = session_of(text)
        if token is None:
            raise invalid("form or checksum")
        async with self._database.unscoped() as tx:
            listed = await directory_store.find(tx, token.reference, "session")
        if not listed:
            raise invalid("unknown reference")
        tenant_id, session_id = listed[0].tenant_id, listed[0].object_id
        async with self._database.transaction(tenant_id) as tx:
            row = await authentication_store.find_session(tx, tenant_id, session_id, token.mode)
            kept_as = msgspec.structs.replace(token, mode="live")
            if row is None or not self._pepper.matches(kept_as, row["secret_hash"]):
                raise invalid("wrong secret")
            now = self._clock.now()
            ends_at = min(row["idle_expires_at"], row["expires_at"])
            if row["revoked_at"] is not None or row["removed_at"] is not None or ends_at <= now:
                raise ended()
            if row["last_seen_at"] + TOUCH_EVERY <= now:
                idle = min(now + IDLE_LIFE, row["expires_at"])
                await session_store.seen(tx, tenant_id, session_id, now, idle)
            return await boxed(tx, _verified(row), now)


def _verified(row: asyncpg.Record) -> Verified:
    role = Role(row["role"])
    principal = principal_of(
        row, PrincipalKind.MEMBER, public("mbr", row["member_id"]), PERMISSIONS_OF_ROLE[role]
    )
    return Verified(msgspec.structs.replace(principal, session_id=row["session_id"]), row["expires_at"])
