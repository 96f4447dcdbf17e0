# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.decision_view import DecisionView


def request(
    decision_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/decisions/{decision_id}".format(
            decision_id=quote(str(decision_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> DecisionView:
    """What the answer says."""
    try:
        response_200 = DecisionView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    decision_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> DecisionView:
    """Get a decision"""
    return parsed(
        client.send(
            request(
                decision_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    decision_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> DecisionView:
    """Get a decision"""
    return parsed(
        await client.send(
            request(
                decision_id,
                timeout_s=timeout_s,
            )
        )
    )
