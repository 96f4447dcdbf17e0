# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.version_view import VersionView


def request(
    version_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/model-versions/{version_id}".format(
            version_id=quote(str(version_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> VersionView:
    """What the answer says."""
    try:
        response_200 = VersionView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    version_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> VersionView:
    """Get a version"""
    return parsed(
        client.send(
            request(
                version_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    version_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> VersionView:
    """Get a version"""
    return parsed(
        await client.send(
            request(
                version_id,
                timeout_s=timeout_s,
            )
        )
    )
