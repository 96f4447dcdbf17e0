# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    digest: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/artefacts/{digest}".format(
            digest=quote(str(digest), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    digest: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Get what an entry names by hash"""
    return parsed(
        client.send(
            request(
                digest,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    digest: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Get what an entry names by hash"""
    return parsed(
        await client.send(
            request(
                digest,
                timeout_s=timeout_s,
            )
        )
    )
