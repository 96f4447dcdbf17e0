# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ActionableColumnDirection = Literal["both", "down", "up"]


def check_actionable_column_direction(value: str) -> ActionableColumnDirection:
    """A word of a later version is let through."""
    return cast(ActionableColumnDirection, value)
