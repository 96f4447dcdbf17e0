# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WorkflowTrialViewEndedAsType0 = Literal["adopted", "deactivated", "guardrail", "kept", "replaced"]


def check_workflow_trial_view_ended_as_type_0(value: str) -> WorkflowTrialViewEndedAsType0:
    """A word of a later version is let through."""
    return cast(WorkflowTrialViewEndedAsType0, value)
