# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateBatchWork = Literal["decisions", "scores"]


def check_create_batch_work(value: str) -> CreateBatchWork:
    """A word of a later version is let through."""
    return cast(CreateBatchWork, value)
