# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingJobViewTrigger = Literal["drift", "manual", "schedule"]


def check_training_job_view_trigger(value: str) -> TrainingJobViewTrigger:
    """A word of a later version is let through."""
    return cast(TrainingJobViewTrigger, value)
