# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.workflow_instance_view import WorkflowInstanceView


def request(
    instance_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/workflow-instances/{instance_id}".format(
            instance_id=quote(str(instance_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowInstanceView:
    """What the answer says."""
    try:
        response_200 = WorkflowInstanceView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    instance_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> WorkflowInstanceView:
    """Get an instance"""
    return parsed(
        client.send(
            request(
                instance_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    instance_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> WorkflowInstanceView:
    """Get an instance"""
    return parsed(
        await client.send(
            request(
                instance_id,
                timeout_s=timeout_s,
            )
        )
    )
