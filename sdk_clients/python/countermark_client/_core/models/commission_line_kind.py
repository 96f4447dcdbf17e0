# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CommissionLineKind = Literal["added", "bonus", "deduction", "withheld"]


def check_commission_line_kind(value: str) -> CommissionLineKind:
    """A word of a later version is let through."""
    return cast(CommissionLineKind, value)
