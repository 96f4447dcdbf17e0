# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.sandbox_clock import SandboxClock


def request(
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/sandbox/clock",
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> SandboxClock:
    """What the answer says."""
    try:
        response_200 = SandboxClock.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> SandboxClock:
    """Read the clock"""
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
) -> SandboxClock:
    """Read the clock"""
    return parsed(
        await client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )
