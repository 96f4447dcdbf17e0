# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ReasonDirection = Literal["down", "up"]


def check_reason_direction(value: str) -> ReasonDirection:
    """A word of a later version is let through."""
    return cast(ReasonDirection, value)
