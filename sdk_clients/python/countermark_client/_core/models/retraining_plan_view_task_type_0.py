# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RetrainingPlanViewTaskType0 = Literal["anomaly", "classes", "number", "probability"]


def check_retraining_plan_view_task_type_0(value: str) -> RetrainingPlanViewTaskType0:
    """A word of a later version is let through."""
    return cast(RetrainingPlanViewTaskType0, value)
