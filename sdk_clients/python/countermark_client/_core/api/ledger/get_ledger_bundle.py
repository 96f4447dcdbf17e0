# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    epoch: int,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/bundles/{epoch}".format(
            epoch=quote(str(epoch), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    epoch: int,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a bundle of the log"""
    return parsed(
        client.send(
            request(
                epoch,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    epoch: int,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a bundle of the log"""
    return parsed(
        await client.send(
            request(
                epoch,
                timeout_s=timeout_s,
            )
        )
    )
