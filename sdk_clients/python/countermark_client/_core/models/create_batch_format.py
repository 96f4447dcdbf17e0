# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateBatchFormat = Literal["csv", "parquet"]


def check_create_batch_format(value: str) -> CreateBatchFormat:
    """A word of a later version is let through."""
    return cast(CreateBatchFormat, value)
