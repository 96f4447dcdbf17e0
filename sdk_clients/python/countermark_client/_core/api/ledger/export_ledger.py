# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/export",
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Export the whole log"""
    return parsed(
        client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Export the whole log"""
    return parsed(
        await client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )
