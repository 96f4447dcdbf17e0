# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feedback_view import FeedbackView


def request(
    feedback_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/feedback/{feedback_id}".format(
            feedback_id=quote(str(feedback_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FeedbackView:
    """What the answer says."""
    try:
        response_200 = FeedbackView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    feedback_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> FeedbackView:
    """Get a piece of feedback"""
    return parsed(
        client.send(
            request(
                feedback_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    feedback_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> FeedbackView:
    """Get a piece of feedback"""
    return parsed(
        await client.send(
            request(
                feedback_id,
                timeout_s=timeout_s,
            )
        )
    )
