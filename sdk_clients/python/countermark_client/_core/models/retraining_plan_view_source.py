# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

RetrainingPlanViewSource = Literal["decisions", "facts"]


def check_retraining_plan_view_source(value: str) -> RetrainingPlanViewSource:
    """A word of a later version is let through."""
    return cast(RetrainingPlanViewSource, value)
