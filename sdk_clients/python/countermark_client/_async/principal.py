"""Who calls."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource
from countermark_client._core.api.principal import get_principal
from countermark_client._core.models.principal_view import PrincipalView


class AsyncPrincipal(AsyncResource):
    """The credential that this client carries."""

    async def get(self, *, timeout_s: float | None = None) -> PrincipalView:
        """Its tenant, environment and permissions."""
        return await get_principal.asyncio(client=self._transport, timeout_s=timeout_s)
