# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.attempt_page import AttemptPage
from ...models.list_gateway_attempts_result import (
    ListGatewayAttemptsResult,
)
from ...types import UNSET, Unset


def request(
    *,
    gateway: str | Unset = UNSET,
    result: ListGatewayAttemptsResult | Unset = UNSET,
    payment_id: str | Unset = UNSET,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["gateway"] = gateway

    json_result: str | Unset = UNSET
    if not isinstance(result, Unset):
        json_result = result

    params["result"] = json_result

    params["payment_id"] = payment_id

    json_started_from: str | Unset = UNSET
    if not isinstance(started_from, Unset):
        json_started_from = started_from.isoformat()
    params["started_from"] = json_started_from

    json_started_to: str | Unset = UNSET
    if not isinstance(started_to, Unset):
        json_started_to = started_to.isoformat()
    params["started_to"] = json_started_to

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/gateway-attempts",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> AttemptPage:
    """What the answer says."""
    try:
        response_200 = AttemptPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    gateway: str | Unset = UNSET,
    result: ListGatewayAttemptsResult | Unset = UNSET,
    payment_id: str | Unset = UNSET,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> AttemptPage:
    """List attempts"""
    return parsed(
        client.send(
            request(
                gateway=gateway,
                result=result,
                payment_id=payment_id,
                started_from=started_from,
                started_to=started_to,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    gateway: str | Unset = UNSET,
    result: ListGatewayAttemptsResult | Unset = UNSET,
    payment_id: str | Unset = UNSET,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> AttemptPage:
    """List attempts"""
    return parsed(
        await client.send(
            request(
                gateway=gateway,
                result=result,
                payment_id=payment_id,
                started_from=started_from,
                started_to=started_to,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
