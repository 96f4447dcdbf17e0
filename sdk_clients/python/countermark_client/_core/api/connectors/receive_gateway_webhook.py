# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.gateway_event import GatewayEvent
from ...models.received import Received
from ...types import UNSET, Unset, plain


def request(
    connector_id: str,
    *,
    body: GatewayEvent | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(inference_header_content_length, Unset):
        headers["Inference-Header-Content-Length"] = inference_header_content_length
    return Call(
        method="POST",
        path="/api/v1/gateway-webhooks/{connector_id}".format(
            connector_id=quote(str(connector_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> Received:
    """What the answer says."""
    try:
        response_200 = Received.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    connector_id: str,
    *,
    client: Caller,
    body: GatewayEvent | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Received:
    """Take a gateway's webhook"""
    return parsed(
        client.send(
            request(
                connector_id,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    connector_id: str,
    *,
    client: AsyncCaller,
    body: GatewayEvent | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Received:
    """Take a gateway's webhook"""
    return parsed(
        await client.send(
            request(
                connector_id,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )
