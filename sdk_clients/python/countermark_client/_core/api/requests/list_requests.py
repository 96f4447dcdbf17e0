# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.logged_request_page import LoggedRequestPage
from ...types import UNSET, Unset


def request(
    *,
    refused: bool | Unset = UNSET,
    request_id: str | Unset = UNSET,
    operation: str | Unset = UNSET,
    code: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["refused"] = refused

    params["request_id"] = request_id

    params["operation"] = operation

    params["code"] = code

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/requests",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> LoggedRequestPage:
    """What the answer says."""
    try:
        response_200 = LoggedRequestPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    refused: bool | Unset = UNSET,
    request_id: str | Unset = UNSET,
    operation: str | Unset = UNSET,
    code: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> LoggedRequestPage:
    """List calls"""
    return parsed(
        client.send(
            request(
                refused=refused,
                request_id=request_id,
                operation=operation,
                code=code,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    refused: bool | Unset = UNSET,
    request_id: str | Unset = UNSET,
    operation: str | Unset = UNSET,
    code: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> LoggedRequestPage:
    """List calls"""
    return parsed(
        await client.send(
            request(
                refused=refused,
                request_id=request_id,
                operation=operation,
                code=code,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
