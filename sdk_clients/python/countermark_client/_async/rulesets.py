"""Rules that turn a score into an outcome."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource, Fields, body_of, told
from countermark_client._core.api.rulesets import (
    check_ruleset,
    get_ruleset,
    get_ruleset_version,
    list_ruleset_versions,
)
from countermark_client._core.models.check_ruleset import CheckRuleset
from countermark_client._core.models.ruleset_version_page import RulesetVersionPage
from countermark_client._core.models.ruleset_version_summary import RulesetVersionSummary
from countermark_client._core.models.ruleset_version_view import RulesetVersionView
from countermark_client._core.models.ruleset_view import RulesetView
from countermark_client._core.models.trial_view import TrialView
from countermark_client.paging import AsyncPages


class AsyncRulesets(AsyncResource):
    """The ruleset of each use case."""

    async def get(self, use_case: str, *, timeout_s: float | None = None) -> RulesetView:
        """The ruleset of a use case, with what is active."""
        return await get_ruleset.asyncio(use_case, client=self._transport, timeout_s=timeout_s)

    def list(
        self, use_case: str, *, limit: int | None = None, timeout_s: float | None = None
    ) -> AsyncPages[RulesetVersionSummary]:
        """All versions of a use case's ruleset, newest first."""

        async def fetch(after: str | None) -> RulesetVersionPage:
            return await list_ruleset_versions.asyncio(
                use_case, client=self._transport, after=told(after), limit=told(limit), timeout_s=timeout_s
            )

        return AsyncPages(fetch)

    async def version(
        self, use_case: str, ruleset_version_id: str, *, timeout_s: float | None = None
    ) -> RulesetVersionView:
        """Get one version."""
        return await get_ruleset_version.asyncio(
            use_case, ruleset_version_id, client=self._transport, timeout_s=timeout_s
        )

    async def check(
        self,
        use_case: str,
        body: CheckRuleset | Fields | None = None,
        /,
        *,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TrialView:
        """Check a ruleset, and try it on facts, without keeping it."""
        return await check_ruleset.asyncio(
            use_case, client=self._transport, body=body_of(body, fields), timeout_s=timeout_s
        )
