# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    batch_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/batches/{batch_id}/refused".format(
            batch_id=quote(str(batch_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    batch_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Download the refused rows"""
    return parsed(
        client.send(
            request(
                batch_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    batch_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Download the refused rows"""
    return parsed(
        await client.send(
            request(
                batch_id,
                timeout_s=timeout_s,
            )
        )
    )
