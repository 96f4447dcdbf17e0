# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetEdgeChangeWhat = Literal["added", "changed", "moved", "removed"]


def check_ruleset_edge_change_what(value: str) -> RulesetEdgeChangeWhat:
    """A word of a later version is let through."""
    return cast(RulesetEdgeChangeWhat, value)
