# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.magic_values import MagicValues


def request(
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/sandbox/magic-values",
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> MagicValues:
    """What the answer says."""
    try:
        response_200 = MagicValues.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> MagicValues:
    """List magic values"""
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
) -> MagicValues:
    """List magic values"""
    return parsed(
        await client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )
