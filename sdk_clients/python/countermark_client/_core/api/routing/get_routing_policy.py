# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.routing_policy_view import RoutingPolicyView


def request(
    policy_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/routing-policies/{policy_id}".format(
            policy_id=quote(str(policy_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RoutingPolicyView:
    """What the answer says."""
    try:
        response_200 = RoutingPolicyView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    policy_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> RoutingPolicyView:
    """Get a routing policy"""
    return parsed(
        client.send(
            request(
                policy_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    policy_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> RoutingPolicyView:
    """Get a routing policy"""
    return parsed(
        await client.send(
            request(
                policy_id,
                timeout_s=timeout_s,
            )
        )
    )
