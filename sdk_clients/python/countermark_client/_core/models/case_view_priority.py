# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CaseViewPriority = Literal["high", "low", "normal", "urgent"]


def check_case_view_priority(value: str) -> CaseViewPriority:
    """A word of a later version is let through."""
    return cast(CaseViewPriority, value)
