# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ComparisonViewRole = Literal["challenger", "champion", "shadow"]


def check_comparison_view_role(value: str) -> ComparisonViewRole:
    """A word of a later version is let through."""
    return cast(ComparisonViewRole, value)
