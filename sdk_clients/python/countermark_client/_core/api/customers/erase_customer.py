# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.erase_result import EraseResult
from ...types import UNSET, Unset


def request(
    customer_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="DELETE",
        path="/api/v1/customers/{customer_id}".format(
            customer_id=quote(str(customer_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> EraseResult:
    """What the answer says."""
    try:
        response_200 = EraseResult.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    customer_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> EraseResult:
    """Erase a customer"""
    return parsed(
        client.send(
            request(
                customer_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    customer_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> EraseResult:
    """Erase a customer"""
    return parsed(
        await client.send(
            request(
                customer_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
