# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

WorkflowInstanceViewStatus = Literal["cancelled", "completed", "faulted", "running", "waiting"]


def check_workflow_instance_view_status(value: str) -> WorkflowInstanceViewStatus:
    """A word of a later version is let through."""
    return cast(WorkflowInstanceViewStatus, value)
