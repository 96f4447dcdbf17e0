# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.start_workflow import StartWorkflow
from ...models.workflow_instance_view import WorkflowInstanceView
from ...types import UNSET, Unset, plain


def request(
    workflow_id: str,
    *,
    body: StartWorkflow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/workflows/{workflow_id}/instances".format(
            workflow_id=quote(str(workflow_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowInstanceView:
    """What the answer says."""
    try:
        response_201 = WorkflowInstanceView.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    workflow_id: str,
    *,
    client: Caller,
    body: StartWorkflow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowInstanceView:
    """Start an instance"""
    return parsed(
        client.send(
            request(
                workflow_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    workflow_id: str,
    *,
    client: AsyncCaller,
    body: StartWorkflow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowInstanceView:
    """Start an instance"""
    return parsed(
        await client.send(
            request(
                workflow_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
