# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.case_page import CasePage
from ...models.list_cases_state import ListCasesState
from ...types import UNSET, Unset


def request(
    *,
    queue: str | Unset = UNSET,
    state: ListCasesState | Unset = UNSET,
    assignee: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["queue"] = queue

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params["assignee"] = assignee

    params["subject"] = subject

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/cases",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CasePage:
    """What the answer says."""
    try:
        response_200 = CasePage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    queue: str | Unset = UNSET,
    state: ListCasesState | Unset = UNSET,
    assignee: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CasePage:
    """List cases"""
    return parsed(
        client.send(
            request(
                queue=queue,
                state=state,
                assignee=assignee,
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
    queue: str | Unset = UNSET,
    state: ListCasesState | Unset = UNSET,
    assignee: str | Unset = UNSET,
    subject: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CasePage:
    """List cases"""
    return parsed(
        await client.send(
            request(
                queue=queue,
                state=state,
                assignee=assignee,
                subject=subject,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
