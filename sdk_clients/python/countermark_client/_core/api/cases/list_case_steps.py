# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.case_step_page import CaseStepPage
from ...types import UNSET, Unset


def request(
    case_id: str,
    *,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/cases/{case_id}/steps".format(
            case_id=quote(str(case_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CaseStepPage:
    """What the answer says."""
    try:
        response_200 = CaseStepPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    case_id: str,
    *,
    client: Caller,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseStepPage:
    """List what was done with a case"""
    return parsed(
        client.send(
            request(
                case_id,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    case_id: str,
    *,
    client: AsyncCaller,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseStepPage:
    """List what was done with a case"""
    return parsed(
        await client.send(
            request(
                case_id,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
