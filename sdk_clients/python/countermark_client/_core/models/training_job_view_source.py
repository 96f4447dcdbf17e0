# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

TrainingJobViewSource = Literal["decisions", "facts"]


def check_training_job_view_source(value: str) -> TrainingJobViewSource:
    """A word of a later version is let through."""
    return cast(TrainingJobViewSource, value)
