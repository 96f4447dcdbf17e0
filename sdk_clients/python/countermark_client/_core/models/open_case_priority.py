# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

OpenCasePriority = Literal["high", "low", "normal", "urgent"]


def check_open_case_priority(value: str) -> OpenCasePriority:
    """A word of a later version is let through."""
    return cast(OpenCasePriority, value)
