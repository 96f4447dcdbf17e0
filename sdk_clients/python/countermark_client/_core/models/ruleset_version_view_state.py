# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetVersionViewState = Literal["active", "approved", "checked", "refused", "retired", "shadow"]


def check_ruleset_version_view_state(value: str) -> RulesetVersionViewState:
    """A word of a later version is let through."""
    return cast(RulesetVersionViewState, value)
