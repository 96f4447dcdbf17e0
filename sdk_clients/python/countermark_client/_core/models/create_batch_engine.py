# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

CreateBatchEngine = Literal["local", "ray"]


def check_create_batch_engine(value: str) -> CreateBatchEngine:
    """A word of a later version is let through."""
    return cast(CreateBatchEngine, value)
