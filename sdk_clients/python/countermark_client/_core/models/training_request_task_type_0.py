# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingRequestTaskType0 = Literal["anomaly", "classes", "number", "probability"]


def check_training_request_task_type_0(value: str) -> TrainingRequestTaskType0:
    """A word of a later version is let through."""
    return cast(TrainingRequestTaskType0, value)
