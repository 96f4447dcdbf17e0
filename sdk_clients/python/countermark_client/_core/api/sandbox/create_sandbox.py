# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.create_sandbox import CreateSandbox
from ...models.sandbox import Sandbox
from ...types import plain


def request(
    *,
    body: CreateSandbox | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/sandbox",
        json=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> Sandbox:
    """What the answer says."""
    try:
        response_201 = Sandbox.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: CreateSandbox | Mapping[str, object],
    timeout_s: float | None = None,
) -> Sandbox:
    """Make a sandbox"""
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
    body: CreateSandbox | Mapping[str, object],
    timeout_s: float | None = None,
) -> Sandbox:
    """Make a sandbox"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
