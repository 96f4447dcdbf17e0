# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GetFailurePatternsCounted = Literal["failed", "faulted"]


def check_get_failure_patterns_counted(value: str) -> GetFailurePatternsCounted:
    """A word of a later version is let through."""
    return cast(GetFailurePatternsCounted, value)
