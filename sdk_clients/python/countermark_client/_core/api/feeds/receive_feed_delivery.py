# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feed_delivery import FeedDelivery
from ...models.feed_document import FeedDocument
from ...types import UNSET, Unset, plain


def request(
    feed_id: str,
    *,
    body: FeedDocument | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(inference_header_content_length, Unset):
        headers["Inference-Header-Content-Length"] = inference_header_content_length
    return Call(
        method="POST",
        path="/api/v1/feeds/{feed_id}/deliveries".format(
            feed_id=quote(str(feed_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FeedDelivery:
    """What the answer says."""
    try:
        response_200 = FeedDelivery.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    feed_id: str,
    *,
    client: Caller,
    body: FeedDocument | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeedDelivery:
    """Take another system's webhook"""
    return parsed(
        client.send(
            request(
                feed_id,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    feed_id: str,
    *,
    client: AsyncCaller,
    body: FeedDocument | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeedDelivery:
    """Take another system's webhook"""
    return parsed(
        await client.send(
            request(
                feed_id,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )
