# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.signed_checkpoint import SignedCheckpoint


def request(
    size: int,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/checkpoints/{size}".format(
            size=quote(str(size), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> SignedCheckpoint:
    """What the answer says."""
    try:
        response_200 = SignedCheckpoint.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    size: int,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> SignedCheckpoint:
    """Get a checkpoint"""
    return parsed(
        client.send(
            request(
                size,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    size: int,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> SignedCheckpoint:
    """Get a checkpoint"""
    return parsed(
        await client.send(
            request(
                size,
                timeout_s=timeout_s,
            )
        )
    )
