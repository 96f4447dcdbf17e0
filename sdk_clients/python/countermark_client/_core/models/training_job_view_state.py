# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingJobViewState = Literal["cancelled", "failed", "queued", "running", "succeeded"]


def check_training_job_view_state(value: str) -> TrainingJobViewState:
    """A word of a later version is let through."""
    return cast(TrainingJobViewState, value)
