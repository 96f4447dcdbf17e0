# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.transaction_page import TransactionPage
from ...types import UNSET, Unset


def request(
    *,
    customer_id: str | Unset = UNSET,
    own_id: str | Unset = UNSET,
    occurred_from: datetime.datetime | Unset = UNSET,
    occurred_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["customer_id"] = customer_id

    params["own_id"] = own_id

    json_occurred_from: str | Unset = UNSET
    if not isinstance(occurred_from, Unset):
        json_occurred_from = occurred_from.isoformat()
    params["occurred_from"] = json_occurred_from

    json_occurred_to: str | Unset = UNSET
    if not isinstance(occurred_to, Unset):
        json_occurred_to = occurred_to.isoformat()
    params["occurred_to"] = json_occurred_to

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/transactions",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TransactionPage:
    """What the answer says."""
    try:
        response_200 = TransactionPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    customer_id: str | Unset = UNSET,
    own_id: str | Unset = UNSET,
    occurred_from: datetime.datetime | Unset = UNSET,
    occurred_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> TransactionPage:
    """List transactions"""
    return parsed(
        client.send(
            request(
                customer_id=customer_id,
                own_id=own_id,
                occurred_from=occurred_from,
                occurred_to=occurred_to,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    customer_id: str | Unset = UNSET,
    own_id: str | Unset = UNSET,
    occurred_from: datetime.datetime | Unset = UNSET,
    occurred_to: datetime.datetime | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> TransactionPage:
    """List transactions"""
    return parsed(
        await client.send(
            request(
                customer_id=customer_id,
                own_id=own_id,
                occurred_from=occurred_from,
                occurred_to=occurred_to,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
