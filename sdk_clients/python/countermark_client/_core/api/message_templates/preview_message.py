# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.preview_body import PreviewBody
from ...models.preview_view import PreviewView
from ...types import plain


def request(
    *,
    body: PreviewBody | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/message-templates/preview",
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> PreviewView:
    """What the answer says."""
    try:
        response_200 = PreviewView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: PreviewBody | Mapping[str, object],
    timeout_s: float | None = None,
) -> PreviewView:
    """Preview a message"""
    return parsed(
        client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: PreviewBody | Mapping[str, object],
    timeout_s: float | None = None,
) -> PreviewView:
    """Preview a message"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
