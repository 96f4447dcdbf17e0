# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateBatchSeparator = Literal["comma", "semicolon", "tab"]


def check_create_batch_separator(value: str) -> CreateBatchSeparator:
    """A word of a later version is let through."""
    return cast(CreateBatchSeparator, value)
