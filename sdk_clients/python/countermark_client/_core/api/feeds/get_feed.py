# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feed_view import FeedView


def request(
    feed_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/feeds/{feed_id}".format(
            feed_id=quote(str(feed_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FeedView:
    """What the answer says."""
    try:
        response_200 = FeedView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    feed_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> FeedView:
    """Get a feed"""
    return parsed(
        client.send(
            request(
                feed_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    feed_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> FeedView:
    """Get a feed"""
    return parsed(
        await client.send(
            request(
                feed_id,
                timeout_s=timeout_s,
            )
        )
    )
