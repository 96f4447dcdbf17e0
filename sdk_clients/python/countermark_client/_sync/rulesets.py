# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""Rules that turn a score into an outcome."""

from __future__ import annotations

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
from countermark_client._sync.resource import Fields, Resource, body_of, told
from countermark_client.paging import Pages


class Rulesets(Resource):
    """The ruleset of each use case."""

    def get(self, use_case: str, *, timeout_s: float | None = None) -> RulesetView:
        """The ruleset of a use case, with what is active."""
        return get_ruleset.sync(use_case, client=self._transport, timeout_s=timeout_s)

    def list(
        self, use_case: str, *, limit: int | None = None, timeout_s: float | None = None
    ) -> Pages[RulesetVersionSummary]:
        """All versions of a use case's ruleset, newest first."""

        def fetch(after: str | None) -> RulesetVersionPage:
            return list_ruleset_versions.sync(
                use_case, client=self._transport, after=told(after), limit=told(limit), timeout_s=timeout_s
            )

        return Pages(fetch)

    def version(
        self, use_case: str, ruleset_version_id: str, *, timeout_s: float | None = None
    ) -> RulesetVersionView:
        """Get one version."""
        return get_ruleset_version.sync(
            use_case, ruleset_version_id, client=self._transport, timeout_s=timeout_s
        )

    def check(
        self,
        use_case: str,
        body: CheckRuleset | Fields | None = None,
        /,
        *,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TrialView:
        """Check a ruleset, and try it on facts, without keeping it."""
        return check_ruleset.sync(
            use_case, client=self._transport, body=body_of(body, fields), timeout_s=timeout_s
        )
