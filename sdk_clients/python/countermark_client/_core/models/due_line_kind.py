# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

DueLineKind = Literal["added", "base", "bonus", "deduction", "slab", "withheld"]


def check_due_line_kind(value: str) -> DueLineKind:
    """A word of a later version is let through."""
    return cast(DueLineKind, value)
