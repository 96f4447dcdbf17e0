# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PolicySpecKind = Literal["bandit", "priority", "shares"]


def check_policy_spec_kind(value: str) -> PolicySpecKind:
    """A word of a later version is let through."""
    return cast(PolicySpecKind, value)
