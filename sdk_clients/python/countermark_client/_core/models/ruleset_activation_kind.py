# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RulesetActivationKind = Literal["activate", "fall_back", "rollback"]


def check_ruleset_activation_kind(value: str) -> RulesetActivationKind:
    """A word of a later version is let through."""
    return cast(RulesetActivationKind, value)
