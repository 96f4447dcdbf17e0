# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WorkflowTrialComparisonVerdict = Literal["better", "undecided", "worse"]


def check_workflow_trial_comparison_verdict(value: str) -> WorkflowTrialComparisonVerdict:
    """A word of a later version is let through."""
    return cast(WorkflowTrialComparisonVerdict, value)
