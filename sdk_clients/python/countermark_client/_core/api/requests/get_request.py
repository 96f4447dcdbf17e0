# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.logged_request_view import LoggedRequestView


def request(
    logged_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/requests/{logged_id}".format(
            logged_id=quote(str(logged_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> LoggedRequestView:
    """What the answer says."""
    try:
        response_200 = LoggedRequestView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    logged_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> LoggedRequestView:
    """Get a call"""
    return parsed(
        client.send(
            request(
                logged_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    logged_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> LoggedRequestView:
    """Get a call"""
    return parsed(
        await client.send(
            request(
                logged_id,
                timeout_s=timeout_s,
            )
        )
    )
