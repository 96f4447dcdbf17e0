# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.erasure_view import ErasureView


def request(
    erasure_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/erasures/{erasure_id}".format(
            erasure_id=quote(str(erasure_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ErasureView:
    """What the answer says."""
    try:
        response_200 = ErasureView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    erasure_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ErasureView:
    """Get an erasure"""
    return parsed(
        client.send(
            request(
                erasure_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    erasure_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> ErasureView:
    """Get an erasure"""
    return parsed(
        await client.send(
            request(
                erasure_id,
                timeout_s=timeout_s,
            )
        )
    )
