# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GroupEffectBy = Literal["amount", "method", "region", "segment"]


def check_group_effect_by(value: str) -> GroupEffectBy:
    """A word of a later version is let through."""
    return cast(GroupEffectBy, value)
