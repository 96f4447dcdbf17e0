# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.release_diff_view import ReleaseDiffView
from ...types import UNSET, Unset


def request(
    release_id: str,
    *,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["against"] = against

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/releases/{release_id}/diff".format(
            release_id=quote(str(release_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ReleaseDiffView:
    """What the answer says."""
    try:
        response_200 = ReleaseDiffView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    release_id: str,
    *,
    client: Caller,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseDiffView:
    """Compare two releases"""
    return parsed(
        client.send(
            request(
                release_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    release_id: str,
    *,
    client: AsyncCaller,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseDiffView:
    """Compare two releases"""
    return parsed(
        await client.send(
            request(
                release_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )
