# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingRequestEndIn = Literal["shadow", "version"]


def check_training_request_end_in(value: str) -> TrainingRequestEndIn:
    """A word of a later version is let through."""
    return cast(TrainingRequestEndIn, value)
