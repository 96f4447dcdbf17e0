# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.customer_state_view import CustomerStateView
from ...types import UNSET, Unset


def request(
    customer_id: str,
    *,
    currency: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["currency"] = currency

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/customers/{customer_id}/state".format(
            customer_id=quote(str(customer_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CustomerStateView:
    """What the answer says."""
    try:
        response_200 = CustomerStateView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    customer_id: str,
    *,
    client: Caller,
    currency: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CustomerStateView:
    """Get a customer's state"""
    return parsed(
        client.send(
            request(
                customer_id,
                currency=currency,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    customer_id: str,
    *,
    client: AsyncCaller,
    currency: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CustomerStateView:
    """Get a customer's state"""
    return parsed(
        await client.send(
            request(
                customer_id,
                currency=currency,
                timeout_s=timeout_s,
            )
        )
    )
