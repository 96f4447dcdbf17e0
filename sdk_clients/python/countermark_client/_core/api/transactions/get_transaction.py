# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.transaction_view import TransactionView


def request(
    transaction_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/transactions/{transaction_id}".format(
            transaction_id=quote(str(transaction_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TransactionView:
    """What the answer says."""
    try:
        response_200 = TransactionView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    transaction_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> TransactionView:
    """Get a transaction"""
    return parsed(
        client.send(
            request(
                transaction_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    transaction_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> TransactionView:
    """Get a transaction"""
    return parsed(
        await client.send(
            request(
                transaction_id,
                timeout_s=timeout_s,
            )
        )
    )
