# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    customer_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/customers/{customer_id}/export".format(
            customer_id=quote(str(customer_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    customer_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Export a customer"""
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
) -> bytes:
    """Export a customer"""
    return parsed(
        await client.send(
            request(
                customer_id,
                timeout_s=timeout_s,
            )
        )
    )
