# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Literal, cast

ListWorkflowInstancesStatus = Literal["cancelled", "completed", "faulted", "running", "waiting"]


def check_list_workflow_instances_status(value: str) -> ListWorkflowInstancesStatus:
    """A word of a later version is let through."""
    return cast(ListWorkflowInstancesStatus, value)
