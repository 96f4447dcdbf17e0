# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_message_templates_channel import (
    ListMessageTemplatesChannel,
)
from ...models.message_template_page import MessageTemplatePage
from ...types import UNSET, Unset


def request(
    *,
    name: str | Unset = UNSET,
    channel: ListMessageTemplatesChannel | Unset = UNSET,
    language: str | Unset = UNSET,
    history: bool | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["name"] = name

    json_channel: str | Unset = UNSET
    if not isinstance(channel, Unset):
        json_channel = channel

    params["channel"] = json_channel

    params["language"] = language

    params["history"] = history

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/message-templates",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> MessageTemplatePage:
    """What the answer says."""
    try:
        response_200 = MessageTemplatePage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    name: str | Unset = UNSET,
    channel: ListMessageTemplatesChannel | Unset = UNSET,
    language: str | Unset = UNSET,
    history: bool | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> MessageTemplatePage:
    """List message templates"""
    return parsed(
        client.send(
            request(
                name=name,
                channel=channel,
                language=language,
                history=history,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    name: str | Unset = UNSET,
    channel: ListMessageTemplatesChannel | Unset = UNSET,
    language: str | Unset = UNSET,
    history: bool | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> MessageTemplatePage:
    """List message templates"""
    return parsed(
        await client.send(
            request(
                name=name,
                channel=channel,
                language=language,
                history=history,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
