# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.usage_view import UsageView
from ...types import UNSET, Unset


def request(
    *,
    first_day: datetime.date | Unset = UNSET,
    last_day: datetime.date | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_first_day: str | Unset = UNSET
    if not isinstance(first_day, Unset):
        json_first_day = first_day.isoformat()
    params["first_day"] = json_first_day

    json_last_day: str | Unset = UNSET
    if not isinstance(last_day, Unset):
        json_last_day = last_day.isoformat()
    params["last_day"] = json_last_day

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/usage",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> UsageView:
    """What the answer says."""
    try:
        response_200 = UsageView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    first_day: datetime.date | Unset = UNSET,
    last_day: datetime.date | Unset = UNSET,
    timeout_s: float | None = None,
) -> UsageView:
    """Get usage by day and operation"""
    return parsed(
        client.send(
            request(
                first_day=first_day,
                last_day=last_day,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    first_day: datetime.date | Unset = UNSET,
    last_day: datetime.date | Unset = UNSET,
    timeout_s: float | None = None,
) -> UsageView:
    """Get usage by day and operation"""
    return parsed(
        await client.send(
            request(
                first_day=first_day,
                last_day=last_day,
                timeout_s=timeout_s,
            )
        )
    )
