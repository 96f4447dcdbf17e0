# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.alert_view import AlertView


def request(
    alert_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/alerts/{alert_id}".format(
            alert_id=quote(str(alert_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> AlertView:
    """What the answer says."""
    try:
        response_200 = AlertView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    alert_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> AlertView:
    """Get an alert"""
    return parsed(
        client.send(
            request(
                alert_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    alert_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> AlertView:
    """Get an alert"""
    return parsed(
        await client.send(
            request(
                alert_id,
                timeout_s=timeout_s,
            )
        )
    )
