# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller, Content
from ...models.model_graph_view import ModelGraphView


def request(
    *,
    body: Content,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/own-models/graphs",
        content=body,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ModelGraphView:
    """What the answer says."""
    try:
        response_201 = ModelGraphView.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: Content,
    timeout_s: float | None = None,
) -> ModelGraphView:
    """Send the graph of a large model"""
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
    body: Content,
    timeout_s: float | None = None,
) -> ModelGraphView:
    """Send the graph of a large model"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
