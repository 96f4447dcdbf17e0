# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.workflow_change_list import WorkflowChangeList
from ...types import UNSET


def request(
    workflow_id: str,
    workflow_version_id: str,
    *,
    against: str,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["against"] = against

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/workflows/{workflow_id}/versions/{workflow_version_id}/changes".format(
            workflow_id=quote(str(workflow_id), safe=""),
            workflow_version_id=quote(str(workflow_version_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WorkflowChangeList:
    """What the answer says."""
    try:
        response_200 = WorkflowChangeList.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    workflow_id: str,
    workflow_version_id: str,
    *,
    client: Caller,
    against: str,
    timeout_s: float | None = None,
) -> WorkflowChangeList:
    """Compare versions"""
    return parsed(
        client.send(
            request(
                workflow_id,
                workflow_version_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    workflow_id: str,
    workflow_version_id: str,
    *,
    client: AsyncCaller,
    against: str,
    timeout_s: float | None = None,
) -> WorkflowChangeList:
    """Compare versions"""
    return parsed(
        await client.send(
            request(
                workflow_id,
                workflow_version_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )
