# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.replay_view import ReplayView


def request(
    decision_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/decisions/{decision_id}/replay".format(
            decision_id=quote(str(decision_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ReplayView:
    """What the answer says."""
    try:
        response_200 = ReplayView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    decision_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ReplayView:
    """Compute a decision again"""
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
) -> ReplayView:
    """Compute a decision again"""
    return parsed(
        await client.send(
            request(
                decision_id,
                timeout_s=timeout_s,
            )
        )
    )
