# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingJobViewTaskType0 = Literal["anomaly", "classes", "number", "probability"]


def check_training_job_view_task_type_0(value: str) -> TrainingJobViewTaskType0:
    """A word of a later version is let through."""
    return cast(TrainingJobViewTaskType0, value)
