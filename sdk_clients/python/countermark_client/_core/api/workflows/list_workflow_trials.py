# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_workflow_trials_status import ListWorkflowTrialsStatus
from ...models.workflow_trial_page import WorkflowTrialPage
from ...types import UNSET, Unset


def request(
    *,
    workflow_id: str | Unset = UNSET,
    status: ListWorkflowTrialsStatus | Unset = UNSET,
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

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/workflow-trials",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowTrialPage:
    """What the answer says."""
    try:
        response_200 = WorkflowTrialPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    workflow_id: str | Unset = UNSET,
    status: ListWorkflowTrialsStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowTrialPage:
    """List trials"""
    return parsed(
        client.send(
            request(
                workflow_id=workflow_id,
                status=status,
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
    status: ListWorkflowTrialsStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowTrialPage:
    """List trials"""
    return parsed(
        await client.send(
            request(
                workflow_id=workflow_id,
                status=status,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
