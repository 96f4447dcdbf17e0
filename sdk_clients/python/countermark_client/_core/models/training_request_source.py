# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingRequestSource = Literal["decisions", "facts"]


def check_training_request_source(value: str) -> TrainingRequestSource:
    """A word of a later version is let through."""
    return cast(TrainingRequestSource, value)
