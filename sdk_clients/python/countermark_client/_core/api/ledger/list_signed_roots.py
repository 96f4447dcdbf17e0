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
        path="/ledger/super/roots",
        secured=False,
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
    """List roots of the super-log signed for the contract"""
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
    """List roots of the super-log signed for the contract"""
    return parsed(
        await client.send(
            request(
                timeout_s=timeout_s,
            )
        )
    )
