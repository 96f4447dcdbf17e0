# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BatchViewState = Literal["cancelled", "completed", "failed", "queued", "running"]


def check_batch_view_state(value: str) -> BatchViewState:
    """A word of a later version is let through."""
    return cast(BatchViewState, value)
