# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.customer_features_view import CustomerFeaturesView


def request(
    customer_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/customers/{customer_id}/features".format(
            customer_id=quote(str(customer_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CustomerFeaturesView:
    """What the answer says."""
    try:
        response_200 = CustomerFeaturesView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    customer_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> CustomerFeaturesView:
    """Get a customer's features"""
    return parsed(
        client.send(
            request(
                customer_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    customer_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> CustomerFeaturesView:
    """Get a customer's features"""
    return parsed(
        await client.send(
            request(
                customer_id,
                timeout_s=timeout_s,
            )
        )
    )
