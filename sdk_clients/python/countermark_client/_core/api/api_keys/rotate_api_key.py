# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.new_api_key_view import NewApiKeyView
from ...models.rotate_api_key import RotateApiKey
from ...types import UNSET, Unset, plain


def request(
    key_id: str,
    *,
    body: RotateApiKey | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/api-keys/{key_id}/rotate".format(
            key_id=quote(str(key_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> NewApiKeyView:
    """What the answer says."""
    try:
        response_201 = NewApiKeyView.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    key_id: str,
    *,
    client: Caller,
    body: RotateApiKey | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> NewApiKeyView:
    """Rotate an API key"""
    return parsed(
        client.send(
            request(
                key_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    key_id: str,
    *,
    client: AsyncCaller,
    body: RotateApiKey | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> NewApiKeyView:
    """Rotate an API key"""
    return parsed(
        await client.send(
            request(
                key_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
