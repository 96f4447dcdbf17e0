# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.environment import Environment


def request(
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/environment",
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> Environment:
    """What the answer says."""
    try:
        response_200 = Environment.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> Environment:
    """Get the environment"""
    return parsed(
        client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> Environment:
    """Get the environment"""
    return parsed(
        await client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )
