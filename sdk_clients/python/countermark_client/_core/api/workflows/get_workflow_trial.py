# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.workflow_trial_view import WorkflowTrialView


def request(
    trial_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/workflow-trials/{trial_id}".format(
            trial_id=quote(str(trial_id), safe=""),
        ),
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
    timeout_s: float | None = None,
) -> WorkflowTrialView:
    """Get a trial"""
    return parsed(
        client.send(
            request(
                trial_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    trial_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> WorkflowTrialView:
    """Get a trial"""
    return parsed(
        await client.send(
            request(
                trial_id,
                timeout_s=timeout_s,
            )
        )
    )
