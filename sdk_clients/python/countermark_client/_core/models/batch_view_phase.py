# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

BatchViewPhase = Literal["checking", "ended", "finishing", "scoring", "waiting"]


def check_batch_view_phase(value: str) -> BatchViewPhase:
    """A word of a later version is let through."""
    return cast(BatchViewPhase, value)
