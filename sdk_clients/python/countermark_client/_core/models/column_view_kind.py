# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ColumnViewKind = Literal["boolean", "category", "date", "number", "text"]


def check_column_view_kind(value: str) -> ColumnViewKind:
    """A word of a later version is let through."""
    return cast(ColumnViewKind, value)
