# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

StartWorkflowTrialSuccessItem = Literal["cancelled", "case_opened", "completed"]


def check_start_workflow_trial_success_item(value: str) -> StartWorkflowTrialSuccessItem:
    """A word of a later version is let through."""
    return cast(StartWorkflowTrialSuccessItem, value)
