# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feedback_page import FeedbackPage
from ...types import UNSET, Unset


def request(
    *,
    use_case: str | Unset = UNSET,
    decision_id: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["use_case"] = use_case

    params["decision_id"] = decision_id

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/feedback",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FeedbackPage:
    """What the answer says."""
    try:
        response_200 = FeedbackPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    use_case: str | Unset = UNSET,
    decision_id: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeedbackPage:
    """List feedback"""
    return parsed(
        client.send(
            request(
                use_case=use_case,
                decision_id=decision_id,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    use_case: str | Unset = UNSET,
    decision_id: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeedbackPage:
    """List feedback"""
    return parsed(
        await client.send(
            request(
                use_case=use_case,
                decision_id=decision_id,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
