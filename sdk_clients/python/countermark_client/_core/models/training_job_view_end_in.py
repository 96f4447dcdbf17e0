# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingJobViewEndIn = Literal["shadow", "version"]


def check_training_job_view_end_in(value: str) -> TrainingJobViewEndIn:
    """A word of a later version is let through."""
    return cast(TrainingJobViewEndIn, value)
