# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.release_view import ReleaseView


def request(
    release_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/releases/{release_id}".format(
            release_id=quote(str(release_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ReleaseView:
    """What the answer says."""
    try:
        response_200 = ReleaseView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    release_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ReleaseView:
    """Get a release"""
    return parsed(
        client.send(
            request(
                release_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    release_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> ReleaseView:
    """Get a release"""
    return parsed(
        await client.send(
            request(
                release_id,
                timeout_s=timeout_s,
            )
        )
    )
