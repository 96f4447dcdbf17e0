# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.api_key_view import ApiKeyView


def request(
    key_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/api-keys/{key_id}".format(
            key_id=quote(str(key_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ApiKeyView:
    """What the answer says."""
    try:
        response_200 = ApiKeyView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    key_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ApiKeyView:
    """Get an API key"""
    return parsed(
        client.send(
            request(
                key_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    key_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> ApiKeyView:
    """Get an API key"""
    return parsed(
        await client.send(
            request(
                key_id,
                timeout_s=timeout_s,
            )
        )
    )
