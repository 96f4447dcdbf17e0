# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_webhook_deliveries_state import (
    ListWebhookDeliveriesState,
)
from ...models.webhook_delivery_page import WebhookDeliveryPage
from ...types import UNSET, Unset


def request(
    endpoint_id: str,
    *,
    state: ListWebhookDeliveriesState | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/webhook-endpoints/{endpoint_id}/deliveries".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> WebhookDeliveryPage:
    """What the answer says."""
    try:
        response_200 = WebhookDeliveryPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    endpoint_id: str,
    *,
    client: Caller,
    state: ListWebhookDeliveriesState | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WebhookDeliveryPage:
    """List what an endpoint was sent"""
    return parsed(
        client.send(
            request(
                endpoint_id,
                state=state,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    endpoint_id: str,
    *,
    client: AsyncCaller,
    state: ListWebhookDeliveriesState | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> WebhookDeliveryPage:
    """List what an endpoint was sent"""
    return parsed(
        await client.send(
            request(
                endpoint_id,
                state=state,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
