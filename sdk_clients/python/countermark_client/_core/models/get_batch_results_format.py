# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

GetBatchResultsFormat = Literal["csv", "parquet"]


def check_get_batch_results_format(value: str) -> GetBatchResultsFormat:
    """A word of a later version is let through."""
    return cast(GetBatchResultsFormat, value)
