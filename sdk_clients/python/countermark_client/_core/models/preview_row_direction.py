# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PreviewRowDirection = Literal["credit", "debit"]


def check_preview_row_direction(value: str) -> PreviewRowDirection:
    """A word of a later version is let through."""
    return cast(PreviewRowDirection, value)
