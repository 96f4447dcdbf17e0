# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

PreviewRowMethod = Literal["card", "cash", "imps", "neft", "netbanking", "other", "rtgs", "upi", "wallet"]


def check_preview_row_method(value: str) -> PreviewRowMethod:
    """A word of a later version is let through."""
    return cast(PreviewRowMethod, value)
