# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WorkflowTrialViewStatus = Literal["ended", "running"]


def check_workflow_trial_view_status(value: str) -> WorkflowTrialViewStatus:
    """A word of a later version is let through."""
    return cast(WorkflowTrialViewStatus, value)
