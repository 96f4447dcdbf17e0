# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.suppression_view import SuppressionView


def request(
    suppression_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/suppressions/{suppression_id}".format(
            suppression_id=quote(str(suppression_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> SuppressionView:
    """What the answer says."""
    try:
        response_200 = SuppressionView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    suppression_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> SuppressionView:
    """Get a suppression"""
    return parsed(
        client.send(
            request(
                suppression_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    suppression_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> SuppressionView:
    """Get a suppression"""
    return parsed(
        await client.send(
            request(
                suppression_id,
                timeout_s=timeout_s,
            )
        )
    )
