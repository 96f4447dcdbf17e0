# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

EndWorkflowTrialEnding = Literal["adopt", "keep"]


def check_end_workflow_trial_ending(value: str) -> EndWorkflowTrialEnding:
    """A word of a later version is let through."""
    return cast(EndWorkflowTrialEnding, value)
