# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WorkflowTrialViewSuccessItem = Literal["cancelled", "case_opened", "completed"]


def check_workflow_trial_view_success_item(value: str) -> WorkflowTrialViewSuccessItem:
    """A word of a later version is let through."""
    return cast(WorkflowTrialViewSuccessItem, value)
