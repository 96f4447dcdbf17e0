# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetNodeChangeWhat = Literal["added", "changed", "moved", "removed"]


def check_ruleset_node_change_what(value: str) -> RulesetNodeChangeWhat:
    """A word of a later version is let through."""
    return cast(RulesetNodeChangeWhat, value)
