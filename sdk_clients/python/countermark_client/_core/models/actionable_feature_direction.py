# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ActionableFeatureDirection = Literal["both", "down", "up"]


def check_actionable_feature_direction(value: str) -> ActionableFeatureDirection:
    """A word of a later version is let through."""
    return cast(ActionableFeatureDirection, value)
