# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BatchViewWork = Literal["decisions", "scores"]


def check_batch_view_work(value: str) -> BatchViewWork:
    """A word of a later version is let through."""
    return cast(BatchViewWork, value)
