# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.failure_pattern_report import FailurePatternReport
from ...models.get_failure_patterns_counted import (
    GetFailurePatternsCounted,
)
from ...types import UNSET, Unset


def request(
    *,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    counted: GetFailurePatternsCounted | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_started_from: str | Unset = UNSET
    if not isinstance(started_from, Unset):
        json_started_from = started_from.isoformat()
    params["started_from"] = json_started_from

    json_started_to: str | Unset = UNSET
    if not isinstance(started_to, Unset):
        json_started_to = started_to.isoformat()
    params["started_to"] = json_started_to

    json_counted: str | Unset = UNSET
    if not isinstance(counted, Unset):
        json_counted = counted

    params["counted"] = json_counted

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/failure-patterns",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FailurePatternReport:
    """What the answer says."""
    try:
        response_200 = FailurePatternReport.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    counted: GetFailurePatternsCounted | Unset = UNSET,
    timeout_s: float | None = None,
) -> FailurePatternReport:
    """Report failure patterns"""
    return parsed(
        client.send(
            request(
                started_from=started_from,
                started_to=started_to,
                counted=counted,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    counted: GetFailurePatternsCounted | Unset = UNSET,
    timeout_s: float | None = None,
) -> FailurePatternReport:
    """Report failure patterns"""
    return parsed(
        await client.send(
            request(
                started_from=started_from,
                started_to=started_to,
                counted=counted,
                timeout_s=timeout_s,
            )
        )
    )
