# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListWorkflowTrialsStatus = Literal["ended", "running"]


def check_list_workflow_trials_status(value: str) -> ListWorkflowTrialsStatus:
    """A word of a later version is let through."""
    return cast(ListWorkflowTrialsStatus, value)
