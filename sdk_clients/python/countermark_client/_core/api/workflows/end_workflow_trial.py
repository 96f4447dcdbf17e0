# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.end_workflow_trial import EndWorkflowTrial
from ...models.workflow_trial_view import WorkflowTrialView
from ...types import UNSET, Unset, plain


def request(
    trial_id: str,
    *,
    body: EndWorkflowTrial | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/workflow-trials/{trial_id}/end".format(
            trial_id=quote(str(trial_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowTrialView:
    """What the answer says."""
    try:
        response_200 = WorkflowTrialView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    trial_id: str,
    *,
    client: Caller,
    body: EndWorkflowTrial | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowTrialView:
    """End a trial"""
    return parsed(
        client.send(
            request(
                trial_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    trial_id: str,
    *,
    client: AsyncCaller,
    body: EndWorkflowTrial | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> WorkflowTrialView:
    """End a trial"""
    return parsed(
        await client.send(
            request(
                trial_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
