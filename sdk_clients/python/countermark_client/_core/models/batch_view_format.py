# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BatchViewFormat = Literal["csv", "parquet"]


def check_batch_view_format(value: str) -> BatchViewFormat:
    """A word of a later version is let through."""
    return cast(BatchViewFormat, value)
