# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetVersionSummaryState = Literal["active", "approved", "checked", "refused", "retired", "shadow"]


def check_ruleset_version_summary_state(value: str) -> RulesetVersionSummaryState:
    """A word of a later version is let through."""
    return cast(RulesetVersionSummaryState, value)
