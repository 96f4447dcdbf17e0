# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.workflow_view import WorkflowView


def request(
    workflow_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/workflows/{workflow_id}".format(
            workflow_id=quote(str(workflow_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowView:
    """What the answer says."""
    try:
        response_200 = WorkflowView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    workflow_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> WorkflowView:
    """Get a workflow"""
    return parsed(
        client.send(
            request(
                workflow_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    workflow_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> WorkflowView:
    """Get a workflow"""
    return parsed(
        await client.send(
            request(
                workflow_id,
                timeout_s=timeout_s,
            )
        )
    )
