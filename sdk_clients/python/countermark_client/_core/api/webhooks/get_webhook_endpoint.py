# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.webhook_endpoint_view import WebhookEndpointView


def request(
    endpoint_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/webhook-endpoints/{endpoint_id}".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WebhookEndpointView:
    """What the answer says."""
    try:
        response_200 = WebhookEndpointView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    endpoint_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> WebhookEndpointView:
    """Get a webhook endpoint"""
    return parsed(
        client.send(
            request(
                endpoint_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    endpoint_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> WebhookEndpointView:
    """Get a webhook endpoint"""
    return parsed(
        await client.send(
            request(
                endpoint_id,
                timeout_s=timeout_s,
            )
        )
    )
