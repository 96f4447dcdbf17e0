# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_routing_policies_status import (
    ListRoutingPoliciesStatus,
)
from ...models.routing_policy_page import RoutingPolicyPage
from ...types import UNSET, Unset


def request(
    *,
    status: ListRoutingPoliciesStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/routing-policies",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RoutingPolicyPage:
    """What the answer says."""
    try:
        response_200 = RoutingPolicyPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    status: ListRoutingPoliciesStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RoutingPolicyPage:
    """List routing policies"""
    return parsed(
        client.send(
            request(
                status=status,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    status: ListRoutingPoliciesStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RoutingPolicyPage:
    """List routing policies"""
    return parsed(
        await client.send(
            request(
                status=status,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
