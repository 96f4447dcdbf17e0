# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_workflow_instances_status import (
    ListWorkflowInstancesStatus,
)
from ...models.workflow_instance_page import WorkflowInstancePage
from ...types import UNSET, Unset


def request(
    *,
    workflow_id: str | Unset = UNSET,
    status: ListWorkflowInstancesStatus | Unset = UNSET,
    team: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["workflow_id"] = workflow_id

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params["team"] = team

    params["subject"] = subject

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/workflow-instances",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowInstancePage:
    """What the answer says."""
    try:
        response_200 = WorkflowInstancePage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    workflow_id: str | Unset = UNSET,
    status: ListWorkflowInstancesStatus | Unset = UNSET,
    team: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowInstancePage:
    """List instances"""
    return parsed(
        client.send(
            request(
                workflow_id=workflow_id,
                status=status,
                team=team,
                subject=subject,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    workflow_id: str | Unset = UNSET,
    status: ListWorkflowInstancesStatus | Unset = UNSET,
    team: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowInstancePage:
    """List instances"""
    return parsed(
        await client.send(
            request(
                workflow_id=workflow_id,
                status=status,
                team=team,
                subject=subject,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
