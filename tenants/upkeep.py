"""What nobody needs any more: sessions and invitations that ended, with their places in the directory."""

import datetime as dt
from uuid import UUID

from core.clock import Clock
from core.database import Database
from tenants import client_store, directory_store, member_store, session_store

SESSIONS_KEPT_FOR = dt.timedelta(days=7)
INVITATIONS_KEPT_FOR = dt.timedelta(days=30)
_TENANTS_AT_A_TIME = 100


class Upkeep:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def forget_ended(self) -> None:
        """Go over all tenants once. Safe to run anywhere, at any time."""
        after = UUID(int=0)
        while ids := await self._tenant_ids(after):
            for tenant_id in ids:
                await self._tidy_tenant(tenant_id)
            after = ids[-1]

    async def forget_tokens(self, environment_id: UUID) -> None:
        """Forget used assertions and revoked tokens whose own time is over."""
        async with self._database.transaction(environment_id) as tx:
            await client_store.forget_ended(tx, environment_id, self._clock.now())

    async def _tenant_ids(self, after: UUID) -> list[UUID]:
        async with self._database.unscoped() as tx:
            return await directory_store.tenant_ids(tx, after, _TENANTS_AT_A_TIME)

    async def _tidy_tenant(self, tenant_id: UUID) -> None:
        now = self._clock.now()
        async with self._database.transaction(tenant_id) as tx:
            await session_store.forget(tx, tenant_id, now - SESSIONS_KEPT_FOR)
            await member_store.forget_invitations(tx, tenant_id, now - INVITATIONS_KEPT_FOR)
