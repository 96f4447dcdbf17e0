# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.check_workflow import CheckWorkflow
from ...models.workflow_check_view import WorkflowCheckView
from ...types import plain


def request(
    *,
    body: CheckWorkflow | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/workflows/check",
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowCheckView:
    """What the answer says."""
    try:
        response_200 = WorkflowCheckView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: CheckWorkflow | Mapping[str, object],
    timeout_s: float | None = None,
) -> WorkflowCheckView:
    """Check a workflow"""
    return parsed(
        client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: CheckWorkflow | Mapping[str, object],
    timeout_s: float | None = None,
) -> WorkflowCheckView:
    """Check a workflow"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
