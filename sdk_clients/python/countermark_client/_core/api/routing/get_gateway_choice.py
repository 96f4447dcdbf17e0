# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.gateway_choice_view import GatewayChoiceView


def request(
    choice_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/gateway-choices/{choice_id}".format(
            choice_id=quote(str(choice_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> GatewayChoiceView:
    """What the answer says."""
    try:
        response_200 = GatewayChoiceView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    choice_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> GatewayChoiceView:
    """Get a choice"""
    return parsed(
        client.send(
            request(
                choice_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    choice_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> GatewayChoiceView:
    """Get a choice"""
    return parsed(
        await client.send(
            request(
                choice_id,
                timeout_s=timeout_s,
            )
        )
    )
