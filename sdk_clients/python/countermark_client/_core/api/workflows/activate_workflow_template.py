# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.activate_workflow_template import ActivateWorkflowTemplate
from ...models.workflow_view import WorkflowView
from ...types import UNSET, Unset, plain


def request(
    template: str,
    *,
    body: ActivateWorkflowTemplate | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/workflow-templates/{template}/activate".format(
            template=quote(str(template), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
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
    template: str,
    *,
    client: Caller,
    body: ActivateWorkflowTemplate | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowView:
    """Activate a template"""
    return parsed(
        client.send(
            request(
                template,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    template: str,
    *,
    client: AsyncCaller,
    body: ActivateWorkflowTemplate | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowView:
    """Activate a template"""
    return parsed(
        await client.send(
            request(
                template,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
