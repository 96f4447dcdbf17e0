# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.attempt_view import AttemptView


def request(
    attempt_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/gateway-attempts/{attempt_id}".format(
            attempt_id=quote(str(attempt_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> AttemptView:
    """What the answer says."""
    try:
        response_200 = AttemptView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    attempt_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> AttemptView:
    """Get an attempt"""
    return parsed(
        client.send(
            request(
                attempt_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    attempt_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> AttemptView:
    """Get an attempt"""
    return parsed(
        await client.send(
            request(
                attempt_id,
                timeout_s=timeout_s,
            )
        )
    )
