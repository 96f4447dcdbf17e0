"""Versions of models."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource, told
from countermark_client._core.api.models import get_model_version, list_model_versions
from countermark_client._core.models.version_page import VersionPage
from countermark_client._core.models.version_view import VersionView
from countermark_client.paging import AsyncPages


class AsyncModelVersions(AsyncResource):
    """The starters and the environment's own versions."""

    async def get(self, version_id: str, *, timeout_s: float | None = None) -> VersionView:
        """Get one."""
        return await get_model_version.asyncio(version_id, client=self._transport, timeout_s=timeout_s)

    def list(
        self, *, use_case: str | None = None, limit: int | None = None, timeout_s: float | None = None
    ) -> AsyncPages[VersionView]:
        """All of them, the starters first."""

        async def fetch(after: str | None) -> VersionPage:
            return await list_model_versions.asyncio(
                client=self._transport,
                after=told(after),
                use_case=told(use_case),
                limit=told(limit),
                timeout_s=timeout_s,
            )

        return AsyncPages(fetch)
