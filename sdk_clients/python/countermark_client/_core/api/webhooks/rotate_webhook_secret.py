# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.new_webhook_endpoint_view import NewWebhookEndpointView
from ...models.rotate_webhook_secret import RotateWebhookSecret
from ...types import UNSET, Unset, plain


def request(
    endpoint_id: str,
    *,
    body: RotateWebhookSecret | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/webhook-endpoints/{endpoint_id}/rotate-secret".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> NewWebhookEndpointView:
    """What the answer says."""
    try:
        response_201 = NewWebhookEndpointView.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    endpoint_id: str,
    *,
    client: Caller,
    body: RotateWebhookSecret | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> NewWebhookEndpointView:
    """Rotate a webhook endpoint's secret"""
    return parsed(
        client.send(
            request(
                endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    endpoint_id: str,
    *,
    client: AsyncCaller,
    body: RotateWebhookSecret | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> NewWebhookEndpointView:
    """Rotate a webhook endpoint's secret"""
    return parsed(
        await client.send(
            request(
                endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
