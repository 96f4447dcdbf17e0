# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BatchViewEngine = Literal["local", "ray"]


def check_batch_view_engine(value: str) -> BatchViewEngine:
    """A word of a later version is let through."""
    return cast(BatchViewEngine, value)
